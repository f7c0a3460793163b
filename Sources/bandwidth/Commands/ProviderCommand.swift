import ArgumentParser
import BandwidthKit

/// `bandwidth linode`, `bandwidth netlify`, …: the accounts of one provider. Each provider in the registry has one.
struct ProviderCommand<Provider: Service>: ContextualCommand {
    static var configuration: CommandConfiguration {
        CommandConfiguration(
            commandName: Provider.kind,
            abstract: "\(Provider.summary.name): \(Provider.summary.purpose)."
        )
    }

    @Argument(
        help: ArgumentHelp("Names of accounts in the configuration.", valueName: "name"),
        completion: .accounts(of: Provider.kind))
    var names: [String] = []

    @OptionGroup var scope: ScopeOptions<Provider>

    @OptionGroup var options: CheckOptions

    func run(in context: CommandContext) async -> ExitStatus {
        if let problem = scope.problem(at: context.time.now) { return context.fail(problem, status: .wrongUse) }
        var run = CheckRun(options.choices, in: context, scope: (Provider.kind, scope.selection))
        if let status = run.showLastReport(of: names) { return status }
        let roots = context.trustedRoots()
        do throws(ConfigurationError) {
            let configuration = try await run.load(names)
            let others = configuration.accounts.filter { names.contains($0.name) && $0.kind != Provider.kind }
            guard others.isEmpty else { return context.fail(misplaced(others), status: .wrongUse) }
            var accounts = configuration.accounts.filter { $0.kind == Provider.kind }
            if accounts.isEmpty {
                // The file has none: try the token variable, then ask at the terminal.
                accounts = try run.loader.loadEnvironment().accounts.filter { $0.kind == Provider.kind }
                if accounts.isEmpty {
                    accounts = [try typedAccount(run)]
                    run.isRepeatable = false
                }
            }
            return try await run.run(names, of: configuration.with(accounts: accounts), roots: roots)
        } catch {
            return context.fail(error)
        }
    }

    /// The error for accounts of other providers.
    private func misplaced(_ accounts: [Account]) -> ConfigurationError {
        ConfigurationError(
            accounts.map {
                .init($0.name, "an account of \($0.kind), not of \(Provider.kind); to check it: bandwidth \($0.name)")
            })
    }

    /// An account typed in at the terminal; secrets are not echoed, and nothing is stored.
    private func typedAccount(_ run: CheckRun) throws(ConfigurationError) -> Account {
        let questions = Provider.settings.filter(\.isAskedFor)
        guard run.context.terminal.hasInput else {
            let variable = questions.lazy.compactMap(\.variables.first).first
            let ways = ["add one to the configuration", variable.map { "set \($0)" }].compactMap { $0 }
            throw ConfigurationError(Provider.kind, "no account; \(ways.joined(separator: " or "))")
        }
        var settings: [String: JSONValue] = [:]
        for setting in questions {
            let hint = setting.isSecret ? "; hidden" : ""
            let prompt = "Enter '\(setting.key)' for \(Provider.kind) (\(setting.summary)\(hint)): "
            let answer = run.context.terminal.ask(prompt, setting.isSecret)
            if setting.isSecret { _ = run.context.errors.write { $0.write("\n") } }
            guard let answer, !answer.isEmpty else {
                throw ConfigurationError(Provider.kind, "no value entered for '\(setting.key)'")
            }
            settings[setting.key] = .string(answer)
        }
        return try run.loader.account(Provider.kind, settings)
    }
}
