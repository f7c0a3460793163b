/// The options of `bandwidth check` and of the providers' subcommands that stand for a setting.
///
/// The words are the same for every provider; each has those that its API can serve.
public enum ScopeOption: String, Sendable, CaseIterable {
    /// Every instance.
    case instances

    /// One instance, by identifier or label; repeatable.
    case instance

    /// A past month, `YYYY-MM`.
    case month

    /// One account of those that the token reaches; repeatable.
    case account
}

/// What the command line asks for in place of the settings of one provider's accounts.
public struct ScopeSelection: Sendable, Hashable {
    /// Which instances get rows of their own.
    public var instances: InstanceSelection?

    /// The month to read instead of the current one.
    public var month: CalendarMonth?

    /// The accounts of the token to read, by the service's own names.
    public var accounts: [String]?

    /// Nothing in particular.
    public init(instances: InstanceSelection? = nil, month: CalendarMonth? = nil, accounts: [String]? = nil) {
        self.instances = instances
        self.month = month
        self.accounts = accounts
    }
}
