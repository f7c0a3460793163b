public import BandwidthSandbox

/// Makes a sandbox misbehave for paths such as `/fault/NAME/…`, with one of `SandboxFault.all`.
///
/// `/fault/once:KEY:NAME/…` affects only the first request with that key.
public struct FaultInterceptor: Interceptor {
    private let struck = OnceKeys()

    /// Creates an interceptor with no one-time fault used up.
    public init() {}

    package func prefix(of path: String) -> String {
        guard path.hasPrefix("/fault/") else { return "" }
        return "/fault/" + path.dropFirst("/fault/".count).prefix { $0 != "/" }
    }

    package func answer(_ exchange: Exchange, prefix: String, on wire: Wire) async throws -> Bool {
        guard let name = struck.effectiveName(of: String(prefix.dropFirst("/fault/".count))) else {
            return try await wire.send(exchange.answer(), to: exchange.request)
        }
        return try await SandboxFault.reply(named: name, in: exchange).perform(on: wire)
    }
}

extension Sandbox {
    /// The URL to configure as the base URL of a service that misbehaves.
    ///
    /// - Parameter fault: A fault's name; `once:KEY:NAME` for one that affects only the first request with that key.
    public func baseURL(of service: String, fault: String) -> String {
        "\(url)/fault/\(fault)\(baseURL(of: service).dropFirst(url.count))"
    }
}
