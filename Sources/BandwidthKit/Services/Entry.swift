/// A configuration entry: a service with its settings, its name, and how to reach it.
///
/// An *account* is an entry whose service is a provider; a *channel* is one whose service is a notifier.
public struct Entry<Plugin: Sendable>: Sendable {
    /// The name that the user gave it, unique in its list.
    public let name: String

    /// The service's `kind`.
    public let kind: String

    /// The service, with this entry's settings.
    public let plugin: Plugin

    /// The address of the service. This entry's secrets are sent there and to `otherAddresses` only.
    public let address: BaseURL

    /// The other addresses of the same service, such as those of more regions; its secrets may be sent there too.
    public let otherAddresses: [BaseURL]

    /// The time limit for a complete check of this account, or for sending one message through this channel.
    public let timeout: Duration

    /// Whether that limit is the default, which grows with the number of instances.
    let isTimeoutElastic: Bool

    /// The file of certificates to trust instead of the system's; `nil` to use the system's.
    public let authoritiesFile: String?

    /// Redacts this entry's secrets from text.
    public let redactor: Redactor

    /// The service's type.
    public let service: any Service.Type

    /// Returns a client for this entry's service. Its time limit begins now.
    package func client(over network: Network, progress: CheckProgress.Share? = nil) -> APIClient {
        APIClient(
            base: address, network: network, refusals: service.refusals, redactor: redactor,
            authoritiesFile: authoritiesFile,
            timeLimit: timeout, isElastic: isTimeoutElastic, progress: progress)
    }
}
