#if canImport(FoundationEssentials)
    import FoundationEssentials
#else
    import Foundation
#endif

/// Keeps the number of requests to one host small and shares it among the accounts there, and holds requests back when the
/// service says that its limit is near.
///
/// Who has the fewest requests under way gets the next place. Half of a host's places are only for accounts that have none:
/// a few accounts that hang with all their requests keep no other from being asked.
actor HostLimiter {
    /// The most requests that are under way for one account.
    static let accountWidth = 8

    /// The most requests that are under way to one host.
    static let hostWidth = 32

    /// So many of those may be an account's second, third and so on.
    static let sharedWidth = 16

    /// One account's requests to a host.
    fileprivate struct Queue {
        var inFlight = 0
        /// Those that wait for a place, first come first served.
        var waiting: [(id: UInt64, continuation: CheckedContinuation<Bool, Never>)] = []
    }

    fileprivate struct Host {
        var inFlight = 0
        var queues: [Client: Queue] = [:]
    }

    /// How many requests a service still allows to a token, and when it allows more again (in uptime).
    private struct Allowance {
        var remaining: Int
        let resetsAt: Duration

        /// The reset as the service said it; `nil` where the allowance grows again all the time.
        var reset: Int?
    }

    /// Whose requests they are: services count by token, and one that is used up must not hold back another.
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

    /// Returns once a request may be sent; each return needs a `leave`.
    ///
    /// - Throws: `heldBack` where the service's limit leaves no request before the deadline, or `cancelled`.
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

    /// Gives the place back and learns from the answer's rate-limit headers.
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

    /// Gives a place back, and hands out what is free then.
    private func freePlace(_ client: Client) {
        hosts[client.origin]?.giveBack(client)
        while let next = hosts[client.origin]?.next {
            let waiting = hosts[client.origin]?.queues[next]?.waiting.removeFirst()
            hosts[client.origin]?.take(next)
            waiting?.continuation.resume(returning: true)
        }
    }

    /// How long the service's own limit asks to wait; `nil`: not at all.
    private func holdBack(_ client: Client) -> Duration? {
        guard let allowance = allowances[client] else { return nil }
        let left = allowance.resetsAt - time.uptime
        if left <= .zero {
            allowances[client] = nil
            return nil
        }
        return allowance.remaining > 0 ? nil : left
    }

    /// `Retry-After` of a 429; else `X-RateLimit-Remaining` and `-Reset`, in Unix seconds (Linode, Netlify); else the same
    /// without the `X-`, where the reset is of the whole allowance and a request comes free each second (Hetzner).
    private func learn(_ client: Client, _ response: HTTPResponse) {
        if response.status == 429, let wait = RetryAfter.duration(in: response, now: time.now) {
            allowances[client] = Allowance(remaining: 0, resetsAt: time.uptime + wait)
            return
        }
        func number(_ name: String) -> Int? {
            response.header(name).flatMap { Int($0) }.flatMap { $0 >= 0 ? $0 : nil }
        }
        // Requests under way are not in the number yet; this one is.
        let others = max(0, (hosts[client.origin]?.queues[client]?.inFlight ?? 1) - 1)
        if let remaining = number("x-ratelimit-remaining"), let reset = number("x-ratelimit-reset") {
            let reference = response.header("date").flatMap(HTTPDate.date) ?? time.now
            let wait = Double(reset) - reference.timeIntervalSince1970
            guard wait > 0, wait < 86400 else { return }
            let resetsAt = time.uptime + .seconds(Int64(wait.rounded(.up)))
            // Until the reset it only gets less: what says more is an answer that another one overtook.
            let known = allowances[client].flatMap { $0.reset == reset ? $0.remaining : nil }
            allowances[client] = Allowance(
                remaining: min(remaining - others, known ?? .max), resetsAt: resetsAt, reset: reset)
        } else if let remaining = number("ratelimit-remaining") {
            allowances[client] = Allowance(remaining: remaining - others, resetsAt: time.uptime + .seconds(1))
        }
    }
}

extension HostLimiter.Host {
    /// Whether one more request of an account may be sent.
    fileprivate func hasPlace(for queue: HostLimiter.Queue) -> Bool {
        inFlight < (queue.inFlight == 0 ? HostLimiter.hostWidth : HostLimiter.sharedWidth)
            && queue.inFlight < HostLimiter.accountWidth
    }

    /// Whose turn it is: of those that may send one more, who has the fewest under way, and then who waits longest.
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

    /// Drops the queue of an account that has nothing to send any more.
    fileprivate mutating func forget(_ client: HostLimiter.Client) {
        if let queue = queues[client], queue.inFlight == 0, queue.waiting.isEmpty { queues[client] = nil }
    }
}
