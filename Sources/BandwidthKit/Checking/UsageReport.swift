#if canImport(FoundationEssentials)
    public import FoundationEssentials
#else
    public import Foundation
#endif

/// What a check found: every account, in the order of the configuration.
public struct UsageReport: Sendable {
    /// When the check began.
    public let checkedAt: Date

    /// The accounts.
    public let accounts: [AccountReport]

    /// A report.
    public init(checkedAt: Date, accounts: [AccountReport]) {
        self.checkedAt = checkedAt
        self.accounts = accounts
    }

    /// The rows of all accounts, without a second copy of each.
    package var rows: some Sequence<AssessedUsage> {
        accounts.lazy.flatMap(\.rows)
    }

    /// The worst of all rows; an account that was not read is unknown.
    public var status: Status {
        accounts.map(\.status).max() ?? .ok
    }

    /// What the overage of all rows costs so far, one amount for each currency in the order of the rows.
    public var overageCosts: [Money] {
        Self.sums(of: rows.compactMap(\.overageCost))
    }

    /// What it is expected to cost at the end of each row's period; a row without a forecast counts as it is.
    public var forecastOverageCosts: [Money] {
        Self.sums(of: rows.compactMap { $0.forecast?.overageCost ?? $0.overageCost })
    }

    private static func sums(of amounts: [Money]) -> [Money] {
        var currencies: [String] = []
        for currency in amounts.map(\.currency) where !currencies.contains(currency) { currencies.append(currency) }
        return currencies.map { currency in
            Money(amounts.filter { $0.currency == currency }.reduce(0) { $0 + $1.amount }, currency)
        }
    }

    /// Whether some account, or a part of one, could not be read or not recently enough.
    public var isIncomplete: Bool {
        accounts.contains { !$0.errors.isEmpty || $0.rows.contains { $0.isStale } }
    }
}

/// What was found of one account: rows, errors, or some of both.
public struct AccountReport: Sendable, Hashable {
    /// The provider's `kind`.
    public let provider: String

    /// The account's name in the configuration.
    public let account: String

    /// In the service's order.
    public let rows: [AssessedUsage]

    /// What could not be read.
    public let errors: [APIError]

    /// What was found.
    public init(provider: String, account: String, rows: [AssessedUsage], errors: [APIError]) {
        self.provider = provider
        self.account = account
        self.rows = rows
        self.errors = errors
    }

    /// The worst row; unknown if there are errors and no worse row.
    public var status: Status {
        (rows.map(\.status) + (errors.isEmpty ? [] : [.unknown])).max() ?? .ok
    }
}
