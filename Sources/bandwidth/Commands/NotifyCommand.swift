import ArgumentParser
import BandwidthKit

extension Bandwidth {
    /// `bandwidth notify`
    struct Notify: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            commandName: "notify",
            abstract: "Send messages to the configured recipients.", subcommands: [Test.self]
        )
    }
}

extension Bandwidth.Notify {
    /// `bandwidth notify test`
    struct Test: ContextualCommand {
        static let configuration = CommandConfiguration(
            commandName: "test",
            abstract: "Send one short test message through every configured channel."
        )

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
                let status = try await context.withNetwork { network in
                    context.tell(await Messenger(network: network).test(configuration.channels))
                }
                guard problems.isEmpty else { throw ConfigurationError(problems) }
                return status
            } catch {
                return context.fail(error)
            }
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
