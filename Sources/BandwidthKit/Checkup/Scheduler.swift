#if canImport(FoundationEssentials)
    import FoundationEssentials
#else
    import Foundation
#endif

/// What can run the program regularly: systemd, for the user or the whole system, and cron.
package struct Scheduler: Sendable {
    /// What runs the program.
    package enum Schedule: Sendable, Hashable {
        case userTimer, systemTimer, crontab
        case systemCrontab(String)

        package var description: String {
            switch self {
            case .userTimer: "your systemd timer runs it"
            case .systemTimer: "the system's timer runs it"
            case .crontab: "your crontab runs it"
            case .systemCrontab(let file): "\(file) runs it"
            }
        }

        /// The command that shows what it said.
        var log: String {
            switch self {
            case .userTimer: "journalctl --user -u bandwidth"
            case .systemTimer: "journalctl -u bandwidth"
            case .crontab, .systemCrontab: "the mail that cron sends"
            }
        }
    }

    /// The name of the units.
    static let unit = "bandwidth"

    private let processes: any ProcessRunner
    let environment: [String: String]

    /// Creates a scheduler.
    ///
    /// - Parameter environment: the program's environment, of which other programs get what they need.
    package init(processes: any ProcessRunner, environment: [String: String]) {
        self.processes = processes
        let needed = [
            "PATH", "HOME", "LANG", "LC_ALL", "USER", "LOGNAME", "XDG_RUNTIME_DIR", "XDG_CONFIG_HOME",
            "DBUS_SESSION_BUS_ADDRESS",
        ]
        self.environment = environment.filter { needed.contains($0.key) }
    }

    /// What runs the program; `nil` if nothing is found.
    package func schedule() async -> Schedule? {
        if await output("systemctl", ["--user", "is-active", "\(Self.unit).timer"]) != nil { return .userTimer }
        if await output("systemctl", ["is-active", "\(Self.unit).timer"]) != nil { return .systemTimer }
        if let crontab = await crontab(), Self.isScheduled(in: String(decoding: crontab, as: UTF8.self)) {
            return .crontab
        }
        let files =
            ["/etc/crontab"]
            + ((try? FileManager.default.contentsOfDirectory(atPath: "/etc/cron.d")) ?? [])
            .map { "/etc/cron.d/\($0)" }
        let found = files.first { file in
            (try? InputFile(file)).map {
                Self.isScheduled(in: String(decoding: $0.bytes, as: UTF8.self), hasUsers: true)
            } == true
        }
        return found.map { .systemCrontab($0) }
    }

    /// The user's crontab; empty if there is none, `nil` if it can't be read or there is no cron.
    func crontab() async -> [UInt8]? {
        guard let result = try? await run("crontab", ["-l"]) else { return nil }
        if result.ending == .exited(0) { return result.output }
        // "no crontab for me" in most versions, "can't open 'me': No such file or directory" in BusyBox. With any other
        // error there may be one, which must not be replaced.
        let reason = String(decoding: result.errorOutput, as: UTF8.self).lowercased()
        return ["no crontab", "no such file"].contains { reason.contains($0) } ? [] : nil
    }

    /// Whether a line of a crontab runs the program.
    static func isScheduled(in crontab: String, hasUsers: Bool = false) -> Bool {
        !ScheduledCommand.all(inCrontab: crontab, hasUsers: hasUsers).isEmpty
    }

    /// What a program prints if it succeeds.
    func output(_ program: String, _ arguments: [String]) async -> String? {
        guard let result = try? await run(program, arguments), result.ending == .exited(0) else {
            return nil
        }
        return String(decoding: result.output, as: UTF8.self)
    }

    func run(
        _ program: String, _ arguments: [String], input: [UInt8] = []
    ) async throws(ProcessError) -> ProcessResult {
        try await processes.run(
            ProcessCommand(
                program, arguments, environment: environment.merging(["LC_ALL": "C"]) { $1 }, input: input,
                outputLimit: 1 << 20,
                timeout: .seconds(10)))
    }
}
