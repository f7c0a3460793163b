#if canImport(FoundationEssentials)
    import FoundationEssentials
#else
    import Foundation
#endif

/// Running the program every hour.
extension Scheduler {
    /// What is run, and with which variables.
    package struct Job: Sendable {
        /// The program's path and its arguments.
        package let words: [String]

        /// Variables that the environment of a scheduled run must have.
        package let variables: [String: String]

        /// The minute of the hour in cron: not the same for everybody.
        package let minute: Int

        /// Creates a job.
        package init(_ words: [String], variables: [String: String] = [:], minute: Int) {
            self.words = words
            self.variables = variables
            self.minute = minute
        }

        /// The line of a crontab. Cron takes a percent sign for a line break (crontab(5)).
        package var crontabLine: String {
            "\(minute) * * * * " + crontabCommand
        }

        var crontabCommand: String {
            words.map(\.shellWord).joined(separator: " ").replacing("%", with: "\\%")
        }

        /// The command line of a unit (systemd.service(5), "Command lines").
        var unitLine: String {
            words.map { $0.replacing("$", with: "$$").unitWord }.joined(separator: " ")
        }
    }

    /// Why nothing was installed, as a clause.
    package struct Failure: Error, CustomStringConvertible {
        package let description: String
    }

    /// Whether systemd runs units for this user.
    package func hasUserManager() async -> Bool {
        await output("systemctl", ["--user", "show-environment"]) != nil
    }

    /// Whether there is a cron that takes lines.
    package func hasCron() async -> Bool {
        await crontab() != nil
    }

    /// Writes a service and a timer into the user's own folder of units, and starts the timer. Units of the same name
    /// that differ are kept beside them.
    package func installUserTimer(_ job: Job) async throws(Failure) {
        guard let folder = unitFolder else { throw Failure(description: "there is no home folder") }
        let variables = job.variables.sorted { $0.key < $1.key }
            .map { "Environment=\("\($0.key)=\($0.value)".unitWord)\n" }.joined()
        let service = """
            [Unit]
            Description=Transfer allowance of the hosting accounts

            [Service]
            Type=oneshot
            \(variables)ExecStart=\(job.unitLine)

            """
        let timer = """
            [Unit]
            Description=Check the transfer allowance every hour

            [Timer]
            OnCalendar=hourly
            RandomizedDelaySec=10min
            Persistent=yes

            [Install]
            WantedBy=timers.target

            """
        for (name, text) in [("service", service), ("timer", timer)] {
            let path = "\(folder)/\(Self.unit).\(name)", bytes = Array(text.utf8)
            let old = (try? InputFile(path)).map { Array($0.data) }
            guard old != bytes else { continue }
            do throws(ConfigurationError) {
                _ = try PrivateFile(path, was: old).replace(with: bytes)
            } catch {
                throw Failure(description: error.description)
            }
        }
        try await succeed("systemctl", ["--user", "daemon-reload"])
        try await succeed("systemctl", ["--user", "enable", "--now", "\(Self.unit).timer"])
    }

    /// Adds a line to the user's crontab.
    package func installCrontabLine(_ job: Job) async throws(Failure) {
        guard let old = await crontab() else { throw Failure(description: "the crontab can't be read") }
        let end: [UInt8] = old.isEmpty || old.last == UInt8(ascii: "\n") ? [] : [UInt8(ascii: "\n")]
        try await succeed("crontab", ["-"], input: old + end + Array("\(job.crontabLine)\n".utf8))
    }

    func succeed(_ program: String, _ arguments: [String], input: [UInt8] = []) async throws(Failure) {
        do throws(ProcessError) {
            let result = try await run(program, arguments, input: input)
            if let problem = result.problem { throw ProcessError.failed(program, problem) }
        } catch {
            throw Failure(description: error.description)
        }
    }

    var unitFolder: String? {
        let home = environment["HOME"].flatMap { $0.hasPrefix("/") ? "\($0)/.config" : nil }
        return (environment["XDG_CONFIG_HOME"].flatMap { $0.hasPrefix("/") ? $0 : nil } ?? home)
            .map { "\($0)/systemd/user" }
    }
}

extension String {
    /// The text as one word of a unit, without specifiers (systemd.syntax(7), systemd.unit(5)).
    fileprivate var unitWord: String {
        let text = replacing("\\", with: "\\\\").replacing("\"", with: "\\\"").replacing("%", with: "%%")
        let isPlain = text.allSatisfy { $0.isLetter || $0.isNumber || "_-./:@%+,=$".contains($0) }
        return isPlain && !text.isEmpty ? text : "\"\(text)\""
    }
}
