#if canImport(FoundationEssentials)
    import FoundationEssentials
#else
    import Foundation
#endif

/// What a schedule runs, and how that is changed.
extension Scheduler {
    /// The commands that a schedule runs, with whatever else is in their unit; `nil` if they can't be read.
    package func commands(of schedule: Schedule) async -> String? {
        switch schedule {
        case .userTimer: return await output("systemctl", ["--user", "cat", "\(Self.unit).service"])
        case .systemTimer: return await output("systemctl", ["cat", "\(Self.unit).service"])
        case .crontab: return await crontab().map { Self.commands(in: $0) }
        case .systemCrontab(let file): return (try? InputFile(file)).map { Self.commands(in: Array($0.data)) }
        }
    }

    private static func commands(in crontab: [UInt8]) -> String {
        lines(of: String(decoding: crontab, as: UTF8.self)).joined(separator: "\n")
    }

    /// Changes what was installed for a job to another one, if nobody has edited it since.
    package func change(_ schedule: Schedule, from old: Job, to new: Job) async throws(Failure) {
        let path = unitFolder.map { "\($0)/\(Self.unit).service" } ?? ""
        switch schedule {
        case .userTimer where isUnit(at: path, for: old):
            try await installUserTimer(new)
        case .crontab:
            guard let crontab = await crontab() else { throw Failure(description: "the crontab can't be read") }
            let from = Array(" \(old.crontabCommand)".utf8), to = Array(" \(new.crontabCommand)".utf8)
            var lines = crontab.split(separator: UInt8(ascii: "\n"), omittingEmptySubsequences: false).map { Array($0) }
            let index = lines.firstIndex { $0.first != UInt8(ascii: "#") && $0.suffix(from.count) == from[...] }
            guard let index else { throw Failure(description: "the line was edited") }
            lines[index] = lines[index].dropLast(from.count) + to
            try await succeed("crontab", ["-"], input: Array(lines.joined(separator: [UInt8(ascii: "\n")])))
        default:
            throw Failure(description: "it was set up in another way")
        }
    }

    private func isUnit(at path: String, for job: Job) -> Bool {
        guard let text = (try? InputFile(path)).map({ String(decoding: $0.data, as: UTF8.self) }) else { return false }
        return text.split(whereSeparator: \.isNewline).contains { $0 == "ExecStart=\(job.unitLine)" }
    }
}
