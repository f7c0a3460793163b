import ArgumentParser
import BandwidthKit

/// `bandwidth linode`, `bandwidth netlify`, …: the accounts of one provider. There is one for each in the registry.
struct ProviderCommand<Provider: UsageProvider>: AsyncParsableCommand {
    static var configuration: CommandConfiguration {
        CommandConfiguration(
            commandName: Provider.kind,
            abstract: "\(Provider.summary.name): \(Provider.summary.rows)."
        )
    }

    @Argument(help: ArgumentHelp("Names of accounts in the configuration.", valueName: "name"))
    var names: [String] = []

    @OptionGroup var scope: ScopeOptions<Provider>

    @OptionGroup var options: CheckOptions

    func run() async throws {
        let context = CommandContext(verbosity: options.common.verbosity)
        let run = CheckRun(context: context, options: options, scope: (Provider.kind, scope.values))
        throw await check(run).exitCode
    }

    private func check(_ run: CheckRun) async -> ExitStatus {
        do {
            let configuration = try run.loader.load(file: options.common.config)
            var chosen = Configuration(
                accounts: configuration.accounts.filter { $0.kind == Provider.kind },
                notifiers: configuration.notifiers, warnings: configuration.warnings, file: configuration.file)
            if chosen.accounts.isEmpty {
                // The file has none: the token variable, else the person at the terminal.
                let accounts = try run.loader.loadEnvironment().accounts.filter { $0.kind == Provider.kind }
                chosen = Configuration(
                    accounts: accounts.isEmpty ? [try typedAccount(run)] : accounts,
                    notifiers: configuration.notifiers, warnings: configuration.warnings, file: configuration.file)
            }
            return await run.run(names, of: chosen)
        } catch {
            return run.context.fail(error)
        }
    }

    /// An account from what is typed at the terminal: asked for without echo, kept nowhere.
    private func typedAccount(_ run: CheckRun) throws(ConfigurationError) -> Account {
        let required = Provider.settings.filter(\.isRequired)
        guard System.isTerminal(0) else {
            let variable = required.lazy.compactMap(\.variables.first).first
            let ways = ["add one to the configuration", variable.map { "set \($0)" }].compactMap { $0 }
            throw ConfigurationError(Provider.kind, "no account; \(ways.joined(separator: " or "))")
        }
        var members: [String: JSONValue] = [:]
        for setting in required {
            let prompt = "\(Provider.summary.name) \(setting.summary)\(setting.isSecret ? " (not shown)" : ""): "
            guard let answer = System.ask(prompt, isSecret: setting.isSecret), !answer.isEmpty else {
                throw ConfigurationError(Provider.kind, "no \(setting.key) was typed in")
            }
            members[setting.key] = .string(answer)
        }
        return try run.loader.account(Provider.kind, members)
    }
}
