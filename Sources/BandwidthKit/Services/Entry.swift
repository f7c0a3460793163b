/// One entry of the configuration: a service with its settings, what the user calls it, and how it is reached.
///
/// An *account* is an entry whose service is a provider, a *channel* one whose service is a notifier.
public struct Entry<Plugin: Sendable>: Sendable {
    /// What the user calls it; unique in its list.
    public let name: String

    /// The service's `kind`.
    public let kind: String

    /// The service with this entry's settings.
    public let plugin: Plugin

    /// Where the service lives: the only place that this entry's secrets are sent to.
    public let address: BaseURL

    /// For everything that one check of this account, or one message through this channel, needs.
    public let timeout: Duration

    /// The file of certificates that are trusted in place of the system's; `nil`: the system's.
    public let authoritiesFile: String?

    /// Takes this entry's secrets out of text.
    public let redactor: Redactor

    /// The shape of the service's error bodies.
    let refusals: any ServiceError.Type

    /// The way to this entry's service, until `deadline` in the network's uptime.
    package func client(over network: Network, deadline: Duration) -> APIClient {
        APIClient(
            base: address, network: network, refusals: refusals, redactor: redactor, authoritiesFile: authoritiesFile,
            deadline: deadline)
    }
}

/// An entry of `notify`: who is told, and by which service.
public typealias Channel = Entry<any Notifier>
