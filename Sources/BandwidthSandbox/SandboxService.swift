/// One service's answers: what it would say to a request, without the wire.
///
/// A service with nothing special is a `Recording`, replayed by `ReplayService`. One with pages, filters, limits or a
/// state that changes is a type of its own. It answers every path and method, with its own error shape where it has
/// nothing to say; the server does the rest: framing, keep-alive, latency.
protocol SandboxService: Sendable {
    /// The first component of its path in the sandbox: `linode`.
    var name: String { get }

    /// The path of the real service's base URL: `/v4`; empty where it has none.
    var basePath: String { get }

    /// What paths begin with that mean this service without its name, as the vendors' own clients send them.
    var knownPaths: [String] { get }

    /// Entries for the `providers` of a configuration of the tool, one for each account to show: JSON objects.
    func providerEntries(baseURL: String) -> [String]

    /// Entries for the `notify` of a configuration likewise.
    func notifierEntries(baseURL: String) -> [String]

    /// The part of a path that the service itself sees: `/account/transfer` of `/v4/account/transfer`; `nil` for a
    /// path that isn't one of the service's. Unless implemented, what follows `basePath`.
    func endpoint(of path: String) -> String?

    /// The answer to one request. Called for several connections at the same time.
    func answer(_ request: SandboxRequest) -> SandboxResponse

    /// An error in the service's own shape, with what the service usually says with that status.
    func error(_ status: Int) -> SandboxResponse
}

extension SandboxService {
    var knownPaths: [String] { [] }

    func providerEntries(baseURL: String) -> [String] {
        []
    }

    func notifierEntries(baseURL: String) -> [String] {
        []
    }

    func endpoint(of path: String) -> String? {
        path.afterPath(basePath)
    }
}

extension String {
    /// What follows a path of whole components at the beginning of this one; `nil` if it begins with another.
    func afterPath(_ prefix: String) -> String? {
        guard hasPrefix(prefix) else { return nil }
        let rest = dropFirst(prefix.count)
        return rest.isEmpty || rest.hasPrefix("/") ? String(rest) : nil
    }
}
