import BandwidthKit

/// An entry of `NO_PROXY`: hosts to connect to without a proxy.
///
/// `*` means every host; a name, with or without a leading dot, means that host and its subdomains; an address
/// (`192.0.2.1`, `2001:db8::1`) means that address; `192.0.2.0/24` means every address in that network. A port at the
/// end (`example.com:8443`, `[::1]:8443`) limits the entry to that port.
struct ProxyException: Sendable {
    private enum Hosts {
        case all
        case domain(String)
        case network(IPAddress, bits: Int)
    }

    private let hosts: Hosts
    private let port: Int?

    /// Parses an entry. Returns `nil` if it means no host.
    init?(_ text: some StringProtocol) {
        let text = text.lowercased()
        let (host, port) = Self.split(text)
        self.port = port
        if let hosts = Self.network(host) {
            self.hosts = hosts
        } else if host == "*" {
            hosts = .all
        } else {
            let name = host.hasPrefix("*.") ? host.dropFirst(2) : host.drop { $0 == "." }
            guard !name.isEmpty else { return nil }
            hosts = .domain(String(name.hasSuffix(".") ? name.dropLast() : name))
        }
    }

    /// Whether requests to `base` don't use a proxy.
    func covers(_ base: BaseURL) -> Bool {
        if let port, port != base.port { return false }
        let address = IPAddress(base.host)
        switch hosts {
        case .all:
            return true
        case .network(let network, let bits):
            return address.map { $0.shares(bits, with: network) } ?? false
        case .domain(let domain):
            let host = base.host.hasSuffix(".") ? String(base.host.dropLast()) : base.host
            return address == nil && (host == domain || host.hasSuffix("." + domain))
        }
    }

    /// Splits off a port at the end. A text with several colons and no brackets is an IPv6 address.
    private static func split(_ text: String) -> (host: Substring, port: Int?) {
        guard let colon = text.lastIndex(of: ":"), let port = UInt16(text[text.index(after: colon)...]) else {
            return (text[...], nil)
        }
        let host = text[..<colon]
        return host.hasSuffix("]") || !host.contains(":") ? (host, Int(port)) : (text[...], nil)
    }

    private static func network(_ host: Substring) -> Hosts? {
        let parts = host.split(separator: "/", omittingEmptySubsequences: false)
        guard parts.count <= 2, let address = IPAddress(parts[0]) else { return nil }
        let all = address.bytes.count * 8
        guard parts.count == 2 else { return .network(address, bits: all) }
        guard let bits = UInt8(parts[1]), bits <= all else { return nil }
        return .network(address, bits: Int(bits))
    }
}

extension BaseURL {
    /// The port to connect to.
    var port: Int {
        let authority = origin.drop { $0 != "/" }.dropFirst(2)
        let end = authority.lastIndex(of: "]").map { authority[$0...] } ?? authority
        return end.lastIndex(of: ":").flatMap { Int(end[end.index(after: $0)...]) } ?? (isSecure ? 443 : 80)
    }

    /// Whether the scheme is `https`.
    var isSecure: Bool {
        origin.hasPrefix("https:")
    }
}
