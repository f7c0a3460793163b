import ArgumentParser
import BandwidthKit

extension Bandwidth {
    /// `bandwidth notify`
    struct Notify: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            commandName: "notify",
            abstract: "Try the channels, or see who would be told what.", subcommands: [Test.self, List.self]
        )
    }
}

extension Bandwidth.Notify {
    /// `bandwidth notify test [NAME…]`
    struct Test: ContextualCommand {
        static let configuration = CommandConfiguration(
            commandName: "test",
            abstract: "Send one short test message through every configured channel, or the named ones."
        )

        @Argument(
            help: ArgumentHelp("Names of channels in the configuration.", valueName: "name"), completion: .channels)
        var names: [String] = []

        @OptionGroup var common: CommonOptions

        func run(in context: CommandContext) async -> ExitStatus {
            let context = context.with(common.verbosity)
            let loader = ConfigurationLoader(environment: context.environment, timeout: common.timeout)
            do throws(ConfigurationError) {
                let configuration = try await loader.load(
                    file: common.config, reading: EntryChoice(readsAccounts: false, readsHeartbeat: false),
                    with: context.processes)
                for warning in configuration.warnings { context.notice("warning: \(warning)") }
                let problems = configuration.channelProblems
                guard !configuration.channels.isEmpty else {
                    throw problems.isEmpty ? Help.noChannels(configuration.file) : ConfigurationError(problems)
                }
                let channels: [Channel]
                do {
                    channels = try configuration.channels(named: names)
                } catch {
                    return context.fail(error, status: .wrongUse)
                }
                let status = try await context.withNetwork { network in
                    context.tell(await Messenger(network: network).test(channels))
                }
                guard problems.isEmpty else { throw ConfigurationError(problems) }
                return status
            } catch {
                return context.fail(error)
            }
        }
    }

    /// `bandwidth notify list`
    struct List: ContextualCommand {
        static let configuration = CommandConfiguration(
            commandName: "list",
            abstract: "Show what 'bandwidth --notify crossing' would tell whom now, and why or why not.",
            discussion: "Checks every account; nothing is sent or remembered."
        )

        @OptionGroup var common: CommonOptions

        @OptionGroup var appearance: AppearanceOptions

        @OptionGroup var state: StateOptions

        func run(in context: CommandContext) async -> ExitStatus {
            let context = context.with(common.verbosity)
            let loader = ConfigurationLoader(environment: context.environment, timeout: common.timeout)
            do throws(ConfigurationError) {
                let configuration = try await loader.load(
                    file: common.config, reading: EntryChoice(readsHeartbeat: false), with: context.processes)
                for warning in configuration.warnings { context.notice("warning: \(warning)") }
                let problems = configuration.channelProblems
                guard !configuration.channels.isEmpty else {
                    throw problems.isEmpty ? Help.noChannels(configuration.file) : ConfigurationError(problems)
                }
                let status = try await context.withNetwork(accounts: configuration.accounts.count) { network in
                    await list(configuration, network, context)
                }
                guard problems.isEmpty else { throw ConfigurationError(problems) }
                return status
            } catch {
                return context.fail(error)
            }
        }

        private func list(
            _ configuration: Configuration, _ network: Network, _ context: CommandContext
        ) async -> ExitStatus {
            let folder = state.folder(in: context), zone = context.terminal.zone
            let memory = folder.map { RunMemory(in: $0, at: network.time.now) }
            let progress = CheckProgress(configuration.accounts)
            let checker = UsageChecker(network: network, memory: memory, progress: progress)
            let report = await ProgressLine(progress, in: context).during {
                await checker.check(configuration.accounts)
            }
            let dispatcher = Dispatcher(
                policy: .crossing, units: appearance.units, zone: zone, network: network, folder: folder)
            let (recipients, problems) = dispatcher.decisions(on: report, through: configuration.channels)
            for problem in problems { context.tell(problem) }
            let text = DecisionList(units: appearance.units, zone: zone).text(of: recipients)
            return ExitStatus.first(of: [context.print(text), report.isIncomplete ? .notRead : .success])
        }
    }
}

extension Help {
    /// The error for a configuration without channels.
    static func noChannels(_ file: String?) -> ConfigurationError {
        let variables = Registry<any Notifier>.builtIn.types.map { $0.settings.flatMap(\.variables) }.filter {
            !$0.isEmpty
        }
        let ways = variables.map { $0.joined(separator: ", ") }.joined(separator: "; or ")
        return ConfigurationError("notify", "missing; add a channel, or set \(ways)", file: file)
    }
}
