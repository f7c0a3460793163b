/// What a service answered to a request that it accepted.
public struct PlainAnswer: Sendable {
    /// The body; `nil` if it isn't JSON.
    public let json: JSONValue?

    /// The start of the body, on one line and without secrets.
    public let text: String

    /// The status, from 200 to 299.
    public let status: Int

    /// The URL of the request, without secrets.
    let url: String

    /// The error for an answer that says something else than it should.
    ///
    /// - Parameter expectation: what the answer should have been: `"ok": true`.
    public func unusable(expected expectation: String) -> APIError {
        let start = text.isEmpty ? "the answer is empty" : "the answer starts with: \(text)"
        return APIError(.badResponse, "\(url) did not return \(expectation); \(start)", httpStatus: status)
    }
}
