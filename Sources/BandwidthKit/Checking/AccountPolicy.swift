/// What an account is judged by: its rules, and what the user says of quota and price.
public struct AccountPolicy: Sendable, Hashable {
    /// For rows that are billed on their own.
    public var rules = Rule.standard

    /// For rows that draw on another row's quota; none unless the configuration has some.
    public var instanceRules: [Rule] = []

    /// The user's own quota, which overrides the service's.
    public var quota: OwnSetting<ByteCount>?

    /// The user's own price, which overrides the service's.
    public var overagePrice: OwnSetting<OveragePrice>?

    /// The age in seconds beyond which a reading is not judged.
    public var staleAfter: Double = 48 * 3600

    /// The seconds after which an account that can't be read is worth an alert.
    public var unreadAfter: Double = 24 * 3600

    /// The defaults.
    public init() {}
}

/// A value of the user's own for rows of an account.
public enum OwnSetting<Value: Sendable & Hashable>: Sendable, Hashable {
    /// For the account's own row: the account as a whole, or the only row it has.
    case account(Value)

    /// For the rows with these identifiers or labels.
    case rows([String: Value])

    /// The value for a row; `nil` where there is none for it.
    ///
    /// - Parameter isOnly: whether the account has no other row that is billed.
    func value(for scope: UsageScope, isOnly: Bool) -> Value? {
        switch self {
        case .account(let value): scope.kind == .account || isOnly ? value : nil
        case .rows(let values): scope.id.flatMap { values[$0] } ?? scope.label.flatMap { values[$0] }
        }
    }
}
