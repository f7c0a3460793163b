#if canImport(FoundationEssentials)
    import FoundationEssentials
#else
    import Foundation
#endif

/// The address under which an API lives: `https`, or `http` to a loopback address; it may have a path.
public struct BaseURL: Sendable, Hashable {
    /// Without a slash at the end: `https://api.linode.com/v4`.
    public let text: String

    /// The host, without the brackets of an IPv6 address.
    public let host: String

    /// `https://host:port`: what a connection is kept to.
    public let origin: String

    /// Why a text is no such address; the description says so after the address's place.
    public struct Problem: Error, CustomStringConvertible {
        public let description: String
    }

    /// Reads an address.
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

/// One address that is asked as it is, query included: an origin, and what follows it.
public struct Endpoint: Sendable, Hashable {
    /// The origin, and with it the only place that a request may go to.
    public let base: BaseURL

    /// Path and query, as they go over the wire.
    public let path: String

    /// Reads an address by the rules of `BaseURL`, but for the query that it may have.
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

extension BaseURL: ExpressibleByStringLiteral, CustomStringConvertible {
    /// An address written in code; a wrong one is a programmer's error.
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
    /// An IPv6 address out of its brackets.
    fileprivate var trimmingBrackets: String {
        hasPrefix("[") && hasSuffix("]") ? String(dropFirst().dropLast()) : self
    }
}
