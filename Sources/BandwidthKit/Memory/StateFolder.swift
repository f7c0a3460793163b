#if canImport(FoundationEssentials)
    public import FoundationEssentials
#else
    public import Foundation
#endif
#if canImport(Glibc)
    import Glibc
#elseif canImport(Musl)
    import Musl
#elseif canImport(Darwin)
    import Darwin
#endif

/// The folder in which the program remembers deliveries and readings. One run at a time may change it.
///
///     lock               held by the run that changes anything here
///     deliveries.jsonl   what was delivered to whom: `DeliveryMemory`
///     readings/          what was read: `ReadingHistory`, `UnreadRows`
///     reports/           the last reports: `SavedReports`
///
/// The folder is created with mode 0700, files with 0600. A run that is killed at any time leaves files that the next
/// one can read. The folder can safely be removed. Nothing is read or written through a link or a pipe in it, and nothing
/// in a folder that belongs to another user or that everyone can write to.
public struct StateFolder: Sendable {
    /// What went wrong; the description names the file and how to fix it.
    public struct Failure: Error, CustomStringConvertible {
        public let description: String

        /// Whether another run holds the lock.
        var isBusy = false
    }

    let path: String

    private var deliveries: String { "\(path)/deliveries.jsonl" }

    /// The files of readings.
    var readings: DiskFiles { DiskFiles("\(path)/readings") }

    /// The files of reports.
    var reports: DiskFiles { DiskFiles("\(path)/reports") }

    /// The last report that contains the named accounts (all if empty), if it is at most `maxAge` old at `now`.
    ///
    /// `nil` if there is none, or it was made from another configuration or selection.
    public func lastReport(_ key: ReportKey, of names: [String], maxAge: Duration, at now: Date) -> UsageReport? {
        guard isTrusted else { return nil }
        return SavedReports(files: reports).report(key, of: names, maxAge: maxAge.components.seconds, at: now)
    }

    /// Creates a reference to a folder; the folder itself is created when it is first needed.
    public init(_ path: String) {
        self.path = path
    }

    /// The default folder according to the environment: `$STATE_DIRECTORY` (set by systemd; its first entry), else
    /// `$XDG_STATE_HOME/bandwidth`, else `~/.local/state/bandwidth`; `nil` without a home folder.
    public static func usualFolder(environment: [String: String]) -> String? {
        if let folders = environment["STATE_DIRECTORY"], let first = folders.split(separator: ":").first {
            return String(first)
        }
        if let folder = environment["XDG_STATE_HOME"], folder.hasPrefix("/") { return "\(folder)/bandwidth" }
        return environment["HOME"].flatMap { $0.isEmpty ? nil : "\($0)/.local/state/bandwidth" }
    }

    /// A lock on the folder, held until the object is deallocated or the process ends.
    final class Lock: Sendable {
        private let descriptor: Int32

        fileprivate init(descriptor: Int32) {
            self.descriptor = descriptor
        }

        deinit {
            close(descriptor)
        }
    }

    /// Waits until no other run holds the lock.
    ///
    /// - Throws: if the lock can't be created, or another run holds it for longer than `patience`.
    func lock(time: any Timekeeper, patience: Duration) async throws(Failure) -> Lock {
        try createFolder()
        try checkFolder()
        let file = "\(path)/lock"
        let descriptor = open(file, O_RDWR | O_CREAT | O_CLOEXEC | O_NOFOLLOW | O_NONBLOCK, 0o600)
        guard descriptor >= 0 else { throw Self.failure(file, "can't be written") }
        var status = stat()
        guard fstat(descriptor, &status) == 0, status.st_mode & S_IFMT == S_IFREG else {
            close(descriptor)
            throw Failure(description: "\(file) is not a regular file; remove it")
        }
        let deadline = time.uptime + patience
        while flock(descriptor, LOCK_EX | LOCK_NB) != 0 {
            let reason = errno
            guard reason == EWOULDBLOCK || reason == EINTR else {
                close(descriptor)
                throw Failure(description: "\(file) can't be locked: \(String(cString: strerror(reason)))")
            }
            guard time.uptime < deadline else {
                close(descriptor)
                throw Failure(description: "\(file): another run still holds the lock", isBusy: true)
            }
            do {
                try await time.sleep(for: .milliseconds(20))
            } catch {
                close(descriptor)
                throw Failure(description: "\(file): cancelled")
            }
        }
        return Lock(descriptor: descriptor)
    }

