/// What a service answers, before it is put on the wire.
public struct SandboxResponse: Sendable {
    /// A body that knows what it is made of, so that faults can bend it.
    public enum Body: Sendable {
        /// No body.
        case empty
        /// A JSON value, written with or without spaces after its separators.
        case json(SandboxJSON, spaced: Bool)
        /// Anything else.
        case bytes([UInt8])
    }

    /// The HTTP status.
    public var status: Int
    /// The header lines, but for `Content-Length` and `Date`, which the server adds.
    public var headers: [SandboxHeader]
    /// The body.
    public var body: Body

    /// An answer of the given parts.
    public init(_ status: Int, headers: [SandboxHeader] = [], body: Body = .empty) {
        self.status = status
        self.headers = headers
        self.body = body
    }

    /// An answer of text, with its media type.
    package init(_ status: Int, text: String, type: String) {
        self.init(status, headers: [SandboxHeader("Content-Type", type)], body: .bytes(Array(text.utf8)))
    }

    /// The body as it goes over the wire.
    package var bytes: [UInt8] {
        switch body {
        case .empty: []
        case .json(let value, let spaced): Array(value.text(spaced: spaced).utf8)
        case .bytes(let bytes): bytes
        }
    }

    /// Puts a header in place of those of the same name.
    package mutating func setHeader(_ name: String, _ value: String) {
        headers.removeAll { $0.name.lowercased() == name.lowercased() }
        headers.append(SandboxHeader(name, value))
    }
}
