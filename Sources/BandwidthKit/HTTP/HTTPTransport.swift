#if canImport(FoundationEssentials)
    import FoundationEssentials
#else
    import Foundation
#endif

/// An HTTP client, with just what this package needs.
///
/// A transport sends each request once. It doesn't follow redirects, verifies certificates, reads at most
/// `request.bodyLimit` bytes of the answer and stops immediately when its task is cancelled. Retries, deadlines and
/// limits are wrapped around it (`RetryingTransport`), never inside it.
public protocol HTTPTransport: Sendable {
    /// Sends a request and returns the answer, whatever its status.
    func send(_ request: HTTPRequest) async throws(HTTPTransportError) -> HTTPResponse
}

/// An HTTP request.
public struct HTTPRequest: Sendable {
    /// A request method.
    public enum Method: String, Sendable {
        case get = "GET"
        case post = "POST"
        case put = "PUT"
    }

    /// The method.
    public let method: Method

    /// The API's base URL: the only place that this request's headers may go to.
    public let base: BaseURL

    /// The path and query after `base`, percent-encoded.
    public let path: String

    /// The header fields in order, with names in lower case.
    public internal(set) var headers: [(name: String, value: String)]

    /// The body; empty if there is none.
    public let body: [UInt8]

    /// Whether it is safe to send the request again, because it only reads or because the second replaces the first. If
    /// so, it is retried even if the service may have acted on it. Some services are read by POST.
    public let isRepeatable: Bool

    /// The maximum size of the answer's body, in bytes.
    public var bodyLimit = 8 << 20

    /// A PEM file with the certificate authorities to trust for this request; `nil` to trust the default ones.
    public var authoritiesFile: String?

    /// When the whole exchange must be done, in `Timekeeper.uptime`; `nil` if there is no deadline.
    public var deadline: Duration?

    /// How long the service may take for one answer, if that is less than what is left until the deadline.
    var answerLimit: Duration?

    /// The time limit that a person knows: the account's or the channel's.
    var timeLimit: Duration?

    /// Returns all header fields with a signature of a date; `nil` if the request isn't signed.
    var sign: (@Sendable (Date) -> [(name: String, value: String)])?

    /// The shape of the service's error bodies, for refusals whose status doesn't say that they are temporary.
    var refusals: any ServiceError.Type = NoServiceError.self

    /// The complete URL.
    public var url: String {
        base.text + path
    }

    /// Identifies the credentials: equal for requests with the same secrets to the same service. Services count
    /// requests by credentials.
    package var credentials = 0

    /// Whether any of it was sent.
    package let trace = SendTrace()

    /// Whether it only reads something; errors say so.
    package var isReading = false

    /// Removes the entry's secrets from what is printed: a path may contain names that come from the service.
    package var redactor = Redactor([])

    /// The URL without its query and without secrets, for logs and errors.
    public var printableURL: String {
        redactor.redact(String(url.prefix { $0 != "?" })).printable
    }
}

/// A service's answer.
public struct HTTPResponse: Sendable {
    /// The status code.
    public let status: Int

    /// The header fields in order, with names in lower case.
    public let headers: [(name: String, value: String)]

    /// The body, decompressed.
    public let body: [UInt8]

    /// Creates an answer. The names of the headers may be in any case.
    public init(status: Int, headers: [(name: String, value: String)] = [], body: [UInt8] = []) {
        self.status = status
        self.headers = headers.map { ($0.name.lowercased(), $0.value) }
        self.body = body
    }

    /// Returns the first value of a header field. The name must be in lower case.
    public func header(_ name: String) -> String? {
        headers.first { $0.name == name }?.value
    }
}

/// Why there is no answer.
public enum HTTPTransportError: Error, Hashable, Sendable {
    /// The host's name has no address.
    case nameNotResolved(String)

    /// No connection could be opened; nothing was sent.
    case notConnected(String)

    /// No secure connection could be opened, or the certificate was rejected; nothing was sent.
    case insecure(String)

    /// The certificate isn't from a trusted authority, or it has expired; nothing was sent.
    case untrusted(String)

    /// The connection ended before the answer was complete. The service may have acted on the request.
    case interrupted(String)

    /// The answer isn't valid HTTP. The service may have acted on the request.
    case malformed(String)

    /// The body is larger than the limit.
    case tooLarge(limit: Int)

    /// The deadline passed.
    case timedOut

    /// The service's rate limit allows no request before the deadline. The value is the wait until it does.
    case heldBack(Duration)

    /// The run was cancelled.
    case cancelled

    /// Whether the service certainly never saw the request.
    package var isCertainlyUnsent: Bool {
        switch self {
        case .nameNotResolved, .notConnected, .insecure, .untrusted, .heldBack: true
        case .interrupted, .malformed, .tooLarge, .timedOut, .cancelled: false
        }
    }
}
