#if canImport(FoundationEssentials)
    import FoundationEssentials
#else
    import Foundation
#endif
#if canImport(Glibc)
    import Glibc
#elseif canImport(Musl)
    import Musl
#elseif canImport(Darwin)
    import Darwin
#endif

/// The folder in which the program remembers what was delivered, for one run at a time.
///
/// `alerts.json` is replaced whole under a lock on `alerts.lock`; a run that is killed leaves the old file or the new
/// one. The folder is created with mode 0700, files have 0600. Nothing is read or written through a link or a pipe in it, and
/// nothing in a folder that others could have put something into.
public struct StateFolder: Sendable {
    /// What went wrong; the description names the file and the way out.
    public struct Failure: Error, CustomStringConvertible {
        public let description: String

        /// Whether another run holds the lock, so that this one leaves the alerts to it.
        var isBusy = false
    }

    private let folder: String
    private var file: String { "\(folder)/alerts.json" }

    /// A store in a folder, which is made when it is first needed.
    public init(folder: String) {
        self.folder = folder
    }

    /// The folder that the environment names: `$STATE_DIRECTORY` (systemd's, its first entry), else
    /// `$XDG_STATE_HOME/bandwidth`, else `~/.local/state/bandwidth`; `nil` without a home.
    public static func usualFolder(environment: [String: String]) -> String? {
        if let folders = environment["STATE_DIRECTORY"], let first = folders.split(separator: ":").first {
            return String(first)
        }
        if let folder = environment["XDG_STATE_HOME"], folder.hasPrefix("/") { return "\(folder)/bandwidth" }
        return environment["HOME"].flatMap { $0.isEmpty ? nil : "\($0)/.local/state/bandwidth" }
    }

    /// The right to read and write the memory; released when nothing refers to it any more, or the process ends.
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
    /// - Throws: if this folder can't have a lock, or another run holds it for longer than `patience`.
    func lock(time: any Timekeeper, patience: Duration) async throws(Failure) -> Lock {
        try makeFolder()
        try checkFolder()
        let path = "\(folder)/alerts.lock"
        let descriptor = open(path, O_RDWR | O_CREAT | O_CLOEXEC | O_NOFOLLOW | O_NONBLOCK, 0o600)
        guard descriptor >= 0 else { throw Self.failure(path, "can't be written") }
        var status = stat()
        guard fstat(descriptor, &status) == 0, status.st_mode & S_IFMT == S_IFREG else {
            close(descriptor)
            throw Failure(description: "\(path) is not a regular file; remove it")
        }
        let deadline = time.uptime + patience
        while flock(descriptor, LOCK_EX | LOCK_NB) != 0 {
            let reason = errno
            guard reason == EWOULDBLOCK || reason == EINTR else {
                close(descriptor)
                throw Failure(description: "\(path) can't be locked: \(String(cString: strerror(reason)))")
            }
            guard time.uptime < deadline else {
                close(descriptor)
                throw Failure(
                    description: "\(path): another run still holds the lock; this one sent nothing",
                    isBusy: true)
            }
            do {
                try await time.sleep(for: .milliseconds(20))
            } catch {
                close(descriptor)
                throw Failure(description: "\(path): cancelled")
            }
        }
        return Lock(descriptor: descriptor)
    }

    private func makeFolder() throws(Failure) {
        do {
            try FileManager.default.createDirectory(
                atPath: folder, withIntermediateDirectories: true, attributes: [.posixPermissions: 0o700])
        } catch {
            throw Failure(description: "\(folder): the folder can't be made; name another with --state-dir")
        }
    }

    /// Refuses a folder that others could have put something into, or would read from.
    ///
    /// - Returns: what is unwise about it; `nil`: nothing, or there is no folder.
    @discardableResult
    private func checkFolder() throws(Failure) -> String? {
        var status = stat()
        guard stat(folder, &status) == 0 else { return nil }
        let wayOut = "run chmod 700 \(folder), or name another with --state-dir"
        guard status.st_uid == geteuid() || status.st_uid == 0 else {
            throw Failure(description: "\(folder) belongs to another user; name another with --state-dir")
        }
        guard status.st_mode & S_IWOTH == 0 else {
            throw Failure(description: "anybody can write to \(folder); \(wayOut)")
        }
        return status.st_mode & S_IWGRP == 0 ? nil : "its group can write to \(folder); \(wayOut)"
    }

    /// Refuses what is no file of our own, but a link to somewhere or a pipe. Of a folder, reading tells.
    private func checkFile() throws(Failure) {
        var status = stat()
        guard lstat(file, &status) != 0 || [S_IFREG, S_IFDIR].contains(status.st_mode & S_IFMT) else {
            throw Failure(description: "\(file) is not a regular file; remove it")
        }
    }

    /// What is remembered, and a sentence where something is wrong that doesn't matter for now: a file that could not be
    /// understood was set aside, or the folder's group can write there.
    func load() throws(Failure) -> (memory: DeliveryMemory, notice: String?) {
        let warning = try checkFolder()
        try checkFile()
        let contents: InputFile
        do {
            contents = try InputFile(file, limit: 64 << 20)
        } catch {
            if error.isMissing { return (DeliveryMemory(), warning) }
            throw Failure(description: "\(file) \(error)")
        }
        if let memory = DeliveryMemory(json: contents.data) { return (memory, warning) }
        let aside = unusedName()
        guard rename(file, aside) == 0 else {
            throw Self.failure(file, "is damaged or of a newer version, and can't be set aside")
        }
        return (DeliveryMemory(), "\(file) is damaged or of a newer version; it was set aside as \(aside)")
    }

    /// What is remembered, changing nothing; a file that can't be understood counts as nothing.
    func peek() throws(Failure) -> DeliveryMemory {
        try checkFolder()
        try checkFile()
        do {
            return DeliveryMemory(json: try InputFile(file, limit: 64 << 20).data) ?? DeliveryMemory()
        } catch {
            if error.isMissing { return DeliveryMemory() }
            throw Failure(description: "\(file) \(error)")
        }
    }

    private func unusedName() -> String {
        let names = ["\(folder)/alerts.damaged.json"] + (2...999).map { "\(folder)/alerts.damaged-\($0).json" }
        return names.first { access($0, F_OK) != 0 } ?? names[0]
    }

    /// Replaces what is remembered.
    func save(_ memory: DeliveryMemory) throws(Failure) {
        do throws(AtomicFile.Failure) {
            try AtomicFile(file, followsLinks: false).write { $0.write(memory.json) }
        } catch {
            throw Failure(description: error.description)
        }
    }

    private static func failure(_ path: String, _ problem: String) -> Failure {
        Failure(description: "\(path) \(problem): \(String(cString: strerror(errno)))")
    }
}
