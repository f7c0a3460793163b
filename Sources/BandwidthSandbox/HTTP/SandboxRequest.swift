/// A request as the sandbox received it.
public struct SandboxRequest: Sendable, Hashable {
    /// `GET`, `POST`, …
    public let method: String
    /// The path with its query, as received.
    public let path: String
    /// The header lines, in order.
    public let headers: [SandboxHeader]
    /// The body; of one over the limit, what came up to it.
    public let body: [UInt8]

    /// The path that the service sees, without name, base path and query: `/account/transfer`.
    public internal(set) var endpoint = ""

    /// Whether the body went over the limit.
    var isTooLarge = false

    /// Whether the client wants the connection closed after the answer.
    package var isLast = false

    /// The first value of a header, whatever the case of its name.
    public func header(_ name: String) -> String? {
        headers.first(named: name)
    }

    /// The components of `endpoint`, decoded.
    public var components: [String] {
        endpoint.split(separator: "/").map { String(percentDecoding: $0) }
    }

    /// The query's parameters, decoded, in order.
    public var query: FormFields {
        FormFields(path.firstIndex(of: "?").map { path[path.index(after: $0)...] } ?? "")
    }

    /// The body's form fields, decoded, in order.
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
