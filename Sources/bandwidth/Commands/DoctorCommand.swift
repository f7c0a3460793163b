import ArgumentParser
import BandwidthKit
import BandwidthTransport

extension Bandwidth {
    /// `bandwidth doctor`
    struct Doctor: ContextualCommand {
        static let configuration = CommandConfiguration(
            commandName: "doctor",
            abstract: "Try everything that a run depends on, and say how to fix what fails.",
            discussion: """
                Examples:
                  bandwidth doctor                    the usual configuration
                  bandwidth doctor --config FILE      another one

                Each account is really read. Channels are asked whether they would accept a message, where their \
                service can say that; nothing is sent. 'bandwidth notify test' sends.

                The exit status is that of a run: 78 if the configuration is wrong, 3 if an account can't be read, \
                75 if a channel or the memory can't be used. Warnings alone are 0.
                """
        )

        @OptionGroup var common: CommonOptions

        @OptionGroup var state: StateOptions

        func run(in surroundings: CommandContext) async -> ExitStatus {
            let context = surroundings.with(common.verbosity)
            let findings = await Examination(context: context, common: common, folder: state.folder(in: context))
                .findings()
            let written = context.print(text(of: findings, for: context))
            return ExitStatus.first(of: findings.compactMap(\.status) + [written])
        }

        /// A line for each finding, then a line for each fix.
        private func text(of findings: [Finding], for context: CommandContext) -> String {
            let dialogue = Dialogue(context: context)
            let shown = context.verbosity == .quiet ? findings.filter { $0.mark != .fine } : findings
            let width = shown.map(\.subject.printable.columns).max() ?? 0
            // Only a terminal breaks lines, and does so in the middle of a word.
            let room = context.terminal.columns.map { max(20, $0 - width - 4) }
            var lines = shown.flatMap { finding in
                let mark: Dialogue.Mark =
                    switch finding.mark {
                    case .fine: .fine
                    case .warning: .warning
                    case .failed: .failed
                    }
                let text = finding.text.printable, lines = room.map { text.wrapped(to: $0) } ?? [text]
                let start = "\(dialogue.sign(mark)) \(finding.subject.printable.padded(to: width))  "
                return zip([start] + lines.dropFirst().map { _ in "".padded(to: width + 4) }, lines).map { $0 + $1 }
            }
            var fixes: [String] = []
            for fix in findings.compactMap(\.fix) where !fixes.contains(fix) { fixes.append(fix) }
            if !fixes.isEmpty {
                lines += ["", "To fix:"] + fixes.map { "  \($0.printable)" }
            } else if findings.contains(where: { $0.mark == .failed }) == false, context.verbosity != .quiet {
                lines += ["", "Nothing to fix."]
            }
            return lines.isEmpty ? "" : lines.joined(separator: "\n") + "\n"
        }
    }
}

extension Finding {
    /// What a run would end with.
    fileprivate var status: ExitStatus? {
        guard mark == .failed else { return nil }
        switch area {
        case .configuration, .network, .machine: return .wrongConfiguration
        case .account: return .notRead
        case .channel, .memory: return .notDelivered
        }
    }
}

extension Bandwidth.Doctor {
    /// One examination.
    fileprivate struct Examination {
        let context: CommandContext
        let common: CommonOptions
        let folder: StateFolder?

        /// Everything, in the order in which a run depends on it.
        func findings() async -> [Finding] {
            let connection = ConnectionCheckup(environment: context.environment).findings
            let (accounts, aheadBy) = await services(canConnect: !connection.contains { $0.mark == .failed })
            let memory = MemoryCheckup(of: folder), now = context.time.now
            let scheduler = Scheduler(processes: context.processes, environment: context.environment)
            let schedule = await ScheduleCheckup(scheduler).finding(lastReading: memory.lastReading(at: now), at: now)
            return await accounts + connection + [ClockCheckup().finding(aheadBy)]
                + memory.findings(time: context.time) + [schedule, terminal]
        }

        /// The configuration, its accounts and its channels, and how far this machine's clock is ahead by host.
        private func services(canConnect: Bool) async -> ([Finding], aheadBy: [String: Double]) {
            let loader = ConfigurationLoader(environment: context.environment, timeout: common.timeout)
            do throws(ConfigurationError) {
                let configuration = try await loader.load(file: common.config, with: context.processes)
                var findings = findings(about: configuration)
                guard canConnect else { return (findings, [:]) }
                let accounts = configuration.accounts, progress = CheckProgress(accounts)
                let result = try await context.withNetwork(accounts: accounts.count) { network in
                    await ProgressLine(progress, in: context).during {
                        let checkup = ServiceCheckup(network: network)
                        async let read = checkup.check(accounts, progress: progress)
                        async let asked = checkup.check(configuration.channels)
                        return await read.joined(with: asked)
                    }
                }
                findings += result.findings
                findings += configuration.channelProblems.map { problem in
                    Finding(
                        .channel, problem.subject.split(separator: ":").first.map(String.init) ?? "channel", problem)
                }
                return (findings, result.aheadBy)
            } catch {
                return (error.problems.map { Finding(.configuration, nil, $0) }, [:])
            }
        }

        private func findings(about configuration: Configuration) -> [Finding] {
            guard !configuration.accounts.isEmpty else {
                return [
                    Finding(
                        .configuration, .failed, "configuration",
                        configuration.file.map { "\($0) contains no account" } ?? "there is none yet",
                        fix: configuration.file == nil ? "bandwidth setup" : "bandwidth login PROVIDER, which adds one")
                ]
            }
            let place = configuration.file ?? "none; the environment alone"
            let accounts = configuration.accounts.count, channels = configuration.channels.count
            let counts =
                "\(accounts) account\(accounts == 1 ? "" : "s"), "
                + (channels == 0 ? "no channel" : "\(channels) channel\(channels == 1 ? "" : "s")")
            return [Finding(.configuration, .fine, "configuration", "\(place): \(counts)")]
                + configuration.warnings.map { Finding.warning(.configuration, "configuration", $0) }
        }

        private var terminal: Finding {
            let zone = context.terminal.zone.text(at: context.time.now)
            let width = context.terminal.columns.map { "\($0) columns" } ?? "not a terminal"
            guard context.terminal.isUnicode else {
                return Finding(
                    .machine, .warning, "output", "\(width), time zone \(zone); the locale has only ASCII signs",
                    fix: "export LC_ALL=C.UTF-8")
            }
            return Finding(.machine, .fine, "output", "UTF-8, \(width), time zone \(zone)")
        }
    }
}
