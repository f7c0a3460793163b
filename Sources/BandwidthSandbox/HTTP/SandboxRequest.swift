/// A request as the sandbox received it.
public struct SandboxRequest: Sendable, Hashable {
    /// `GET`, `POST`, …
    public let method: String
    /// The path with its query, as received.
    public let path: String
    /// The header lines, in order.
    public let headers: [SandboxHeader]
    /// The body, cut off at the size limit.
    public let body: [UInt8]

    /// The path that the service sees, without the service's name, base path and query: `/account/transfer`.
    public internal(set) var endpoint = ""

    /// Whether the body exceeded the size limit.
    var isTooLarge = false

    /// Whether the client asked to close the connection after the answer.
    package var isLast = false

    /// The first value of a header; its name is case-insensitive.
    public func header(_ name: String) -> String? {
        headers.first(named: name)
    }

    /// The decoded components of `endpoint`.
    public var components: [String] {
        endpoint.split(separator: "/").map { String(percentDecoding: $0) }
    }

    /// The decoded parameters of the query, in order.
    public var query: FormFields {
        FormFields(path.firstIndex(of: "?").map { path[path.index(after: $0)...] } ?? "")
    }

    /// The decoded form fields of the body, in order.
    public var form: FormFields {
        FormFields(Substring(decoding: body, as: UTF8.self))
    }

    /// What follows `Bearer` in the `Authorization` header.
    public var bearerToken: String? { credentials(scheme: "bearer") }

    /// What follows an authorization scheme, without surrounding spaces.
    func credentials(scheme: String) -> String? {
        guard let value = header("Authorization"), let space = value.firstIndex(of: " ") else { return nil }
        guard value[..<space].lowercased() == scheme else { return nil }
        return String(value[space...].drop { $0 == " " })
    }
}
