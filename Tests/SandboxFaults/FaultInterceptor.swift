public import BandwidthSandbox

/// Makes a sandbox misbehave where the path says so: `/fault/NAME/…`, as one of `SandboxFault.all`.
///
/// `/fault/once:KEY:NAME/…` strikes only the first request that comes with that key.
public struct FaultInterceptor: Interceptor {
    private let struck = OnceKeys()

    /// An interceptor by which no one-time fault has struck yet.
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
    /// What to configure as the base URL of a service that misbehaves.
    ///
    /// - Parameter fault: A fault's name; `once:KEY:NAME` for one that strikes the first request with that key only.
    public func baseURL(of service: String, fault: String) -> String {
        "\(url)/fault/\(fault)\(baseURL(of: service).dropFirst(url.count))"
    }
}
