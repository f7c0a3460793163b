/// A service's answer before it is sent.
package struct SandboxResponse: Sendable {
    /// The HTTP status.
    package var status: Int
    /// The header lines, except `Content-Length` and `Date`, which the server adds.
    package var headers: [SandboxHeader]
    /// The body.
    package var body: [UInt8]

    /// Creates an answer from its parts.
    package init(_ status: Int, headers: [SandboxHeader] = [], body: [UInt8] = []) {
        self.status = status
        self.headers = headers
        self.body = body
    }

    /// Creates a text answer with its media type.
    package init(_ status: Int, text: String, type: String) {
        self.init(status, headers: [SandboxHeader("Content-Type", type)], body: Array(text.utf8))
    }
}
