/// Adds deadlines, retries and limits on concurrent requests, for each account and for each host, to a transport.
///
/// A repeatable request is retried after a failed or broken connection and after 408, 429, 500, 502, 503 and
/// 504, and after a 400 whose body says that there were too many requests, as from AWS; not after a 503 with `X-Maintenance-Mode`, which Linode sends during maintenance
/// (https://github.com/linode/linodego, `retries.go`). Any other request is only retried if it was certainly
/// not processed: no connection, or 429.
public struct RetryingTransport: HTTPTransport {
    /// The maximum number of times that a request is sent.
    public static let tries = 3

    private let transport: any HTTPTransport
    private let time: any Timekeeper
    private let limiter: HostLimiter
    private let jitter: @Sendable () -> Double
    private let log: (@Sendable (String) -> Void)?

    /// Creates a transport that sends its requests with another one.
    ///
    /// - Parameters:
    ///   - jitter: returns a random number from 0 to 1, which varies the pauses before retries.
    ///   - log: logs each request in one line, without the query, headers or bodies; `nil` to log nothing.
    public init(
        _ transport: any HTTPTransport, time: any Timekeeper,
        jitter: @escaping @Sendable () -> Double = { Double.random(in: 0...1) },
        log: (@Sendable (String) -> Void)? = nil
    ) {
        self.transport = transport
        self.time = time
        self.limiter = HostLimiter(time: time)
        self.jitter = jitter
        self.log = log
    }

    public func send(_ request: HTTPRequest) async throws(HTTPTransportError) -> HTTPResponse {
        var attempt = 1
        var refusal: HTTPResponse?
        while true {
            let started = time.uptime
            let result = await exchange(request)
            // The service's refusal is more useful than the fact that there is no time for a retry.
            if case .failure(.heldBack) = result, let refusal { return refusal }
            refusal = try? result.get()
            logExchange(request, result, took: time.uptime - started)
            guard attempt < Self.tries, let pause = pause(after: result, to: request, attempt) else {
                return try result.get()
            }
            if let deadline = request.deadline, time.uptime + pause >= deadline {
                return try result.get()
            }
            do {
                try await time.sleep(for: pause)
            } catch {
                throw .cancelled
            }
            attempt += 1
        }
    }

    /// Sends the request once, when the host has a free place and before the deadline.
    private func exchange(_ request: HTTPRequest) async -> Result<HTTPResponse, HTTPTransportError> {
        guard let deadline = request.deadline else { return await limited(request) }
        let left = deadline - time.uptime
        guard left > .zero else { return .failure(.timedOut) }
        return await time.limit(to: left) { await limited(request) } ?? .failure(.timedOut)
    }

    private func limited(_ request: HTTPRequest) async -> Result<HTTPResponse, HTTPTransportError> {
        let client = HostLimiter.Client(request)
        do throws(HTTPTransportError) {
            try await limiter.enter(client, before: request.deadline)
        } catch {
            return .failure(error)
        }
        let result: Result<HTTPResponse, HTTPTransportError>
        if let limit = request.answerLimit {
            result = await time.limit(to: limit) { await answer(to: request) } ?? .failure(.timedOut)
        } else {
            result = await answer(to: request)
        }
        await limiter.leave(client, after: try? result.get())
        return result
    }

    private func answer(to request: HTTPRequest) async -> Result<HTTPResponse, HTTPTransportError> {
        await Result.catching { () async throws(HTTPTransportError) in
            // Only now: it may have waited for its turn, or be the second try.
            try await transport.send(request.signed(at: time.now))
        }
    }

    /// The pause before the next attempt; `nil` if there is none.
    private func pause(
        after result: Result<HTTPResponse, HTTPTransportError>, to request: HTTPRequest, _ attempt: Int
    ) -> Duration? {
        var backOff: Duration { .milliseconds(500 << (attempt - 1)) * (0.5 + jitter() / 2) }
        switch result {
        case .failure(let error):
            let isWorthIt =
                switch error {
                case .notConnected, .nameNotResolved: true
                case .interrupted: request.isRepeatable
                case .insecure, .untrusted, .malformed, .tooLarge, .timedOut, .heldBack, .cancelled: false
                }
            return isWorthIt ? backOff : nil
        case .success(let response):
            switch response.status {
            case 429:
                return RetryAfter.duration(in: response, now: time.now) ?? backOff
            case 503 where response.header("x-maintenance-mode") != nil:
                return nil
            case 400 where request.isRepeatable && request.isThrottled(by: response):
                return RetryAfter.duration(in: response, now: time.now) ?? backOff
            case 408, 500, 502, 503, 504:
                guard request.isRepeatable else { return nil }
                return RetryAfter.duration(in: response, now: time.now) ?? backOff
            default:
                return nil
            }
        }
    }

    private func logExchange(
        _ request: HTTPRequest, _ result: Result<HTTPResponse, HTTPTransportError>, took duration: Duration
    ) {
        guard let log else { return }
        let outcome =
            switch result {
            case .success(let response): "\(response.status), \(response.body.count) bytes"
            case .failure(let error): APIError(error, request).message
            }
        let milliseconds = duration.components.seconds * 1000 + duration.components.attoseconds / 1_000_000_000_000_000
        log("\(request.method.rawValue) \(request.printableURL): \(outcome) in \(milliseconds) ms")
    }
}
