/// The options of the providers' subcommands that override settings.
///
/// The names are the same for all providers; each provider supports those that its API allows.
public enum ScopeOption: String, Sendable, CaseIterable {
    /// Every instance.
    case instances

    /// One instance, by identifier or label; repeatable.
    case instance

    /// A past month, `YYYY-MM`.
    case month

    /// One of the accounts that the token has access to; repeatable.
    case account
}

/// The command-line options that override settings of one provider's accounts.
public struct ScopeSelection: Sendable, Hashable {
    /// The instances that get their own rows.
    public var instances: InstanceSelection?

    /// The month to read instead of the current one.
    public var month: CalendarMonth?

    /// Which of the token's accounts to read, by the service's own names.
    public var accounts: [String]?

    /// Creates a selection; by default it overrides nothing.
    public init(instances: InstanceSelection? = nil, month: CalendarMonth? = nil, accounts: [String]? = nil) {
        self.instances = instances
        self.month = month
        self.accounts = accounts
    }
}
