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

        /// Why nothing can run it, as a clause; `nil` if it can be scheduled.
        package var problem: String? {
            guard words.contains(where: \.hasControlCharacter) else { return nil }
            return "the path contains a control character"
        }

        /// The line of a crontab. Cron takes a percent sign for a line break (crontab(5)).
        package var crontabLine: String {
            "\(minute) * * * * " + crontabCommand
        }

        var crontabCommand: String {
            words.map(\.shellWord).joined(separator: " ").escaping("%") { "\\\($0)" }
        }

        /// The command line of a unit (systemd.service(5), "Command lines").
        var unitLine: String {
            words.map { $0.escaping("$") { "\($0)\($0)" }.unitWord }.joined(separator: " ")
        }
    }

    /// Why nothing was installed, as a clause.
    package struct Failure: Error, Hashable, CustomStringConvertible {
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
        try check(job)
        guard let folder = unitFolder else { throw Failure(description: "there is no home folder") }
        let variables = job.variables.filter { !$0.value.hasControlCharacter }.sorted { $0.key < $1.key }
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
        let units = [("service", service), ("timer", timer)].map { kind, text in
            (name: "\(Self.unit).\(kind)", path: "\(folder)/\(Self.unit).\(kind)", bytes: Array(text.utf8))
        }
        for unit in units where unit.path.realPath == "/dev/null" {
            throw Failure(description: "\(unit.name) is masked; run systemctl --user unmask \(unit.name)")
        }
        for unit in units { try replace(unit.path, with: unit.bytes) }
        try await succeed("systemctl", ["--user", "daemon-reload"])
        try await succeed("systemctl", ["--user", "enable", "--now", "\(Self.unit).timer"])
    }

    /// Adds a line to the user's crontab.
    package func installCrontabLine(_ job: Job) async throws(Failure) {
        try check(job)
        // Versions of cron differ in what they make of two backslashes.
        guard !job.words.contains(where: { $0.utf8.contains(UInt8(ascii: "\\")) }) else {
            throw Failure(description: "the path contains a backslash, which cron may change")
        }
        guard let old = await crontab() else { throw Failure(description: "the crontab can't be read") }
        let end: [UInt8] = old.isEmpty || old.last == UInt8(ascii: "\n") ? [] : [UInt8(ascii: "\n")]
        try await succeed("crontab", ["-"], input: old + end + Array("\(job.crontabLine)\n".utf8))
    }

    private func check(_ job: Job) throws(Failure) {
        if let problem = job.problem { throw Failure(description: problem) }
    }

    /// Writes a unit unless it is so already. One that differs is kept beside it.
    func replace(_ path: String, with bytes: [UInt8]) throws(Failure) {
        let old = (try? InputFile(path))?.bytes
        guard old != bytes else { return }
        do throws(ConfigurationError) {
            _ = try PrivateFile(path, was: old).replace(with: bytes)
        } catch {
            throw Failure(description: error.description)
        }
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
        let text = escaping("\\\"") { "\\\($0)" }.escaping("%") { "\($0)\($0)" }
        return text.escaping("=$") { _ in "" }.isPlainWord ? text : "\"\(text)\""
    }
}
