#if canImport(FoundationEssentials)
    import FoundationEssentials
#else
    import Foundation
#endif

/// Limits the number of concurrent requests to each host, shares them fairly among the accounts there, and holds
/// requests back when the service reports that its rate limit is near.
///
/// The account with the fewest requests in flight gets the next place. Half of a host's places are reserved for
/// accounts that have none, so that a few accounts whose requests all hang don't block the others.
actor HostLimiter {
    /// The maximum number of requests in flight for one account.
    static let accountWidth = 8

    /// The maximum number of requests in flight to one host.
    static let hostWidth = 32

    /// The number of requests in flight to a host from which accounts may only send their first.
    static let sharedWidth = 16

    /// One account's requests to a host.
    fileprivate struct Queue {
        var inFlight = 0
        /// The requests that wait for a place, first come, first served.
        var waiting: [(id: UInt64, continuation: CheckedContinuation<Bool, Never>)] = []
    }

    fileprivate struct Host {
        var inFlight = 0
        var queues: [Client: Queue] = [:]
    }

    /// How many more requests a service allows for a token, and when it allows more again (in uptime).
    private struct Allowance {
        var remaining: Int
        let resetsAt: Duration

        /// The reset time as the service sent it; `nil` if the allowance is refilled continuously.
        var reset: Int?
    }

    /// Whose requests they are. Services count by token, and an exhausted one must not hold back the others.
    struct Client: Hashable {
        let origin: String
        let credentials: Int

        init(_ request: HTTPRequest) {
            origin = request.base.origin
            credentials = request.credentials
        }
    }

    private let time: any Timekeeper
    private var hosts: [String: Host] = [:]
    private var allowances: [Client: Allowance] = [:]
    private var lastID: UInt64 = 0

    init(time: any Timekeeper) {
        self.time = time
    }

    /// Returns when a request may be sent. Each return must be followed by a call of `leave`.
    ///
    /// - Throws: `heldBack` if the service's rate limit allows no request before the deadline, or `cancelled`.
    func enter(_ client: Client, before deadline: Duration? = nil) async throws(HTTPTransportError) {
        while true {
            if let wait = holdBack(client) {
                if let deadline, time.uptime + wait >= deadline { throw .heldBack(wait) }
                do {
                    try await time.sleep(for: wait)
                } catch {
                    throw .cancelled
                }
                continue
            }
            do {
                try await takePlace(client)
            } catch {
                throw .cancelled
            }
            if holdBack(client) == nil { break }
            freePlace(client)
        }
        allowances[client]?.remaining -= 1
    }

    /// Releases the place, and reads the answer's rate-limit headers.
    func leave(_ client: Client, after response: HTTPResponse?) {
        if let response { learn(client, response) }
        freePlace(client)
    }

    private func takePlace(_ client: Client) async throws(CancellationError) {
        let host = hosts[client.origin, default: Host()], queue = host.queues[client, default: Queue()]
        if queue.waiting.isEmpty, host.hasPlace(for: queue) {
            hosts[client.origin, default: Host()].take(client)
            return
        }
        lastID += 1
        let id = lastID
        let hasPlace = await withTaskCancellationHandler {
            await withCheckedContinuation { continuation in
                if Task.isCancelled {
                    continuation.resume(returning: false)
                } else {
                    hosts[client.origin]?.queues[client, default: Queue()].waiting.append((id, continuation))
                }
            }
        } onCancel: {
            Task { await self.giveUp(client, id) }
        }
        if !hasPlace { throw CancellationError() }
    }

    private func giveUp(_ client: Client, _ id: UInt64) {
        guard let index = hosts[client.origin]?.queues[client]?.waiting.firstIndex(where: { $0.id == id }) else {
            return
        }
        let waiting = hosts[client.origin]?.queues[client]?.waiting.remove(at: index)
        hosts[client.origin]?.forget(client)
        waiting?.continuation.resume(returning: false)
    }

    /// Releases a place, then gives free places to waiting requests.
    private func freePlace(_ client: Client) {
        hosts[client.origin]?.giveBack(client)
        while let next = hosts[client.origin]?.next {
            let waiting = hosts[client.origin]?.queues[next]?.waiting.removeFirst()
            hosts[client.origin]?.take(next)
            waiting?.continuation.resume(returning: true)
        }
    }

    /// How long to wait because of the service's rate limit; `nil` if a request may be sent now.
    private func holdBack(_ client: Client) -> Duration? {
        guard let allowance = allowances[client] else { return nil }
        let left = allowance.resetsAt - time.uptime
        if left <= .zero {
            allowances[client] = nil
            return nil
        }
        return allowance.remaining > 0 ? nil : left
    }

    /// Reads `Retry-After` of a 429; otherwise `X-RateLimit-Remaining` and `-Reset`, in Unix seconds (Linode, Netlify);
    /// otherwise the same without `X-`, where the reset is that of the full allowance and one request becomes available
    /// each second (Hetzner).
    private func learn(_ client: Client, _ response: HTTPResponse) {
        if response.status == 429, let wait = RetryAfter.duration(in: response, now: time.now) {
            allowances[client] = Allowance(remaining: 0, resetsAt: time.uptime + wait)
            return
        }
        func number(_ name: String) -> Int? {
            response.header(name).flatMap { Int($0) }.flatMap { $0 >= 0 ? $0 : nil }
        }
        // The number doesn't count the other requests in flight yet, only this one.
        let others = max(0, (hosts[client.origin]?.queues[client]?.inFlight ?? 1) - 1)
        if let remaining = number("x-ratelimit-remaining"), let reset = number("x-ratelimit-reset") {
            let reference = response.header("date").flatMap(HTTPDate.date) ?? time.now
            let wait = Double(reset) - reference.timeIntervalSince1970
            guard wait > 0, wait < 86400 else { return }
            let resetsAt = time.uptime + .seconds(Int64(wait.rounded(.up)))
            // It only decreases until the reset: a larger number is from an answer that was overtaken by another.
            let known = allowances[client].flatMap { $0.reset == reset ? $0.remaining : nil }
            allowances[client] = Allowance(
                remaining: min(remaining - others, known ?? .max), resetsAt: resetsAt, reset: reset)
        } else if let remaining = number("ratelimit-remaining") {
            allowances[client] = Allowance(remaining: remaining - others, resetsAt: time.uptime + .seconds(1))
        }
    }
}

