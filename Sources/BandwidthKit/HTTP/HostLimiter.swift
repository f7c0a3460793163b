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
        /// How many requests the service still allows, and when it allows all of them again (in uptime).
        var allowance: (remaining: Int, resetsAt: Duration)?
    }

    private let time: any Timekeeper
    private var hosts: [String: Host] = [:]
    private var lastID: UInt64 = 0

    init(time: any Timekeeper) {
        self.time = time
    }

    /// Returns once a request may be sent to the host; each return needs a `leave`.
    func enter(_ host: String) async throws(CancellationError) {
        try await takePlace(host)
        while let wait = holdBack(host) {
            do throws(CancellationError) {
                try await time.sleep(for: wait)
            } catch {
                freePlace(host)
                throw error
            }
        }
        hosts[host]?.allowance?.remaining -= 1
    }

    /// Gives the place back and learns from the answer's rate-limit headers.
    func leave(_ host: String, after response: HTTPResponse?) {
        if let response { learn(host, response) }
        freePlace(host)
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
    private func holdBack(_ host: String) -> Duration? {
        guard let allowance = hosts[host]?.allowance else { return nil }
        let left = allowance.resetsAt - time.uptime
        if left <= .zero {
            hosts[host]?.allowance = nil
            return nil
        }
        return allowance.remaining > 0 ? nil : left
    }

    /// `X-RateLimit-Remaining` and `-Reset` (Linode, Netlify) or without the `X-` (Hetzner); the reset is in Unix seconds.
    private func learn(_ host: String, _ response: HTTPResponse) {
        func number(_ name: String) -> Int? {
            (response.header("x-ratelimit-\(name)") ?? response.header("ratelimit-\(name)")).flatMap { Int($0) }
        }
        guard let remaining = number("remaining"), let reset = number("reset"), remaining >= 0, reset > 0 else {
            return
        }
        let reference = response.header("date").flatMap(HTTPDate.date) ?? time.now
        let wait = Double(reset) - reference.timeIntervalSince1970
        guard wait > 0, wait < 86400 else { return }
        // Requests under way are not in the number yet; this one is.
        let others = max(0, (hosts[host]?.inFlight ?? 1) - 1)
        let resetsAt = time.uptime + .seconds(Int64(wait.rounded(.up)))
        hosts[host, default: Host()].allowance = (remaining - others, resetsAt)
    }
}
