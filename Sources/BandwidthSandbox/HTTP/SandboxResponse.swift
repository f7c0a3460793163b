/// What a service answers, before it is put on the wire.
package struct SandboxResponse: Sendable {
    /// The HTTP status.
    package var status: Int
    /// The header lines, but for `Content-Length` and `Date`, which the server adds.
    package var headers: [SandboxHeader]
    /// The body.
    package var body: [UInt8]

    /// An answer of the given parts.
    package init(_ status: Int, headers: [SandboxHeader] = [], body: [UInt8] = []) {
        self.status = status
        self.headers = headers
        self.body = body
    }

    /// An answer of text, with its media type.
    package init(_ status: Int, text: String, type: String) {
        self.init(status, headers: [SandboxHeader("Content-Type", type)], body: Array(text.utf8))
    }
}