extension HostLimiter.Host {
    /// Whether an account may send another request.
    fileprivate func hasPlace(for queue: HostLimiter.Queue) -> Bool {
        inFlight < (queue.inFlight == 0 ? HostLimiter.hostWidth : HostLimiter.sharedWidth)
            && queue.inFlight < HostLimiter.accountWidth
    }

    /// The account whose turn it is: of those that may send another request, the one with the fewest in flight; of
    /// these, the one that has waited longest.
    fileprivate var next: HostLimiter.Client? {
        queues.lazy
            .compactMap { client, queue in queue.waiting.first.map { (client, queue, $0.id) } }
            .filter { hasPlace(for: $0.1) }
            .min { ($0.1.inFlight, $0.2) < ($1.1.inFlight, $1.2) }?.0
    }

    fileprivate mutating func take(_ client: HostLimiter.Client) {
        inFlight += 1
        queues[client, default: HostLimiter.Queue()].inFlight += 1
    }

    fileprivate mutating func giveBack(_ client: HostLimiter.Client) {
        inFlight -= 1
        queues[client]?.inFlight -= 1
        forget(client)
    }

    /// Removes the queue of an account if nothing is in flight or waiting.
    fileprivate mutating func forget(_ client: HostLimiter.Client) {
        if let queue = queues[client], queue.inFlight == 0, queue.waiting.isEmpty { queues[client] = nil }
    }
}
