/// One service: how it answers requests, without the transport.
///
/// An ordinary service is a `Recording`, replayed by `ReplayService`. A service with pages, filters, limits or changing
/// state is its own type. It answers every path and method, with an error in its own format if it doesn't know one; the
/// server does the rest: framing, keep-alive, latency.
protocol SandboxService: Sendable {
    /// The first component of its path in the sandbox: `linode`.
    var name: String { get }

    /// The path of the real service's base URL: `/v4`; empty if it has none.
    var basePath: String { get }

    /// The path prefixes by which the service is recognised without its name, as the vendors' own clients send them.
    var knownPaths: [String] { get }

    /// Entries for `providers` in a configuration, one JSON object for each account to show.
    func providerEntries(baseURL: String) -> [String]

    /// Entries for `notify` in a configuration, likewise.
    func notifierEntries(baseURL: String) -> [String]

    /// The part of a path that the service itself sees: `/account/transfer` of `/v4/account/transfer`; `nil` for a path
    /// that isn't one of the service's. By default, what follows `basePath`.
    func endpoint(of path: String) -> String?

    /// The answer to one request. Called concurrently for several connections.
    func answer(_ request: SandboxRequest) -> SandboxResponse

    /// An error in the service's own format, with its usual message for that status.
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
    /// The rest of this path after a prefix of whole components; `nil` if it has another prefix.
    func afterPath(_ prefix: String) -> String? {
        guard hasPrefix(prefix) else { return nil }
        let rest = dropFirst(prefix.count)
        return rest.isEmpty || rest.hasPrefix("/") ? String(rest) : nil
    }
}
