/// A way to a host: requests that go the same way may share connections.
struct Route: Hashable, Sendable {
    /// How connections are secured.
    enum Security: Hashable, Sendable {
        /// Not at all: only on this machine.
        case none

        /// By TLS, with the authorities in a file; `nil`: the system's.
        case tls(authoritiesFile: String?)
    }

    let host: String
    let port: Int
    let proxy: ProxySettings.Proxy?
    let security: Security

    /// The name or address that connections are opened to.
    var nextHost: String {
        proxy?.host ?? host
    }

    /// The port of `nextHost`.
    var nextPort: Int {
        proxy?.port ?? port
    }
}
