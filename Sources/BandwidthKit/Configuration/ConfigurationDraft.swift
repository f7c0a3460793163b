/// A configuration while it is being read: the valid parts so far, and all problems.
struct ConfigurationDraft {
    private let loader: ConfigurationLoader
    private let context: ConfigurationContext
    private let choice: EntryChoice
    private var accounts: [Account] = []
    private var channels: [Channel] = []

    /// Every entry of `notify`, the wrong ones too.
    private var channelEntries: [(name: String, routing: Routing, entry: JSONValue)] = []
    private var names: [String: Set<String>] = [:]
    private var rules = Rule.standard
    private var problems: [ConfigurationError.Problem] = []
    private var channelProblems: [ConfigurationError.Problem] = []
    private var heartbeat: Heartbeat?
    private var heartbeatProblems: [ConfigurationError.Problem] = []
    private var warnings: [String] = []
    private var hasExposedSecret = false
    private(set) var variables: Set<String> = []

    /// The secrets of all entries.
    private(set) var secrets: [Secret] = []

    /// The commands that the secrets of the chosen entries come from, but that were not run.
    private(set) var commands: Set<SecretCommand> = []

    init(loader: ConfigurationLoader, context: ConfigurationContext, choice: EntryChoice = EntryChoice()) {
        self.loader = loader
        self.context = context
        self.choice = choice
    }

    /// Reads the JSON object of a configuration file.
    mutating func read(_ file: JSONValue) {
        var reader = SettingsReader(file, owner: "", context: context)
        rules = reader.rules("rules", "the rules for accounts that don't have their own") ?? Rule.standard
        let providers = reader.entries("providers", "the accounts")
        let notify = reader.entries("notify", "the channels to notify")
        let heartbeat = reader.value(
            "heartbeat", "the URL to tell at the end of every run: { \"url\": URL, \"style\": \"healthchecks\" }",
            isSecret: true)
        if (file["providers"] ?? .null).isNull { reader.report("providers", "missing; add a list of accounts") }
        reader.reportUnknownKeys()
        problems += reader.problems
        take(reader)
        if let heartbeat { readHeartbeat(heartbeat) }
        for entry in providers ?? [] { readAccount(entry) }
        for entry in notify ?? [] { readChannel(entry) }
        checkNames()
        if notify == nil { readEnvironmentChannels() }
    }

    /// Reads the heartbeat. Its problems keep only it from being told.
    private mutating func readHeartbeat(_ value: JSONValue) {
        var reader = SettingsReader(Heartbeat.entry(value), owner: "heartbeat", context: context)
        heartbeat = Heartbeat(from: &reader)
        heartbeatProblems = reader.problems
        if choice.readsHeartbeat { commands.formUnion(reader.commands) }
        take(reader)
    }

    /// Reads a configuration from environment variables alone.
    mutating func readEnvironment() {
        for provider in loader.providers.types where isConfiguredByEnvironment(provider.settings) {
            readAccount(["type": .string(provider.kind)])
        }
        readEnvironmentChannels()
    }

    private mutating func readEnvironmentChannels() {
        // One variable is enough; missing ones are then reported when messages are to be sent.
        for notifier in loader.notifiers.types where notifier.settings.contains(where: isSet) {
            readChannel(["type": .string(notifier.kind)])
        }
    }

    /// Whether a secret has an environment variable that is set, and each required setting too.
    private func isConfiguredByEnvironment(_ settings: [Setting]) -> Bool {
        settings.contains { $0.isSecret && isSet($0) } && settings.filter(\.isRequired).allSatisfy(isSet)
    }

    private func isSet(_ setting: Setting) -> Bool {
        setting.variables.contains { context.environment[$0].map { $0 != "null" } ?? false }
    }

    /// Reads an entry of `providers`. Its problems affect only its own account.
    mutating func readAccount(_ entry: JSONValue) {
        var policy = AccountPolicy()
        let rules = rules
        let read = self.entry(entry, of: loader.providers, called: "provider", twice: "account") { reader in
            policy = AccountPolicy(from: &reader, common: rules)
        } isChosen: { [choice] name, kind in
            choice.includes(account: name, of: kind)
        }
        accounts.append(Account(name: read.name, kind: read.kind, policy: policy, service: read.service))
    }

    /// Reads an entry of `notify`.
    private mutating func readChannel(_ entry: JSONValue) {
        var routing = Routing()
        let read = self.entry(entry, of: loader.notifiers, called: "notifier", twice: "channel") { reader in
            routing = Routing(from: &reader)
        } isChosen: { [choice] _, _ in
            choice.readsChannels
        }
        switch read.service {
        case .success(let service): channels.append(Channel(entry: service, routing: routing))
        case .failure(let error): channelProblems += error.problems
        }
        channelEntries.append((read.name, routing, entry))
    }

