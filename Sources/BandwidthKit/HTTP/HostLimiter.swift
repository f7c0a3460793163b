#if canImport(FoundationEssentials)
    import FoundationEssentials
#else
    import Foundation
#endif

/// Keeps the number of requests to one host small, and holds them back when the service says that its limit is near.
actor HostLimiter {
    /// The most requests that are under way to one host.
    static let width = 8

    private struct Host {
        var inFlight = 0
        /// Who waits for a place, first come first served.
        var waiting: [(id: UInt64, continuation: CheckedContinuation<Bool, Never>)] = []
    }

    /// How many requests a service still allows to a token, and when it allows more again (in uptime).
    private struct Allowance {
        var remaining: Int
        let resetsAt: Duration

        /// The reset as the service said it; `nil` where the allowance grows again all the time.
        var reset: Int?
    }

    /// Whose allowance it is: services count by token, and one that is used up must not hold back another.
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
                try await takePlace(client.origin)
            } catch {
                throw .cancelled
            }
            if holdBack(client) == nil { break }
            freePlace(client.origin)
        }
        allowances[client]?.remaining -= 1
    }

    /// Gives the place back and learns from the answer's rate-limit headers.
    func leave(_ client: Client, after response: HTTPResponse?) {
        if let response { learn(client, response) }
        freePlace(client.origin)
    }

    private func takePlace(_ host: String) async throws(CancellationError) {
        guard hosts[host, default: Host()].inFlight >= Self.width else {
            hosts[host, default: Host()].inFlight += 1
            return
        }
        lastID += 1
        let id = lastID
        let hasPlace = await withTaskCancellationHandler {
            await withCheckedContinuation { continuation in
                if Task.isCancelled {
                    continuation.resume(returning: false)
                } else {
                    hosts[host]?.waiting.append((id, continuation))
                }
            }
        } onCancel: {
            Task { await self.giveUp(host, id) }
        }
        if !hasPlace { throw CancellationError() }
    }

    private func giveUp(_ host: String, _ id: UInt64) {
        guard let index = hosts[host]?.waiting.firstIndex(where: { $0.id == id }) else { return }
        hosts[host]?.waiting.remove(at: index).continuation.resume(returning: false)
    }

    /// Hands the place to whoever waited longest.
    private func freePlace(_ host: String) {
        guard let state = hosts[host] else { return }
        if state.waiting.isEmpty {
            hosts[host]?.inFlight -= 1
        } else {
            hosts[host]?.waiting.removeFirst().continuation.resume(returning: true)
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
        let others = max(0, (hosts[client.origin]?.inFlight ?? 1) - 1)
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
