import BandwidthKit

#if canImport(FoundationEssentials)
    import FoundationEssentials
#else
    import Foundation
#endif

/// The proxies that the environment names: `HTTPS_PROXY` and `HTTP_PROXY` by the scheme of the request, except for the
/// hosts in `NO_PROXY`; each also in lower case, which wins.
struct ProxySettings: Sendable {
    /// An HTTP proxy.
    struct Proxy: Hashable, Sendable {
        let host: String
        let port: Int

        /// Name and password as base 64 for Basic authentication.
        let credentials: String?
    }

    private let https: Proxy?
    private let http: Proxy?
    private let exceptions: [ProxyException]

    /// Reads the variables.
    init(environment: [String: String]) throws(ConfigurationError) {
        func value(_ name: String) -> (name: String, text: String)? {
            for name in [name.lowercased(), name] {
                if let text = environment[name], !text.isEmpty { return (name, text) }
            }
            return nil
        }
        https = try value("HTTPS_PROXY").map { (found) throws(ConfigurationError) in try Self.proxy(found) }
        http = try value("HTTP_PROXY").map { (found) throws(ConfigurationError) in try Self.proxy(found) }
        exceptions = (value("NO_PROXY")?.text ?? "").split { $0 == "," || $0 == " " }.compactMap { ProxyException($0) }
    }

    /// The proxy for requests below `base`; `nil`: go there directly.
    func proxy(for base: BaseURL) -> Proxy? {
        guard let proxy = base.isSecure ? https : http else { return nil }
        // Requests without TLS go to this machine only, and with them a token: no proxy elsewhere may see them.
        guard base.isSecure || BaseURL.isLoopback(proxy.host) else { return nil }
        return exceptions.contains { $0.covers(base) } ? nil : proxy
    }

    /// `http://name:password@host:port`, or without the scheme. What is wrong is told without the value: it may hold a
    /// password.
    private static func proxy(_ found: (name: String, text: String)) throws(ConfigurationError) -> Proxy {
        let text = found.text.contains("://") ? found.text : "http://" + found.text
        guard let parts = URLComponents(string: text), let host = parts.host, !host.isEmpty,
            (1...65535).contains(parts.port ?? 80)
        else {
            throw ConfigurationError(found.name, "is not the address of a proxy, such as http://proxy.example.com:3128")
        }
        guard parts.scheme?.lowercased() == "http" else {
            throw ConfigurationError(found.name, "only proxies at http:// addresses are supported")
        }
        let credentials = parts.user.map { Data("\($0):\(parts.password ?? "")".utf8).base64EncodedString() }
        return Proxy(
            host: host.hasPrefix("[") ? String(host.dropFirst().dropLast()) : host, port: parts.port ?? 80,
            credentials: credentials)
    }
}
