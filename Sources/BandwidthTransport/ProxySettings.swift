import BandwidthKit

#if canImport(FoundationEssentials)
    import FoundationEssentials
#else
    import Foundation
#endif

/// The proxies that the environment specifies: `HTTPS_PROXY` or `HTTP_PROXY`, depending on the scheme of the request,
/// except for the hosts in `NO_PROXY`. Each variable may also be in lower case, which takes precedence.
struct ProxySettings: Sendable {
    /// An HTTP proxy.
    struct Proxy: Hashable, Sendable {
        let host: String
        let port: Int

        /// The user name and password in Base64, for Basic authentication.
        let credentials: String?
    }

    private let https: Proxy?
    private let http: Proxy?
    private let exceptions: [ProxyException]

    /// The proxies without their passwords; `nil` if there are none.
    var summary: String? {
        let proxies = [("https", https), ("http", http)].compactMap { scheme, proxy in
            proxy.map { "\(scheme) through \($0.host):\($0.port)\($0.credentials == nil ? "" : " with a password")" }
        }
        guard !proxies.isEmpty else { return nil }
        let count = exceptions.count
        return proxies.joined(separator: ", ")
            + (count == 0 ? "" : "; \(count) exception\(count == 1 ? "" : "s") in NO_PROXY")
    }

    /// Reads the environment variables.
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

    /// Returns the proxy for requests to `base`, or `nil` to connect directly.
    func proxy(for base: BaseURL) -> Proxy? {
        guard let proxy = base.isSecure ? https : http else { return nil }
        // Requests without TLS only go to this machine. They contain a token, which no proxy on another host may see.
        guard base.isSecure || BaseURL.isLoopback(proxy.host) else { return nil }
        return exceptions.contains { $0.covers(base) } ? nil : proxy
    }

    /// Parses `http://name:password@host:port`, with or without the scheme. Errors don't contain the value, because it
    /// may contain a password.
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