    /// Checks the names that channels mention, once everything is read. A channel with a wrong one is used without it.
    private mutating func checkNames() {
        let fallbacks = Dictionary(channelEntries.map { ($0.name, $0.routing.fallback) }) { first, _ in first }
        for (name, routing, entry) in channelEntries {
            var reader = SettingsReader(entry, owner: name, context: context)
            for account in (routing.accounts ?? []).sorted() where !accounts.contains(where: { $0.name == account }) {
                reader.reportUnknown("account", account, in: "accounts", among: accounts.map(\.name))
            }
            if let fallback = routing.fallback {
                if fallbacks[fallback] == nil {
                    reader.reportUnknown("channel", fallback, in: "fallback", among: channelEntries.map(\.name))
                } else if let loop = Self.loop(from: name, fallbacks) {
                    reader.report("fallback", "leads back to this channel: \(loop); name another one, or none")
                }
            }
            guard !reader.problems.isEmpty else { continue }
            channelProblems += reader.problems
            guard let index = channels.firstIndex(where: { $0.name == name }) else { continue }
            var routing = routing
            routing.fallback = nil
            routing.accounts = routing.accounts?.filter { name in accounts.contains { $0.name == name } }
            if routing.accounts?.isEmpty == true { routing.accounts = nil }
            channels[index] = Channel(entry: channels[index].entry, routing: routing)
        }
    }

    /// `a → b → a`: the way back to a channel along the fallbacks.
    private static func loop(from name: String, _ fallbacks: [String: String?]) -> String? {
        var way = [name]
        while let next = fallbacks[way[way.count - 1]] ?? nil, way.count <= fallbacks.count {
            way.append(next)
            if next == name { return way.joined(separator: " → ") }
        }
        return nil
    }

    /// Reads an entry of either list: the settings of all entries, those of the list's entries, and the service's own.
    ///
    /// - Parameters:
    ///   - family: the word for the list's services in messages.
    ///   - thing: the word for the list's entries in messages.
    ///   - isChosen: whether the entry with a name and a kind is read in this run.
    private mutating func entry<Plugin>(
        _ entry: JSONValue, of registry: Registry<Plugin>, called family: String, twice thing: String,
        _ readCommon: (inout SettingsReader) -> Void, isChosen: (String, String) -> Bool
    ) -> (name: String, kind: String, service: Result<Entry<Plugin>, ConfigurationError>) {
        let candidates = [entry["name"]?.string, entry["type"]?.string].compactMap { $0?.printable }
        let owner = candidates.first { !$0.isEmpty } ?? family
        let isMeant = loader.selection.map { entry["type"]?.string == $0.kind } ?? false
        var reader = SettingsReader(
            entry, owner: owner, selection: isMeant ? loader.selection?.scope ?? .init() : .init(), context: context)
        defer { take(reader) }
        guard let member = reader.service(family, among: registry) else {
            return (owner, entry["type"]?.string?.printable ?? family, .failure(ConfigurationError(reader.problems)))
        }
        let kind = member.type.kind
        let settings = EntrySettings(from: &reader, kind: kind)
        readCommon(&reader)
        let plugin = member.make(&reader)
        if isChosen(settings.name, kind) { commands.formUnion(reader.commands) }
        reader.reportUnknownKeys()
        if !names[thing, default: []].insert(settings.name).inserted {
            reader.report("name", "duplicate name; give each \(thing) a unique name")
        }
        guard reader.problems.isEmpty, let plugin, let address = reader.address else {
            return (settings.name, kind, .failure(ConfigurationError(reader.problems)))
        }
        let timeout = loader.timeout ?? settings.timeout
        return (
            settings.name, kind,
            .success(
                Entry(
                    name: settings.name, kind: kind, plugin: plugin, address: address,
                    otherAddresses: reader.otherAddresses,
                    timeout: timeout ?? EntrySettings.usualTimeout, isTimeoutElastic: timeout == nil,
                    authoritiesFile: settings.authoritiesFile,
                    redactor: Redactor(reader.secrets, identifiers: reader.identifiers),
                    service: member.type))
        )
    }

    private mutating func take(_ reader: SettingsReader) {
        warnings += reader.warnings
        hasExposedSecret = hasExposedSecret || reader.hasExposedSecret
        variables.formUnion(reader.variables)
        secrets += reader.secrets
    }

    /// Returns the configuration.
    ///
    /// - Throws: if there are problems outside of the entries, an error with all problems, those of the entries too.
    func finish() throws(ConfigurationError) -> Configuration {
        guard problems.isEmpty else {
            // Report the rest as well, so that everything can be fixed at once.
            let all = problems + accounts.flatMap(\.problems) + channelProblems + heartbeatProblems
            throw ConfigurationError(all.inOrderOfTheFile)
        }
        let exposed = context.file.map { ["\($0) contains secrets and others can read it; run chmod 600 \($0)"] } ?? []
        var configuration = Configuration(
            accounts: accounts, channels: channels, channelProblems: channelProblems,
            warnings: (hasExposedSecret ? exposed : []) + warnings, file: context.file, variables: variables.sorted())
        configuration.heartbeat = heartbeat
        configuration.heartbeatProblems = heartbeatProblems
        return configuration
    }
}

extension SettingsReader {
    /// Reports a name that nothing has.
    fileprivate mutating func reportUnknown(_ thing: String, _ name: String, in key: String, among known: [String]) {
        let suggestion = Suggestion.nearest(to: name, among: known).map { "did you mean '\($0)'?" }
        let list = known.isEmpty ? "there is none" : "known: \(known.joined(separator: ", "))"
        report(key, "no \(thing) is called '\(name.printable)'; \(suggestion ?? list)")
    }

    /// Reads a list of objects.
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

    /// Reads `type` and returns the service that it names.
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
