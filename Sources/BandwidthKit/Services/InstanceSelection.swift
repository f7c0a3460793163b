/// The instances of an account that get their own rows.
public enum InstanceSelection: Sendable, Hashable {
    case none
    case all

    /// The instances with these identifiers or labels.
    case named([String])

    /// The maximum number of labels to search for a suggestion.
    static let mostSuggestions = 500

    /// Returns the selected instances without duplicates, and an error for each name that matches none.
    public func choose<Instance>(
        from all: [Instance], scope: (Instance) -> UsageScope
    ) -> (found: [Instance], missing: [APIError]) {
        guard case .named(let names) = self else { return (all, []) }
        var chosen: Set<Int> = []
        var found: [Instance] = []
        var missing: [APIError] = []
        let scopes = all.map(scope)
        // The list may be long, so it is searched once rather than once for each name.
        var indices: [String: [Int]] = Dictionary(names.map { ($0, []) }, uniquingKeysWith: { first, _ in first })
        for (index, scope) in scopes.enumerated() {
            for name in Set([scope.id, scope.label]) {
                if let name { indices[name]?.append(index) }
            }
        }
        let suggestions = scopes.lazy.compactMap(\.label).prefix(Self.mostSuggestions)
        for name in names {
            let matches = indices[name] ?? []
            if matches.isEmpty {
                let nearest = Suggestion.nearest(to: name, among: suggestions)
                missing.append(
                    APIError(
                        .notFound, "the account has no instance '\(name)'",
                        hint: nearest.map { "did you mean '\($0)'?" }, scope: UsageScope(.instance, id: name)))
            }
            for match in matches where chosen.insert(match).inserted {
                found.append(all[match])
            }
        }
        return (found, missing)
    }
}

extension SettingsReader {
    /// Reads which instances get rows: `true` for all, or a list of identifiers and labels. The options `--instances`
    /// and `--instance` override the setting.
    public mutating func instances() -> InstanceSelection {
        let expected = "true for every instance, or a list of identifiers and labels"
        let selected = selected(.instances, .instance, by: \.instances)
        let configured = convert("instances", "instances that get rows: \(expected)", expected: expected) { value in
            InstanceSelection(setting: value)
        }
        return selected ?? configured ?? .none
    }

    /// Returns the past month to read, which only the option `--month` can set.
    public mutating func month() -> CalendarMonth? {
        selected(.month, by: \.month)
    }

    /// Reads which of the token's accounts to check, by the service's own names: one or a list. If the result is empty,
    /// all are checked. The option `--account` overrides the setting.
    public mutating func accounts(_ summary: String) -> [String] {
        let selected = selected(.account, by: \.accounts)
        let configured = texts("account", summary)
        return selected ?? configured
    }
}

extension InstanceSelection {
    fileprivate init?(setting value: JSONValue) {
        switch value.content {
        case .bool(let isOn):
            self = isOn ? .all : .none
        case .array(let values):
            let names = values.compactMap { value -> String? in
                if let number = value.number { return number.wholeNumber.map { "\($0)" } }
                return value.string.flatMap { $0.isEmpty ? nil : $0 }
            }
            guard names.count == values.count else { return nil }
            self = .named(names)
        default:
            return nil
        }
    }
}
