#if canImport(FoundationEssentials)
    package import FoundationEssentials
#else
    package import Foundation
#endif

/// One entry of the configuration: an account at a provider, how it is reached and what it is judged by.
public struct Account: Sendable {
    /// What the user calls it; unique in a configuration.
    public let name: String

    /// The provider with this account's settings.
    public let provider: any UsageProvider

    /// Where the provider's API lives.
    public let baseURL: BaseURL

    /// The file of certificates that are trusted in place of the usual ones; `nil`: the usual ones.
    public let authoritiesFile: String?

    /// For everything that one check of this account needs.
    public let timeout: Duration

    /// Rules, limit and price.
    public let policy: AccountPolicy

    /// Takes this account's secrets out of text.
    public let redactor: Redactor

    /// The provider's `kind`.
    public var kind: String {
        Swift.type(of: provider).kind
    }

    /// The way to this account's service.
    package func client(transport: any HTTPTransport, now: Date, deadline: Duration) -> APIClient {
        APIClient(
            base: baseURL, transport: transport, refusals: provider.refusals, redactor: redactor,
            authoritiesFile: authoritiesFile, now: now, deadline: deadline,
            needsPrice: { [policy] in policy.needsPrice(of: $0, now: now) })
    }
}

extension UsageProvider {
    fileprivate var refusals: any ServiceError.Type {
        Refusal.self
    }
}
