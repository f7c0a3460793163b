import BandwidthKit

/// What is added: accounts and channels.
extension SetupDialogue {
    /// The services that a question offers by name; any other is taken too.
    private static let usualHosts = ["linode", "hetzner", "netlify", "vultr"]
    private static let usualChannels = ["sms", "ntfy", "slack", "telegram"]

    /// Offers what the environment has a token for.
    mutating func addFoundAccounts() async throws {
        for provider in loader.providers.types {
            guard let values = found(provider, in: .accounts) else { continue }
            if try confirm(provider, values) { try await add(provider, values.map { ($0.key, $0.value) }) }
        }
    }

    mutating func addAccounts() async throws {
        while true {
            let question = file.entries(of: .accounts).isEmpty ? "Which host?" : "Add another host?"
            let offered = unknown(Self.usualHosts, of: loader.providers.types, in: .accounts)
            guard let provider = try choose(question, from: loader.providers.types, offering: offered) else { return }
            try await add(provider, [])
        }
    }

    /// Adds an account once it is tested.
    private mutating func add(_ provider: any Service.Type, _ values: [(String, JSONValue)]) async throws {
        guard var form = try await filled(provider, values, .accounts) else { return }
        while true {
            let answer = try dialogue.ask("  Name [\(form.name)]: ")
            let name = answer.isEmpty ? form.name : answer
            if name != form.name, file.names(of: .accounts).contains(name) {
                dialogue.say("  There is an account of that name already.")
            } else if name != name.printable || name.count > 100 {
                dialogue.say("  A name is one line of at most 100 characters.")
            } else {
                form.rename(to: name)
                break
            }
        }
        file = form.file
    }

    mutating func addChannels() async throws {
        for notifier in loader.notifiers.types {
            guard let values = found(notifier, in: .channels) else { continue }
            guard try confirm(notifier, values, "Send alerts with it?", "Send alerts with them?") else { continue }
            if let form = try await filled(notifier, values.map { ($0.key, $0.value) }, .channels) { file = form.file }
        }
        while true {
            let isFirst = file.entries(of: .channels).isEmpty
            let question = isFirst ? "Alerts when a limit is crossed?" : "Another channel for alerts?"
            let offered = unknown(Self.usualChannels, of: loader.notifiers.types, in: .channels)
            guard
                let notifier = try choose(question, from: loader.notifiers.types, offering: offered, none: isFirst)
            else { return }
            if let form = try await filled(notifier, [], .channels) { file = form.file }
        }
    }

    /// Fills in a new entry; `nil` if the person gives up.
    private func filled(
        _ service: any Service.Type, _ values: [(String, JSONValue)], _ list: ConfigurationFile.List
    ) async throws -> EntryForm? {
        let address = context.addresses[service.kind].map { [("base_url", JSONValue.string($0))] } ?? []
        var form = EntryForm(
            adding: freeName(service.kind, in: list), of: service, address + values, to: list, of: file)
        if try await form.complete(in: dialogue, by: loader) == .filled { return form }
        dialogue.say("  Not added.")
        return nil
    }

    /// A name that no entry of a list has: `linode`, `linode-2`.
    private func freeName(_ kind: String, in list: ConfigurationFile.List) -> String {
        let taken = file.names(of: list)
        guard taken.contains(kind) else { return kind }
        return (2...1000).lazy.map { "\(kind)-\($0)" }.first { !taken.contains($0) } ?? kind
    }

    /// The words that stand for services which a list doesn't have yet.
    private func unknown(
        _ words: [String], of services: [any Service.Type], in list: ConfigurationFile.List
    ) -> [String] {
        let known = Set(file.entries(of: list).compactMap { $0["type"]?.string })
        return words.filter { word in services.contains { $0.isCalled(word) && !known.contains($0.kind) } }
    }
}

/// What the environment has.
extension SetupDialogue {
    /// A value of the environment for a setting.
    private typealias Found = (key: String, variable: String, value: JSONValue)

    /// Everything that a service needs, if variables have it and the file doesn't.
    ///
    /// The values and not the variables are kept: whatever runs the program later doesn't have this environment.
    private func found(_ service: any Service.Type, in list: ConfigurationFile.List) -> [Found]? {
        let required = service.settings.filter(\.isAskedFor)
        let found = required.compactMap { setting -> Found? in
            guard let variable = setting.variables.first(where: { !(context.environment[$0] ?? "").isUnset }) else {
                return nil
            }
            return (setting.key, variable, .string(context.environment[variable] ?? ""))
        }
        guard !required.isEmpty, found.count == required.count, !isKnown(service, found, in: list) else { return nil }
        return found
    }

    /// Whether the configuration has an entry with these variables, or with their values.
    private func isKnown(_ service: any Service.Type, _ found: [Found], in list: ConfigurationFile.List) -> Bool {
        let secrets = service.settings.filter(\.isSecret).map { $0.key }
        return file.entries(of: list).contains { entry in
            guard entry["type"]?.string == service.kind else { return false }
            return secrets.contains { key in
                guard let value = entry[key], !value.isNull else { return found.contains { $0.key == key } }
                return found.contains { value["env"]?.string == $0.variable || value == $0.value }
            }
        }
    }

    private func confirm(
        _ service: any Service.Type, _ found: [Found], _ one: String = "Use it?", _ several: String = "Use them?"
    ) throws -> Bool {
        let words = "\(service.brand): found \(found.map { $0.variable }.joined(separator: ", "))."
        let question = found.count == 1 ? one : several
        guard words.columns > 50 else { return try dialogue.confirm("\(words) \(question)", usual: true) }
        for line in words.wrapped(to: 78) { dialogue.say(line) }
        return try dialogue.confirm("  \(question)", usual: true)
    }
}
