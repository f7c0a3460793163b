/// An entry of `providers`: an account at a provider, and the policy that judges it.
public struct Account: Sendable {
    /// The user's name for the account, unique within a configuration.
    public let name: String

    /// The provider's `kind`.
    public let kind: String

    /// Rules, quota and price.
    public let policy: AccountPolicy

    /// The provider with this account's settings, and how it is reached; or what is wrong with the entry. A wrong entry
    /// keeps only this account from being read.
    public let service: Result<Entry<any UsageProvider>, ConfigurationError>

    /// Creates an account.
    init(
        name: String, kind: String, policy: AccountPolicy,
        service: Result<Entry<any UsageProvider>, ConfigurationError>
    ) {
        self.name = name
        self.kind = kind
        self.policy = policy
        self.service = service
    }

    /// The provider and how it is reached; `nil` if something is wrong with the entry.
    public var entry: Entry<any UsageProvider>? {
        try? service.get()
    }

    /// The web page where a person sees the account.
    var console: String? {
        entry?.service.summary.console
    }

    /// What is wrong with the entry.
    public var problems: [ConfigurationError.Problem] {
        if case .failure(let error) = service { error.problems } else { [] }
    }
}
