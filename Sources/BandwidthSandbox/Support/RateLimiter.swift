import Synchronization

#if canImport(FoundationEssentials)
    import FoundationEssentials
#else
    import Foundation
#endif

/// Counts requests per minute and token, by the real clock, and reports them in Linode's headers.
final class RateLimiter: Sendable {
    /// The state of the limit for one request.
    struct Grant: Sendable {
        let limit: Int
        /// Requests left in this minute; negative for a request over the limit.
        let remaining: Int
        /// When the next minute begins, in seconds since 1970.
        let reset: Int
        let secondsLeft: Int

        var headers: [SandboxHeader] {
            [
                SandboxHeader("X-RateLimit-Limit", String(limit)),
                SandboxHeader("X-RateLimit-Remaining", String(max(0, remaining))),
                SandboxHeader("X-RateLimit-Reset", String(reset)),
            ]
        }
    }

    private let limit: Int?
    private let windows = Mutex<[String: (end: Int, count: Int)]>([:])

    /// - Parameter limit: Requests per minute. If `nil`, every request is allowed, and the reported limit is 1840, the
    ///   highest that has been recorded (for instances' transfer), with all but one left.
    init(limit: Int?) {
        self.limit = limit
    }

    /// Counts a request. A token's minute begins with its first request.
    func take(for token: String) -> Grant {
        let now = Int(Date().timeIntervalSince1970)
        guard let limit else { return Grant(limit: 1840, remaining: 1839, reset: now + 60, secondsLeft: 60) }
        return windows.withLock { windows in
            var window = windows[token] ?? (now + 60, 0)
            if window.end <= now { window = (now + 60, 0) }
            window.count += 1
            windows[token] = window
            return Grant(
                limit: limit, remaining: limit - window.count, reset: window.end, secondsLeft: max(1, window.end - now))
        }
    }
}
