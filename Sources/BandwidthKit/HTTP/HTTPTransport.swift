/// The way to the network: all that this package asks of an HTTP client.
///
/// A transport sends one request once. It follows no redirect, verifies certificates, reads at most
/// `request.bodyLimit` bytes of the answer and stops at once when its task is cancelled. Retries, deadlines and limits
/// are wrapped around it (`RetryingTransport`), never inside it.
public protocol HTTPTransport: Sendable {
    /// The answer, whatever its status.
    func send(_ request: HTTPRequest) async throws(HTTPTransportError) -> HTTPResponse
}

/// A request of this package's clients.
public struct HTTPRequest: Sendable {
    /// What is asked of the service.
    public enum Method: String, Sendable {
        case get = "GET"
        case post = "POST"
        case put = "PUT"
    }

    /// The method.
    public let method: Method

    /// Where the API lives: the only place that this request's headers may go to.
    public let base: BaseURL

    /// Path and query behind `base`, percent-encoded.
    public let path: String

    /// Header fields in order, names in lower case.
    public let headers: [(name: String, value: String)]

    /// The body; empty for none.
    public let body: [UInt8]

    /// Whether sending it again does no harm, since it only reads or its repeat replaces the first: then it is retried
    /// even after the service may have acted on it. Some services are read by POST.
    public let isRepeatable: Bool

    /// The most bytes of an answer's body that are read.
    public var bodyLimit = 8 << 20

    /// The file of PEM certificates whose authorities are trusted for this request in place of the usual ones; `nil`:
    /// the usual ones.
    public var authoritiesFile: String?

    /// Until when the whole exchange must be done, in `Timekeeper.uptime`; `nil`: whenever.
    public var deadline: Duration?

    /// The whole address.
    public var url: String {
        base.text + path
    }

    /// Whose request it is: equal for requests with the same secrets to the same service. Services count requests by it.
    package var credentials = 0

    /// Takes the entry's secrets out of what is printed: what a service named may be part of a path.
    package var redactor = Redactor([])

    /// The address without its query and without secrets, for logs and errors.
    public var printableURL: String {
        redactor.redact(String(url.prefix { $0 != "?" })).printable
    }
}

/// A service's answer.
public struct HTTPResponse: Sendable {
    /// The status code.
    public let status: Int

    /// Header fields in order, names in lower case.
    public let headers: [(name: String, value: String)]

    /// The body, decompressed.
    public let body: [UInt8]

    /// An answer; the names of the headers may be in any case.
    public init(status: Int, headers: [(name: String, value: String)] = [], body: [UInt8] = []) {
        self.status = status
        self.headers = headers.map { ($0.name.lowercased(), $0.value) }
        self.body = body
    }

    /// The first value of a header field; the name in lower case.
    public func header(_ name: String) -> String? {
        headers.first { $0.name == name }?.value
    }
}

/// Why no answer came.
public enum HTTPTransportError: Error, Hashable, Sendable {
    /// The host's name has no address.
    case nameNotResolved(String)

    /// No connection came about; nothing was sent.
    case notConnected(String)

    /// No secure connection came about, or the certificate was refused; nothing was sent.
    case insecure(String)

    /// The certificate is of no authority that is trusted, or out of date; nothing was sent.
    case untrusted(String)

    /// The connection ended before the whole answer had come. The service may have acted.
    case interrupted(String)

    /// What came is not HTTP. The service may have acted.
    case malformed(String)

    /// The body is larger than the limit.
    case tooLarge(limit: Int)

    /// The time was up.
    case timedOut

    /// The service's own limit leaves no request before the time is up: the wait until it does.
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
