/// A description of each provider and notifier and its settings.
public struct ServiceList: Sendable {
    private let providers: Registry<any UsageProvider>
    private let notifiers: Registry<any Notifier>

    /// Whether the text has what all services share.
    private var isWhole = true

    /// Creates a list of these services.
    public init(_ providers: Registry<any UsageProvider> = .builtIn, _ notifiers: Registry<any Notifier> = .builtIn) {
        self.providers = providers
        self.notifiers = notifiers
    }

    /// The valid values of `type` of both families.
    public var kinds: [String] {
        providers.kinds + notifiers.kinds
    }

    /// Returns the list with only the provider or notifier of this kind; `nil` if there is none.
    public func only(_ kind: String) -> ServiceList? {
        guard kinds.contains(kind) else { return nil }
        var list = ServiceList(
            Registry(members: providers.members.filter { $0.type.kind == kind }),
            Registry(members: notifiers.members.filter { $0.type.kind == kind }))
        list.isWhole = false
        return list
    }

    /// The settings common to all entries of `providers`.
    static let accountSettings = SettingsReader.description { reader in
        _ = EntrySettings(from: &reader, kind: "")
        _ = AccountPolicy(from: &reader, common: [])
    }.settings

    /// The settings common to all entries of `notify`.
    static let channelSettings = SettingsReader.description { reader in
        _ = EntrySettings(from: &reader, kind: "")
        _ = Routing(from: &reader)
    }.settings

    /// The list as text, with a paragraph for each service.
    public var text: String {
        let providers = providers.types.map(paragraph(ofProvider:))
        let notifiers = notifiers.types.map(paragraph(ofNotifier:))
        guard isWhole else { return (providers + notifiers).joined(separator: "\n") }
        let sources = TextSource.all.map { "  \($0.form)\n      \($0.summary)\n" }.joined()
        let paragraphs =
            providers + ["every provider:\n" + lines(of: Self.accountSettings)]
            + notifiers + ["every notifier:\n" + lines(of: Self.channelSettings)]
            + ["a token, or any other line of text, may be a string or one of:\n" + sources]
        return paragraphs.joined(separator: "\n")
    }

    private func paragraph(ofProvider provider: any Service.Type) -> String {
        let summary = provider.summary
        var text = "\(provider.kind): \(summary.name)\n"
        text += "  reads      \(summary.purpose)\n"
        text += "  counts     \(summary.counts ?? "")\n"
        text += "  needs      \(summary.permission)\n"
        text += pages(of: summary)
        text += lines(of: provider.settings)
        let options = ScopeOption.allCases.filter { provider.options.contains($0) }
        if !options.isEmpty {
            text += "  options    \(options.map { "--\($0.rawValue)" }.joined(separator: ", "))\n"
        }
        return text
    }

    private func paragraph(ofNotifier notifier: any Service.Type) -> String {
        let summary = notifier.summary
        var text = "\(notifier.kind) (in 'notify'): \(summary.name)\n"
        text += "  sends      \(summary.purpose)\n"
        text += "  needs      \(summary.permission)\n"
        text += pages(of: summary)
        return text + lines(of: notifier.settings)
    }

    private func pages(of summary: ServiceSummary) -> String {
        (summary.console.map { "  console    \($0)\n" } ?? "")
            + (summary.tokenPage.map { "  token page \($0)\n" } ?? "")
    }

    private func lines(of settings: [Setting]) -> String {
        let width = settings.map(\.key.count).max() ?? 0
        return settings.map { setting in
            var line = "  \(setting.key.padded(to: max(width, 9)))  \(setting.summary)"
            if !setting.variables.isEmpty { line += "; else $\(setting.variables.joined(separator: ", $"))" }
            return line + (setting.isRequired ? " (required)" : "") + "\n"
        }.joined()
    }

    /// The list as JSON, for programs.
    public var json: JSONValue {
        [
            "schema_version": 1,
            "providers": .array(providers.types.map { json($0) }),
            "provider_settings": json(Self.accountSettings),
            "notifiers": .array(notifiers.types.map { json($0) }),
            "notifier_settings": json(Self.channelSettings),
            "text_sources": .array(
                TextSource.all.map { ["key": .string($0.key), "summary": .string($0.summary)] }),
        ]
    }

    private func json(_ service: any Service.Type) -> JSONValue {
        let options = ScopeOption.allCases.filter { service.options.contains($0) }
        return [
            "type": .string(service.kind),
            "name": .string(service.summary.name),
            "purpose": .string(service.summary.purpose),
            "counts": service.summary.counts.map { .string($0) } ?? .null,
            "permission": .string(service.summary.permission),
            "console": service.summary.console.map { .string($0) } ?? .null,
            "token_page": service.summary.tokenPage.map { .string($0) } ?? .null,
            "settings": json(service.settings),
            "options": .array(options.map { .string($0.rawValue) }),
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
