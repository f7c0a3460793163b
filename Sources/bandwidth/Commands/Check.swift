import ArgumentParser
import BandwidthKit

extension Bandwidth {
    /// `bandwidth [check] [NAME…]`
    struct Check: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            commandName: "check",
            abstract: "Every configured account, or the named ones, all at once (the default)."
        )

        @Argument(help: ArgumentHelp("Names of accounts in the configuration.", valueName: "name"))
        var names: [String] = []

        @OptionGroup var options: CheckOptions

        func run() async throws {
            let run = CheckRun(context: CommandContext(verbosity: options.common.verbosity), options: options)
            throw await check(run).exitCode
        }

        private func check(_ run: CheckRun) async -> ExitStatus {
            let configuration: Configuration
            do {
                guard let found = try run.configuration() else {
                    run.context.explain(Help.firstSteps)
                    return .wrongConfiguration
                }
                configuration = found
            } catch {
                return run.context.fail(error)
            }
            guard !configuration.accounts.isEmpty else {
                return run.context.fail(Help.noAccounts(configuration.file))
            }
            return await run.run(names, of: configuration)
        }
    }
}
