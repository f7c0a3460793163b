/// A configuration while it is read: what is good so far, and everything that is wrong.
struct ConfigurationDraft {
    private let loader: ConfigurationLoader
    private let context: ConfigurationContext
    private var accounts: [Account] = []
    private var channels: [Channel] = []
    private var names: [String: Set<String>] = [:]
    private var rules = Rule.standard
    private var problems: [ConfigurationError.Problem] = []
    private var warnings: [String] = []
    private var hasExposedSecret = false
    private var variables: Set<String> = []

    init(loader: ConfigurationLoader, context: ConfigurationContext) {
        self.loader = loader
        self.context = context
    }

    /// Reads a whole file, an object.
    mutating func read(_ file: JSONValue) {
        var reader = SettingsReader(file, owner: "", context: context)
        rules = reader.rules("rules", "what the rows of every account are judged by") ?? Rule.standard
        let providers = reader.entries("providers", "the accounts")
        let notify = reader.entries("notify", "who is told")
        if (file["providers"] ?? .null).isNull { reader.report("providers", "missing; it is the list of accounts") }
        reader.reportUnknownKeys()
        take(reader)
        for entry in providers ?? [] { readAccount(entry) }
        for entry in notify ?? [] { readChannel(entry) }
        if notify == nil { readEnvironmentChannels() }
    }

    /// Reads what the environment alone says.
    mutating func readEnvironment() {
        for provider in loader.providers.types where isConfiguredByEnvironment(provider.settings) {
            readAccount(["type": .string(provider.kind)])
        }
        readEnvironmentChannels()
    }

    private mutating func readEnvironmentChannels() {
        for notifier in loader.notifiers.types where isConfiguredByEnvironment(notifier.settings) {
            readChannel(["type": .string(notifier.kind)])
        }
    }

    /// Whether every required setting has a variable that is set.
    private func isConfiguredByEnvironment(_ settings: [Setting]) -> Bool {
        let required = settings.filter(\.isRequired)
        return !required.isEmpty
            && required.allSatisfy { setting in
                setting.variables.contains { context.environment[$0].map { $0 != "null" } ?? false }
            }
    }

    /// Reads an entry of `providers`.
    mutating func readAccount(_ entry: JSONValue) {
        var policy = AccountPolicy()
        let rules = rules
        let read = self.entry(entry, of: loader.providers, called: "provider", twice: "account") { reader in
            policy = AccountPolicy(from: &reader, common: rules)
        }
        if let read { accounts.append(Account(entry: read, policy: policy)) }
    }

    /// Reads an entry of `notify`.
    private mutating func readChannel(_ entry: JSONValue) {
        let read = self.entry(entry, of: loader.notifiers, called: "notifier", twice: "channel") { _ in }
        if let read { channels.append(read) }
    }

    /// Reads an entry of either list: what every entry has, what every entry of the list has, what its service has.
    ///
    /// - Parameters:
    ///   - family: what messages call the services of the list.
    ///   - thing: what messages call the entries of the list.
    private mutating func entry<Plugin>(
        _ entry: JSONValue, of registry: Registry<Plugin>, called family: String, twice thing: String,
        _ readCommon: (inout SettingsReader) -> Void
    ) -> Entry<Plugin>? {
        let candidates = [entry["name"]?.string, entry["type"]?.string].compactMap { $0?.printable }
        let owner = candidates.first { !$0.isEmpty } ?? family
        let isMeant = loader.selection.map { entry["type"]?.string == $0.kind } ?? false
        var reader = SettingsReader(
            entry, owner: owner, selection: isMeant ? loader.selection?.scope ?? .init() : .init(),
            context: context)
        defer { take(reader) }
        guard let member = reader.service(family, among: registry) else { return nil }
        let settings = EntrySettings(from: &reader, kind: member.type.kind)
        readCommon(&reader)
        let plugin = member.make(&reader)
        reader.reportUnknownKeys()
        if !names[thing, default: []].insert(settings.name).inserted {
            reader.report("name", "duplicate name; give each \(thing) a name of its own")
        }
        // Without one of these, a problem was reported.
        guard let plugin, let address = reader.address else { return nil }
        return Entry(
            name: settings.name, kind: member.type.kind, plugin: plugin, address: address,
            timeout: loader.timeout ?? settings.timeout, authoritiesFile: settings.authoritiesFile,
            redactor: Redactor(reader.secrets, identifiers: reader.identifiers), refusals: member.type.refusals)
    }

    private mutating func take(_ reader: SettingsReader) {
        problems += reader.problems
        warnings += reader.warnings
        hasExposedSecret = hasExposedSecret || reader.hasExposedSecret
        variables.formUnion(reader.variables)
    }

    /// The configuration, if nothing was wrong.
    func finish() throws(ConfigurationError) -> Configuration {
        guard problems.isEmpty else {
            let ordered = problems.enumerated().sorted {
                ($0.element.line ?? 0, $0.offset) < ($1.element.line ?? 0, $1.offset)
            }
            throw ConfigurationError(ordered.map(\.element))
        }
        let exposed = context.file.map { ["\($0) contains secrets and others can read it; run chmod 600 \($0)"] } ?? []
        return Configuration(
            accounts: accounts, channels: channels, warnings: (hasExposedSecret ? exposed : []) + warnings,
            file: context.file, variables: variables.sorted())
    }
}

extension Service {
    fileprivate static var refusals: any ServiceError.Type {
        Refusal.self
    }
}

extension SettingsReader {
    /// A list of objects.
    fileprivate mutating func entries(_ key: String, _ summary: String) -> [JSONValue]? {
        guard let value = value(key, summary) else { return nil }
        guard let values = value.array else {
            report(key, "expected a list of objects, but got \(value.kind)", at: value)
            return nil
        }
        return values.filter { entry in
            if case .object = entry.content { return true }
            report(key, "expected a list of objects, but it contains \(entry.kind)", at: entry)
            return false
        }
    }

    /// The service that `type` names.
    fileprivate mutating func service<Plugin>(
        _ family: String, among registry: Registry<Plugin>
    ) -> Registry<Plugin>.Member? {
        let known = registry.kinds.joined(separator: ", ")
        guard let value = value("type", "the service", isRequired: true) else {
            report("type", "missing; known: \(known)")
            return nil
        }
        guard let kind = value.string else {
            report("type", "expected a string, but got \(value.excerpt)", at: value)
            return nil
        }
        if let member = registry.member(kind) { return member }
        let suggestion = Suggestion.nearest(to: kind, among: registry.kinds).map { " did you mean '\($0)'?" } ?? ""
        report("type", "unknown \(family) '\(kind.prefix(60).printable)';\(suggestion) known: \(known)", at: value)
        return nil
    }
}
