/// What there is to know about each provider and notifier before configuring one.
public struct ProviderList: Sendable {
    private let providers: ProviderRegistry
    private let notifiers: NotifierRegistry

    /// A list of these.
    public init(_ providers: ProviderRegistry, _ notifiers: NotifierRegistry) {
        self.providers = providers
        self.notifiers = notifiers
    }

    /// For people: a paragraph each.
    public var text: String {
        var text = ""
        for provider in providers.providers {
            let summary = provider.summary
            text += "\(provider.kind): \(summary.name)\n"
            text += "  reads      \(summary.rows)\n"
            text += "  counts     \(summary.counts)\n"
            text += "  needs      \(summary.permission)\n"
            text += lines(of: provider.settings)
            let options = CheckOption.allCases.filter { provider.options.contains($0) }
            if !options.isEmpty {
                text += "  options    \(options.map { "--\($0.rawValue)" }.joined(separator: ", "))\n"
            }
            text += "\n"
        }
        text += "every provider:\n" + lines(of: SettingsReader.commonSettings)
        for notifier in notifiers.notifiers {
            text += "\n\(notifier.kind) (in 'notify'):\n" + lines(of: notifier.settings)
        }
        return text
    }

    private func lines(of settings: [Setting]) -> String {
        let width = settings.map(\.key.count).max() ?? 0
        return settings.map { setting in
            var line = "  \(setting.key.padded(to: max(width, 9)))  \(setting.summary)"
            if !setting.variables.isEmpty { line += "; else $\(setting.variables.joined(separator: ", $"))" }
            return line + (setting.isRequired ? " (required)" : "") + "\n"
        }.joined()
    }

    /// For programs.
    public var json: JSONValue {
        [
            "schema_version": 1,
            "providers": .array(
                providers.providers.map { provider in
                    [
                        "type": .string(provider.kind),
                        "name": .string(provider.summary.name),
                        "base_url": provider.baseURL.map { .string($0.text) } ?? .null,
                        "reads": .string(provider.summary.rows),
                        "counts": .string(provider.summary.counts),
                        "permission": .string(provider.summary.permission),
                        "settings": json(provider.settings),
                        "options": .array(
                            CheckOption.allCases.filter { provider.options.contains($0) }.map { .string($0.rawValue) }),
                    ]
                }),
            "common_settings": json(SettingsReader.commonSettings),
            "notifiers": .array(
                notifiers.notifiers.map { notifier in
                    [
                        "type": .string(notifier.kind), "base_url": .string(notifier.baseURL.text),
                        "settings": json(notifier.settings),
                    ]
                }),
        ]
    }

    private func json(_ settings: [Setting]) -> JSONValue {
        .array(
            settings.map { setting in
                [
                    "key": .string(setting.key), "summary": .string(setting.summary),
                    "required": .bool(setting.isRequired), "secret": .bool(setting.isSecret),
                    "variables": .array(setting.variables.map { .string($0) }),
                ]
            })
    }
}
