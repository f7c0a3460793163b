import ArgumentParser
import BandwidthKit

extension Bandwidth {
    /// `bandwidth notify`
    struct Notify: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            commandName: "notify",
            abstract: "Messages to the configured recipients.", subcommands: [Test.self]
        )
    }
}

extension Bandwidth.Notify {
    /// `bandwidth notify test`
    struct Test: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            commandName: "test",
            abstract: "Send one short test message through every configured notifier."
        )

        @OptionGroup var common: CommonOptions

        func run() async throws {
            throw await send(CommandContext(verbosity: common.verbosity)).exitCode
        }

        private func send(_ context: CommandContext) async -> ExitStatus {
            let loader = ConfigurationLoader(environment: context.environment, timeout: common.timeout)
            do throws(ConfigurationError) {
                let configuration = try loader.load(file: common.config)
                for warning in configuration.warnings { context.notice("warning: \(warning)") }
                guard !configuration.notifiers.isEmpty else {
                    throw ConfigurationError(
                        "notify",
                        "missing; add an entry there or set \(Twilio.settings.flatMap(\.variables).joined(separator: ", "))"
                    )
                }
                let messenger = Messenger(transport: try context.transport(), time: context.time)
                let deliveries = await messenger.send(
                    "Bandwidth: this is a test message.", through: configuration.notifiers)
                return context.tell(deliveries)
            } catch {
                return context.fail(error)
            }
        }
    }
}
