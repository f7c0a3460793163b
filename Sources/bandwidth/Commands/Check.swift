import ArgumentParser
import BandwidthKit

extension Bandwidth {
    /// `bandwidth [check] [NAME…]`
    struct Check: ContextualCommand {
        static let configuration = CommandConfiguration(
            commandName: "check",
            abstract: "Check every configured account, or the named ones (the default command).",
            discussion: """
                Examples:
                  bandwidth                          every configured account
                  bandwidth production shop          the accounts with these names
                  bandwidth --json -o usage.json     data for other programs
                  bandwidth -q --notify crossing     what cron runs: messages when it matters
                """
        )

        @Argument(
            help: ArgumentHelp("Names of accounts in the configuration.", valueName: "name"), completion: .accounts)
        var names: [String] = []

        @OptionGroup var options: CheckOptions

        func run(in context: CommandContext) async -> ExitStatus {
            let run = CheckRun(context: context.with(options.common.verbosity), options: options)
            if let status = run.showLastReport(of: names) { return status }
            do {
                let configuration = try await run.load(names)
                if configuration.accounts.isEmpty, configuration.file == nil {
                    if let hint = Help.mistypedCommand(among: names) {
                        context.tell(hint)
                        return .wrongUse
                    }
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
