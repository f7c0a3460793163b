#if canImport(FoundationEssentials)
    import FoundationEssentials
#else
    import Foundation
#endif

/// A configuration while it is read: what is good so far, and everything that is wrong.
struct ConfigurationDraft {
    private let loader: ConfigurationLoader
    private let context: ConfigurationContext
    private let areSecretsExposed: Bool
    private var accounts: [Account] = []
    private var accountNames: Set<String> = []
    private var notifiers: [ConfiguredNotifier] = []
    private var rules = Rule.standard
    private var problems: [ConfigurationError.Problem] = []
    private var warnings: [String] = []
    private var hasExposedSecret = false
    private var variables: Set<String> = []

    /// The seconds that an account may take.
    static let defaultTimeout = Duration.seconds(20)

    init(loader: ConfigurationLoader, context: ConfigurationContext, areSecretsExposed: Bool = false) {
        self.loader = loader
        self.context = context
        self.areSecretsExposed = areSecretsExposed
    }

    /// Reads a whole file.
    mutating func read(_ members: [String: JSONValue]) {
        var reader = reader(members, at: "")
        let rules = reader.rules("rules", "what the rows of every account are judged by")
        let providers = reader.entries("providers", "the accounts")
        let notify = reader.entries("notify", "who is told")
        if members["providers"] ?? .null == .null {
            reader.report("providers", "missing; it is the list of accounts")
        }
        self.rules = rules ?? Rule.standard
        reader.reportUnknownKeys()
        take(reader)
        for entry in providers ?? [] { readEntry(entry.members, at: entry.place) }
        for entry in notify ?? [] { readNotifier(entry.members, at: entry.place) }
        if notify == nil { readEnvironmentNotifiers() }
    }

    /// Reads what the environment alone says.
    mutating func readEnvironment() {
        for provider in loader.providers.providers where isConfiguredByEnvironment(provider.settings) {
            readEntry(["type": .string(provider.kind)], at: "")
        }
        readEnvironmentNotifiers()
    }

    private mutating func readEnvironmentNotifiers() {
        for notifier in loader.notifiers.notifiers where isConfiguredByEnvironment(notifier.settings) {
            readNotifier(["type": .string(notifier.kind)], at: "")
        }
    }

    /// Whether every setting that must be there has a variable, and one of them is set.
    private func isConfiguredByEnvironment(_ settings: [Setting]) -> Bool {
        let required = settings.filter(\.isRequired)
        return !required.isEmpty
            && required.allSatisfy { setting in
                setting.variables.contains { context.environment[$0].map { $0 != "null" } ?? false }
            }
    }

    /// Reads one entry of `providers`.
    mutating func readEntry(_ members: [String: JSONValue], at place: String) {
        var reader = reader(members, at: place, known: loader.providers.kinds)
        guard let kind = reader.kind(of: "provider", known: loader.providers.kinds),
            let type = loader.providers[kind]
        else { return take(reader) }
        let name = reader.name(otherwise: kind)
        let common = type.baseURL.map { usual in
            reader.baseURL("base_url", "where the API lives, instead of \(usual)") ?? usual
        }
        let authoritiesFile = reader.authoritiesFile()
        let timeout = reader.timeout()
        var policy = AccountPolicy()
        policy.rules = reader.rules("rules", "what the rows are judged by, instead of the common rules") ?? rules
        policy.instanceRules = reader.rules("instance_rules", "what instances are judged by; nothing if left out") ?? []
        policy.quota = reader.size("quota", "a limit of your own, such as \"100 GB\"")
        policy.overagePrice = reader.overagePrice()
        policy.staleAfter = reader.hours("stale_after", "the age beyond which a reading says nothing") ?? 48 * 3600
        let provider = type.init(from: &reader)
        reader.reportUnknownKeys()
        if !accountNames.insert(name).inserted {
            reader.report("name", "another account is called '\(name.printable)'; give each a name of its own")
        }
        take(reader)
        // Without an address there is a problem noted already.
        guard let base = common ?? provider.ownBaseURL else { return }
        accounts.append(
            Account(
                name: name, provider: provider, baseURL: base, authoritiesFile: authoritiesFile,
                timeout: loader.timeout ?? timeout, policy: policy,
                redactor: Redactor(reader.secrets, identifiers: reader.identifiers)))
    }

    /// Reads one entry of `notify`.
    private mutating func readNotifier(_ members: [String: JSONValue], at place: String) {
        var reader = reader(members, at: place)
        guard let kind = reader.kind(of: "notifier", known: loader.notifiers.kinds),
            let type = loader.notifiers[kind]
        else { return take(reader) }
        let name = reader.name(otherwise: kind)
        let base = reader.baseURL("base_url", "where the API lives, instead of \(type.baseURL)") ?? type.baseURL
        let timeout = reader.timeout()
        let notifier = type.init(from: &reader)
        reader.reportUnknownKeys()
        if notifiers.contains(where: { $0.name == name }) {
            reader.report("name", "another notifier is called '\(name.printable)'; give each a name of its own")
        }
        take(reader)
        notifiers.append(
            ConfiguredNotifier(
                name: name, notifier: notifier, baseURL: base, timeout: loader.timeout ?? timeout,
                redactor: Redactor(reader.secrets, identifiers: reader.identifiers)))
    }

    private func reader(
        _ members: [String: JSONValue], at place: String, known kinds: [String] = []
    ) -> SettingsReader {
        let isMeant = loader.options.map { members["type"] == .string($0.kind) } ?? false
        return SettingsReader(
            members, at: place, options: isMeant ? loader.options?.values ?? [:] : [:], context: context,
            areSecretsExposed: areSecretsExposed)
    }

    private mutating func take(_ reader: SettingsReader) {
        problems += reader.problems
        warnings += reader.warnings
        hasExposedSecret = hasExposedSecret || reader.hasExposedSecret
        variables.formUnion(reader.variables)
    }

    /// The configuration, if nothing was wrong.
    func finish(file: String?) throws(ConfigurationError) -> Configuration {
        guard problems.isEmpty else { throw ConfigurationError(problems) }
        let exposed = hasExposedSecret ? file.map { ["\($0) holds secrets and others can read it; chmod 600 it"] } : nil
        return Configuration(
            accounts: accounts, notifiers: notifiers, warnings: (exposed ?? []) + warnings, file: file,
            variables: variables.sorted())
    }
}
