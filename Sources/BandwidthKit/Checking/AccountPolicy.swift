/// How an account is judged: its rules, and the user's own quota and price.
public struct AccountPolicy: Sendable, Hashable {
    /// The rules for rows that are billed on their own.
    public var rules = Rule.standard

    /// The rules for rows that draw on another row's quota; empty by default.
    public var instanceRules: [Rule] = []

    /// The user's own quota, which overrides the service's.
    public var quota: OwnSetting<ByteCount>?

    /// The user's own price, which overrides the service's.
    public var overagePrice: OwnSetting<OveragePrice>?

    /// The age in seconds beyond which a reading is not judged.
    public var staleAfter: Double = 48 * 3600

    /// The seconds after which an account that can't be read causes an alert.
    public var unreadAfter: Double = 24 * 3600

    /// Creates a policy with the defaults.
    public init() {}
}

/// The user's own value for rows of an account.
public enum OwnSetting<Value: Sendable & Hashable>: Sendable, Hashable {
    /// A value for the account's own row: the account as a whole, or its only row.
    case account(Value)

    /// Values for the rows with these identifiers or labels.
    case rows([String: Value])

    /// The value for a row; `nil` if there is none.
    ///
    /// - Parameter isOnly: whether the account has no other row that is billed.
    func value(for scope: UsageScope, isOnly: Bool) -> Value? {
        switch self {
        case .account(let value): scope.kind == .account || isOnly ? value : nil
        case .rows(let values): scope.id.flatMap { values[$0] } ?? scope.label.flatMap { values[$0] }
        }
    }
}
