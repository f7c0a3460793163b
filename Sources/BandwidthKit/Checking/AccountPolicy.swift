/// What an account is judged by: its rules, and what the user says of limit and price.
public struct AccountPolicy: Sendable, Hashable {
    /// For rows that are billed on their own.
    public var rules = Rule.standard

    /// For rows that draw on another row's quota; none unless the configuration has some.
    public var instanceRules: [Rule] = []

    /// The user's own limit, in place of the service's.
    public var quota: ByteCount?

    /// The user's own price, in place of the service's.
    public var overagePrice: OveragePrice?

    /// The age in seconds beyond which a reading says nothing.
    public var staleAfter: Double = 48 * 3600

    /// The defaults.
    public init() {}
}
