import ArgumentParser
import BandwidthKit

extension Bandwidth {
    /// `bandwidth [check] [NAME…]`
    struct Check: ContextualCommand {
        static let configuration = CommandConfiguration(
            commandName: "check",
            abstract: "Check every configured account, or the named ones (the default command)."
        )

        @Argument(help: ArgumentHelp("Names of accounts in the configuration.", valueName: "name"))
        var names: [String] = []

        @OptionGroup var options: CheckOptions

        func run(in context: CommandContext) async -> ExitStatus {
            let run = CheckRun(context: context.with(options.common.verbosity), options: options)
            do {
                let configuration = try run.loader.load(file: options.common.config)
                if configuration.accounts.isEmpty, configuration.file == nil {
                    context.explain(Help.firstSteps)
                    return .wrongConfiguration
                }
                guard !configuration.accounts.isEmpty else { throw Help.noAccounts(configuration.file) }
                return try await run.run(names, of: configuration)
            } catch let error as ConfigurationError {
                return context.fail(error)
            } catch {
                return context.fail(ConfigurationError("", "\(error)"))
            }
        }
    }
}