    private func createFolder() throws(Failure) {
        do {
            try FileManager.default.createDirectory(
                atPath: path, withIntermediateDirectories: true, attributes: [.posixPermissions: 0o700])
        } catch {
            throw Failure(description: "\(path): the folder can't be created; name another with --state-dir")
        }
    }

    /// Refuses a folder that belongs to another user or that everyone can write to; warns if its group can.
    ///
    /// - Returns: a warning; `nil` if there is nothing to warn of, or no folder.
    @discardableResult
    func checkFolder() throws(Failure) -> String? {
        var status = stat()
        guard stat(path, &status) == 0 else { return nil }
        let fix = "run chmod 700 \(path), or name another folder with --state-dir"
        guard status.st_uid == geteuid() || status.st_uid == 0 else {
            throw Failure(description: "\(path) belongs to another user; name another folder with --state-dir")
        }
        guard status.st_mode & S_IWOTH == 0 else {
            throw Failure(description: "anybody can write to \(path); \(fix)")
        }
        return status.st_mode & S_IWGRP == 0 ? nil : "the group of \(path) can write to it; \(fix)"
    }

    /// Why nothing in this folder is believed; `nil` if it is. It need not exist yet.
    var distrust: String? {
        do throws(Failure) {
            try checkFolder()
            return nil
        } catch {
            return error.description
        }
    }

    /// Whether `checkFolder` accepts this folder.
    var isTrusted: Bool { distrust == nil }

    /// Reads the deliveries.
    func load() throws(Failure) -> DeliveryMemory {
        try checkFolder()
        var status = stat()
        guard lstat(deliveries, &status) != 0 || [S_IFREG, S_IFDIR].contains(status.st_mode & S_IFMT) else {
            throw Failure(description: "\(deliveries) is not a regular file; remove it")
        }
        do {
            return DeliveryMemory(lines: try InputFile(deliveries, limit: 64 << 20).bytes)
        } catch {
            if error.isMissing { return DeliveryMemory() }
            throw Failure(description: "\(deliveries) \(error)")
        }
    }

    /// Appends deliveries and waits until they are on disk: a lost delivery would be sent again.
    func append(_ entries: [DeliveryMemory.Entry]) throws(Failure) {
        do throws(AtomicFile.Failure) {
            try LineFile(deliveries, waitsForDisk: true).append(DeliveryMemory.lines(entries))
        } catch {
            throw Failure(description: error.description)
        }
    }

    /// Drops entries that are no longer needed once the file has grown large.
    func compact(_ memory: DeliveryMemory, at now: Date) throws(Failure) {
        var status = stat()
        guard stat(deliveries, &status) == 0, status.st_size > Self.largeFile, memory.ignored.newer == 0 else { return }
        let lines = DeliveryMemory.lines(memory.recentEntries(at: now))
        // Rewrites only if the file shrinks a lot; otherwise every run would rewrite it.
        if lines.count < status.st_size / 2 { try rewrite(lines) }
    }

    /// Drops damaged lines, so that they are reported only once. If there are lines of a newer version of the program,
    /// nothing is dropped.
    func repair(_ memory: DeliveryMemory) throws(Failure) {
        if memory.ignored.newer == 0 { try rewrite(DeliveryMemory.lines(memory.entries)) }
    }

    private func rewrite(_ lines: [UInt8]) throws(Failure) {
        do throws(AtomicFile.Failure) {
            try AtomicFile(deliveries, followsLinks: false).write { $0.write(lines) }
        } catch {
            throw Failure(description: error.description)
        }
    }

    private static let largeFile = 1 << 20

    private static func failure(_ path: String, _ problem: String) -> Failure {
        Failure(description: "\(path) \(problem): \(String(cString: strerror(errno)))")
    }
}
