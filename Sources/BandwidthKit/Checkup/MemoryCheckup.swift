#if canImport(FoundationEssentials)
    package import FoundationEssentials
#else
    package import Foundation
#endif
#if canImport(Glibc)
    import Glibc
#elseif canImport(Musl)
    import Musl
#elseif canImport(Darwin)
    import Darwin
#endif

/// Whether the folder of the memory can be used: it tries everything that a run does there.
package struct MemoryCheckup: Sendable {
    /// With less free space than this, a run may not be remembered.
    private static let leastSpace: UInt64 = 16 << 20

    private let folder: StateFolder?

    /// Creates a checkup; without a folder, there is no memory.
    package init(of folder: StateFolder?) {
        self.folder = folder
    }

    /// Judges the folder, which is created if it doesn't exist.
    package func findings(time: any Timekeeper) async -> [Finding] {
        let subject = "memory"
        guard let folder else {
            return [
                Finding(
                    .memory, .warning, subject, "there is no home folder, so nothing is remembered",
                    fix: "use --state-dir")
            ]
        }
        let lock: StateFolder.Lock
        do {
            lock = try await folder.lock(time: time, patience: .seconds(5))
        } catch {
            let sentence = error.description
            return error.isBusy
                ? [Finding(.memory, .warning, subject, sentence)]
                : [Finding.warning(.memory, subject, sentence).with(.failed)]
        }
        defer { withExtendedLifetime(lock) {} }
        let probe = "\(folder.path)/probe"
        do throws(AtomicFile.Failure) {
            try AtomicFile(probe, followsLinks: false).write { $0.write("probe") }
            unlink(probe)
        } catch {
            return [Finding(.memory, .failed, subject, error.description, fix: "make room in it, or use --state-dir")]
        }
        var findings: [Finding] = []
        let history = ReadingHistory(in: folder.readings, at: time.now)
        findings += history.problems.map { Finding.warning(.memory, subject, "\(folder.path): \($0)") }
        if let warning = try? folder.checkFolder() { findings.append(.warning(.memory, subject, warning)) }
        if let space = freeSpace(of: folder.path), space < Self.leastSpace {
            findings.append(
                Finding(
                    .memory, .warning, subject, "only \(space >> 20) MiB are free at \(folder.path)",
                    fix: "make room there, or use --state-dir"))
        }
        let rows = history.recent.newest.count
        let text = "\(folder.path) can be written; \(rows == 1 ? "1 row is" : "\(rows) rows are") remembered"
        return [Finding(.memory, .fine, subject, text)] + findings
    }

    /// When an account was last read; `nil` if nothing is remembered.
    package func lastReading(at now: Date) -> Date? {
        guard let folder, folder.isTrusted else { return nil }
        return ReadingHistory(in: folder.readings, at: now).recent.newest.map(\.time).max()
    }

    private func freeSpace(of path: String) -> UInt64? {
        var status = statvfs()
        guard statvfs(path, &status) == 0 else { return nil }
        return UInt64(status.f_bavail) * UInt64(status.f_frsize)
    }
}

extension Finding {
    /// The same with another mark.
    func with(_ mark: Mark) -> Finding {
        Finding(area, mark, subject, text, fix: fix)
    }
}
