#if canImport(FoundationEssentials)
    import FoundationEssentials
#else
    import Foundation
#endif

/// The base URL of an API: `https`, or `http` to a loopback address, with an optional path.
public struct BaseURL: Sendable, Hashable {
    /// The URL without a trailing slash: `https://api.linode.com/v4`.
    public let text: String

    /// The host, without the brackets of an IPv6 address.
    public let host: String

    /// `https://host:port`: the only place that a connection may go to.
    public let origin: String

    /// Why a text isn't a valid base URL. The description is meant to follow the place of the URL.
    public struct Problem: Error, CustomStringConvertible {
        public let description: String
    }

    /// Parses a base URL.
    public init(_ text: String) throws(Problem) {
        guard !text.unicodeScalars.contains(where: { $0.value <= 32 || $0.value >= 127 }),
            let parts = URLComponents(string: text), let scheme = parts.scheme?.lowercased(),
            let host = parts.host, !host.isEmpty
        else {
            throw Problem(description: "not a URL; expected one such as https://api.example.com/v1")
        }
        self.host = host.trimmingBrackets.lowercased()
        guard scheme == "https" || scheme == "http" else {
            throw Problem(description: "the scheme must be https, but got \(scheme.printable)")
        }
        guard scheme == "https" || Self.isLoopback(self.host) else {
            throw Problem(description: "http would send the token in the clear; use https (http only to 127.0.0.1)")
        }
        guard parts.user == nil, parts.password == nil else {
            throw Problem(description: "contains a user name; put credentials in their own settings")
        }
        guard parts.query == nil, parts.fragment == nil else {
            throw Problem(description: "ends in a query or fragment; only scheme, host, port and path can be used here")
        }
        guard (parts.port ?? 443) > 0, (parts.port ?? 443) < 65536 else {
            throw Problem(description: "the port must be from 1 to 65535")
        }
        let authority = (self.host.contains(":") ? "[\(self.host)]" : self.host) + (parts.port.map { ":\($0)" } ?? "")
        self.origin = "\(scheme)://\(authority)"
        var path = parts.percentEncodedPath
        while path.hasSuffix("/") { path.removeLast() }
        self.text = origin + path
    }

    /// Whether a host is this machine: `localhost`, 127.0.0.0/8 or ::1.
    package static func isLoopback(_ host: String) -> Bool {
        if host == "localhost" || host == "::1" { return true }
        let parts = host.split(separator: ".", omittingEmptySubsequences: false)
        return parts.count == 4 && parts[0] == "127" && parts.allSatisfy { UInt8($0) != nil }
    }
}

/// A complete URL, including the query: an origin, a path and a query.
public struct Endpoint: Sendable, Hashable {
    /// The origin: the only place that a request may go to.
    public let base: BaseURL

    /// The path and query, as they are sent.
    public let path: String

    /// Parses a URL by the rules of `BaseURL`, except that it may have a query.
    public init(_ text: String) throws(BaseURL.Problem) {
        let query = text.drop { $0 != "?" && $0 != "#" }
        let whole = try BaseURL(String(text.dropLast(query.count)))
        guard query.unicodeScalars.allSatisfy({ (33...126).contains($0.value) }),
            let parts = URLComponents(string: text), parts.fragment == nil
        else {
            throw BaseURL.Problem(description: "has an invalid query, or a fragment")
        }
        base = try BaseURL(whole.origin)
        let path = parts.percentEncodedPath
        self.path = (path.isEmpty ? "/" : path) + (parts.percentEncodedQuery.map { "?\($0)" } ?? "")
    }
}

extension Endpoint {
    /// The same with another component at the end of the path, before the query.
    func appending(_ component: String) -> Endpoint {
        let query = path.drop { $0 != "?" }
        var start = path.dropLast(query.count)
        while start.hasSuffix("/") { start.removeLast() }
        return Endpoint(base: base, path: "\(start)/\(component)\(query)")
    }

    private init(base: BaseURL, path: String) {
        self.base = base
        self.path = path
    }
}

extension BaseURL: ExpressibleByStringLiteral, CustomStringConvertible {
    /// Creates a base URL from a literal. An invalid one is a programming error.
    public init(stringLiteral text: StaticString) {
        do {
            try self.init(text.description)
        } catch {
            preconditionFailure("\(text): \(error)")
        }
    }

    public var description: String {
        text
    }
}

extension String {
    /// The text without the brackets around an IPv6 address.
    fileprivate var trimmingBrackets: String {
        hasPrefix("[") && hasSuffix("]") ? String(dropFirst().dropLast()) : self
    }
}
