/// What a person calls rows: an account (`production`), a row below it (`production/id-cgk`), a row alone (`tokyo`), or
/// its identifier (`linode/production/region/id-cgk`).
public struct RowName: Sendable, Hashable {
    /// The name as it was given.
    public let text: String

    /// Creates a name.
    public init(_ text: String) {
        self.text = text
    }

    /// The accounts that have to be read to find the rows: the one that is named, or else all of them.
    public func accounts(of configuration: Configuration) -> [Account] {
        let named = configuration.accounts.filter { account in
            account.name == text || text.hasPrefix("\(account.name)/")
                || text.hasPrefix("\(account.kind)/\(account.name)/")
        }
        return named.isEmpty ? configuration.accounts : named
    }

    /// The rows with this name: those of the account, or else those that are called so.
    public func rows(of report: UsageReport) -> [UsageRow] {
        let ofAccount = report.rows.filter { $0.account == text }
        guard ofAccount.isEmpty else { return ofAccount }
        return report.rows.filter { row in
            let names = [row.id, row.scope.id, row.scope.label] + row.partNames
            return names.contains(text)
        }
    }

    /// The part of an account that is named, for a provider that reads some parts on request only: `web-1` of
    /// `production/web-1`; `nil` if the name isn't of that form.
    public func part(of account: Account) -> String? {
        guard text.hasPrefix("\(account.name)/") else { return nil }
        let part = text.dropFirst(account.name.count + 1)
        return part.isEmpty ? nil : String(part)
    }

    /// The nearest name of a row; `nil` if there is nothing like it.
    public func suggestion(among report: UsageReport) -> String? {
        Suggestion.nearest(to: text, among: report.rows.flatMap { [$0.account] + $0.partNames })
    }
}

extension UsageRow {
    /// `production/id-cgk`, by label and by identifier.
    fileprivate var partNames: [String] {
        [scope.label, scope.id].compactMap { $0.map { "\(account)/\($0)" } }
    }
}
