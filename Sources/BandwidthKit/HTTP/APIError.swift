/// Why an account couldn't be read or a message couldn't be delivered.
public struct APIError: Error, Hashable, Sendable {
    /// The kind of failure, for programs. JSON reports contain the raw value.
    public enum Code: String, Sendable, CaseIterable {
        /// The token was refused.
        case unauthorized
        /// The token was accepted, but it lacks the permission.
        case forbidden
        /// The service has no such resource.
        case notFound = "not_found"
        /// Too many requests, and waiting would have taken too long.
        case rateLimited = "rate_limited"
        /// The service is down or under maintenance.
        case unavailable
        /// The time limit was reached.
        case timeout
        /// There was no connection, or it broke.
        case network
        /// There was no secure connection.
        case tls
        /// The account's entry in the configuration is wrong, or a variable or file that it names is missing.
        case notConfigured = "not_configured"
        /// The answer can't be used: not JSON, wrong structure, impossible numbers, or too large.
        case badResponse = "bad_response"
    }

    /// The kind of failure.
    public var code: Code

    /// The status of the answer, if there was one.
    public var httpStatus: Int?

    /// What went wrong, in one sentence without a full stop.
    public var message: String

    /// How to fix it, if known.
    public var hint: String?

    /// The part of the account that failed; `nil` for all of it.
    public var scope: UsageScope?

    /// Whether the service certainly never saw the request.
    package var isCertainlyUnsent = false

    /// Whether a message that was reported as undelivered may arrive anyway.
    package var mayHaveArrived = false

    /// The time limit that was reached; `nil` if it isn't known, or something else went wrong.
    var timeLimit: Duration?

    /// Whether a person interrupted the run before it was read.
    package var isInterrupted = false

    /// The maximum length of a message, in Unicode scalars: some quote the service.
    private static let longestMessage = 2000

    /// Creates an error.
    public init(
        _ code: Code, _ message: String, httpStatus: Int? = nil, hint: String? = nil, scope: UsageScope? = nil
    ) {
        self.code = code
        self.message = message.printable(upTo: Self.longestMessage)
        self.httpStatus = httpStatus
        self.hint = hint
        self.scope = scope
    }

    /// Returns the same error for a part of the account, or for all of it if `scope` is `nil`.
    public func about(_ scope: UsageScope?) -> APIError {
        var error = self
        error.scope = scope
        return error
    }
}

extension APIError: CustomStringConvertible {
    /// The message and the fix, on one line.
    public var description: String {
        let subject = scope.map { "\($0.kind.name) \($0.name ?? "list"): " } ?? ""
        return subject + message + (hint.map { "; \($0)" } ?? "")
    }

    /// The failure in a few words, for a text message: `token refused (401)`.
    public var brief: String {
        let words =
            switch code {
            case .unauthorized: "token refused"
            case .forbidden: "access denied"
            case .notFound: "not found"
            case .rateLimited: "rate limited"
            case .unavailable: "service unavailable"
            case .timeout where isInterrupted: "interrupted"
            case .timeout: timeLimit.map { "no answer within \($0.text)" } ?? "no answer in time"
            case .network: "no connection"
            case .tls: "no secure connection"
            case .notConfigured: "not configured"
            case .badResponse: "unusable answer"
            }
        return words + (httpStatus.map { " (\($0))" } ?? "")
    }
}

extension APIError {
    /// Creates the error that a transport error means for an account.
    package init(_ error: HTTPTransportError, _ request: HTTPRequest) {
        let host = request.base.host
        switch error {
        case .nameNotResolved(let reason):
            self.init(
                .network, "the name \(host) could not be resolved: \(reason)",
                hint: "check the spelling of the address, and the network")
        case .notConnected(let reason):
            self.init(.network, "no connection to \(host): \(reason)", hint: "check the network and any proxy")
        case .insecure(let reason):
            self.init(.tls, "no secure connection to \(host): \(reason)")
        case .untrusted(let reason):
            self.init(
                .tls, "no secure connection to \(host): \(reason)",
                hint: "a private certificate authority can be trusted with an entry's ca_file, or with SSL_CERT_FILE")
        case .interrupted(let reason):
            self.init(.network, "the connection to \(host) broke before the answer was complete: \(reason)")
        case .malformed(let reason):
            self.init(.badResponse, "the answer from \(host) is not valid HTTP: \(reason)")
        case .tooLarge(let limit):
            self.init(.badResponse, "the answer from \(host) is larger than \(limit >> 20) MiB")
        case .timedOut:
            self.init(.timeout, "\(host) did not answer in time", hint: "raise --timeout if it is just slow")
            if let limit = request.timeLimit {
                message = "\(host) did not answer within \(limit.text)"
                hint = limit * 3 > .seconds(3600) ? nil : "if it is just slow, use --timeout \((limit * 3).settingText)"
                timeLimit = limit
            }
        case .heldBack(let wait):
            self.init(
                .rateLimited, "the rate limit of \(host) allows no request for \(wait.components.seconds) seconds",
                hint: "check less often, or raise --timeout")
        case .cancelled:
            self.init(.timeout, "interrupted before it was read")
            isInterrupted = true
        }
        isCertainlyUnsent = error.isCertainlyUnsent || error == .timedOut && request.trace.isCertainlyUnsent
    }
}
