/// One service's answers: what it would say to a request, without the wire.
///
/// To add a service: a type that conforms, in a folder of its own, and one line in `SandboxServices.all`. A conformer
/// answers every path and method, with its own error shape where it has nothing to say; the server does the rest:
/// framing, keep-alive, latency, and the faults, most of which are made from what the service answers.
public protocol SandboxService: Sendable {
    /// The first component of its path in the sandbox: `linode`.
    static var name: String { get }

    /// The path of the real service's base URL: `/v4`; empty where it has none.
    static var basePath: String { get }

    /// Entries for the `providers` of a configuration of the tool, one for each account to show: JSON objects.
    static func providerEntries(baseURL: String) -> [String]

    /// Entries for the `notify` of a configuration likewise.
    static func notifierEntries(baseURL: String) -> [String]

    /// The part of a path that the service itself sees: `/account/transfer` of `/v4/account/transfer`; `nil` for a
    /// path that isn't one of the service's. Unless implemented, what follows `basePath`.
    static func endpoint(of path: String) -> String?

    /// Builds the service for a story told at `context.now`.
    init(_ context: SandboxContext)

    /// The answer to one request. Called for several connections at the same time.
    func answer(_ request: SandboxRequest) -> SandboxResponse

    /// An error in the service's own shape.
    ///
    /// - Parameter message: The text to put in; `nil`: what the service usually says with that status.
    func error(_ status: Int, _ message: String?) -> SandboxResponse
}

extension SandboxService {
    /// None, as for services that send messages.
    public static func providerEntries(baseURL: String) -> [String] {
        []
    }

    /// None, as for hosting services.
    public static func notifierEntries(baseURL: String) -> [String] {
        []
    }

    /// What follows `basePath`, where a path component ends there.
    public static func endpoint(of path: String) -> String? {
        strip(basePath, from: path)
    }

    /// What follows a prefix of whole path components; `nil` if the path has another.
    static func strip(_ prefix: String, from path: String) -> String? {
        guard path.hasPrefix(prefix) else { return nil }
        let rest = path.dropFirst(prefix.count)
        return rest.isEmpty || rest.hasPrefix("/") || rest.hasPrefix("?") ? String(rest) : nil
    }
}
