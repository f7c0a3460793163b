#if canImport(FoundationEssentials)
    import FoundationEssentials
#else
    import Foundation
#endif

/// What a schedule runs, and how that is changed.
extension Scheduler {
    /// The commands of a schedule that run the program; none if it runs something unknown, `nil` if that can't be read.
    package func commands(of schedule: Schedule) async -> [ScheduledCommand]? {
        switch schedule {
        case .userTimer:
            return await userUnit().map { ScheduledCommand.all(inUnit: $0, home: environment["HOME"]) }
        case .systemTimer:
            return await output("systemctl", ["cat", "\(Self.unit).service"])
                .map { ScheduledCommand.all(inUnit: $0, home: nil) }
        case .crontab:
            return await crontab().map {
                ScheduledCommand.all(inCrontab: String(decoding: $0, as: UTF8.self), hasUsers: false)
            }
        case .systemCrontab(let file):
            return (try? InputFile(file)).map {
                ScheduledCommand.all(inCrontab: String(decoding: $0.bytes, as: UTF8.self), hasUsers: true)
            }
        }
    }

    /// Whether a command reads a configuration.
    ///
    /// - Parameter path: the path of the configuration.
    package func reads(_ path: String, _ command: ScheduledCommand) -> Bool {
        let home = environment["HOME"] ?? ""
        // Without a variable and an option, which it hasn't got from this run.
        var named = command.configuration ?? "~/.config/bandwidth/providers.json"
        for prefix in ["~/", "$HOME/", "${HOME}/"] where named.hasPrefix(prefix) {
            named = "\(home)/\(named.dropFirst(prefix.count))"
        }
        return (named.realPath ?? named) == (path.realPath ?? path)
    }

    /// The user's own service, with what adds to it.
    private func userUnit() async -> String? {
        await output("systemctl", ["--user", "cat", "\(Self.unit).service"])
    }

    /// Changes what was installed for a job to another one, if nobody has edited it since.
    package func change(_ schedule: Schedule, from old: Job, to new: Job) async throws(Failure) {
        if let problem = new.problem { throw Failure(description: problem) }
        switch schedule {
        case .userTimer:
            try await changeUserUnit(from: old, to: new)
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

    /// Replaces the command of the user's own service. All else of it is the user's, and so is the timer.
    private func changeUserUnit(from old: Job, to new: Job) async throws(Failure) {
        guard let unit = await userUnit(), let folder = unitFolder else {
            throw Failure(description: "the unit can't be read")
        }
        let path = "\(folder)/\(Self.unit).service", command = Array("ExecStart=\(old.unitLine)".utf8)
        var lines = ((try? InputFile(path))?.bytes ?? [])
            .split(separator: UInt8(ascii: "\n"), omittingEmptySubsequences: false).map { Array($0) }
        // Another file may change the command too, or there may be several.
        guard ScheduledCommand.settings(inUnit: unit).count(where: { $0.key == "ExecStart" }) == 1,
            let index = lines.firstIndex(of: command)
        else { throw Failure(description: "its command was edited") }
        lines[index] = Array("ExecStart=\(new.unitLine)".utf8)
        try replace(path, with: Array(lines.joined(separator: [UInt8(ascii: "\n")])))
        try await succeed("systemctl", ["--user", "daemon-reload"])
    }
}
