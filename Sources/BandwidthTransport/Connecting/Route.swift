/// How to reach a host. Requests with the same route can share connections.
struct Route: Hashable, Sendable {
    /// How connections are secured.
    enum Security: Hashable, Sendable {
        /// Not secured: only for connections on this machine.
        case none

        /// Secured by TLS, with the authorities in a file, or the system's if it is `nil`.
        case tls(authoritiesFile: String?)
    }

    let host: String
    let port: Int
    let proxy: ProxySettings.Proxy?
    let security: Security

    /// The name or address to connect to: the proxy's, if there is one.
    var nextHost: String {
        proxy?.host ?? host
    }

    /// The port of `nextHost`.
    var nextPort: Int {
        proxy?.port ?? port
    }
}
