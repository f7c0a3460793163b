/// An entry of `providers`: an account at a provider, and what it is judged by.
public struct Account: Sendable {
    /// The provider with this account's settings, and how it is reached.
    public let entry: Entry<any UsageProvider>

    /// Rules, limit and price.
    public let policy: AccountPolicy

    /// What the user calls it; unique in a configuration.
    public var name: String {
        entry.name
    }

    /// The provider's `kind`.
    public var kind: String {
        entry.kind
    }
}
