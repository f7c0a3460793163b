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
            await CheckRun(options.choices, in: context).run(names)
        }
    }
}

extension CheckRun {
    /// Checks the accounts with these names, or all if there are none; where nothing is configured, offers to set it up.
    func run(_ names: [String]) async -> ExitStatus {
        if let status = showLastReport(of: names) { return status }
        let roots = context.trustedRoots()
        do {
            let configuration = try await load(names)
            if configuration.accounts.isEmpty, configuration.file == nil {
                if let hint = Help.mistypedCommand(among: names) {
                    context.tell(hint)
                    return .wrongUse
                }
                if try names.isEmpty && offersSetup() {
                    return await Bandwidth.Setup.run(
                        in: context, configuration: choices.configuration, timeout: choices.timeout)
                }
                context.explain(Help.firstSteps)
                return .wrongConfiguration
            }
            guard !configuration.accounts.isEmpty else { throw Help.noAccounts(configuration.file) }
            return try await run(names, of: configuration, roots: roots)
        } catch let error as ConfigurationError {
            return context.fail(error)
        } catch is Dialogue.EndOfInput {
            context.explain(Help.firstSteps)
            return .wrongConfiguration
        } catch {
            return context.fail(ConfigurationError("", "\(error)"))
        }
    }

    /// Whether a person who wants a report, and has nothing configured, wants to set it up now.
    private func offersSetup() throws -> Bool {
        let wantsReport = choices.notify == nil && choices.report.output == nil && choices.report.format.isForPeople
        guard wantsReport, choices.verbosity != .quiet, context.terminal.hasInput, context.terminal.hasOutput
        else { return false }
        return try Dialogue(context: context).confirm("Nothing is set up yet. Do that now?", usual: true)
    }
}
