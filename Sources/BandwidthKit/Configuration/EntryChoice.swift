/// The entries of a configuration that a run reads. Commands are run for the secrets of these entries only.
public struct EntryChoice: Sendable {
    /// The names of the accounts to read; all of them if empty.
    public var accounts: [String]

    /// The provider whose accounts are read; `nil` for all providers.
    public var provider: String?

    /// Whether the accounts are read.
    public var readsAccounts: Bool

    /// Whether messages may be sent.
    public var readsChannels: Bool

    /// Whether the heartbeat may be told.
    public var readsHeartbeat: Bool

    /// Creates a choice; by default everything.
    public init(
        accounts: [String] = [], provider: String? = nil, readsAccounts: Bool = true, readsChannels: Bool = true,
        readsHeartbeat: Bool = true
    ) {
        self.accounts = accounts
        self.provider = provider
        self.readsAccounts = readsAccounts
        self.readsChannels = readsChannels
        self.readsHeartbeat = readsHeartbeat
    }

    /// Whether an account is read.
    func includes(account name: String, of kind: String) -> Bool {
        readsAccounts && (accounts.isEmpty || accounts.contains(name)) && (provider ?? kind) == kind
    }
}
