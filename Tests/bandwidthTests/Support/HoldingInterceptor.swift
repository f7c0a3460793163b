import BandwidthSandbox
import SandboxFaults
import Synchronization

/// Holds or refuses messages to the sandbox's services below `/held/`, and counts those that they accept.
///
/// A message that is held is never answered, and not accepted unless it is said to be.
final class HoldingInterceptor: Interceptor {
    private struct State {
        var calls: [String: Int] = [:]
        var held: [String: Int] = [:]
        var acceptsHeld = false
        var refused: Set<String> = []
        var accepted: [String: [SandboxRequest]] = [:]
        var waiting: Set<String> = []
    }

    private let state = Mutex(State())

    /// Holds one of a service's next messages, counted from 1, and passes everything else on.
    func hold(_ calls: [String: Int], afterAccepting acceptsHeld: Bool = false) {
        state.withLock { state in
            (state.calls, state.held, state.refused, state.waiting) = ([:], calls, [], [])
            state.acceptsHeld = acceptsHeld
        }
    }

    /// Refuses every message to a service.
    func refuse(_ service: String) {
        state.withLock { $0.refused = [service] }
    }

    /// Whether the message to hold has arrived.
    func isHolding(_ service: String) -> Bool {
        state.withLock { $0.waiting.contains(service) }
    }

    /// The messages that a service has accepted, in order.
    func accepted(by service: String) -> [SandboxRequest] {
        state.withLock { $0.accepted[service, default: []] }
    }

    func prefix(of path: String) -> String {
        path.hasPrefix("/held/") ? "/held" : ""
    }

    func answer(_ exchange: Exchange, prefix: String, on wire: Wire) async throws -> Bool {
        let service = String(exchange.request.path.dropFirst("/held/".count).prefix { $0 != "/" })
        guard exchange.request.method == "POST" else {
            return try await wire.send(exchange.answer(), to: exchange.request)
        }
        let (isHeld, acceptsHeld, isRefused) = state.withLock { state in
            state.calls[service, default: 0] += 1
            let isHeld = state.calls[service] == state.held[service]
            return (isHeld, state.acceptsHeld, state.refused.contains(service))
        }
        let response = isRefused ? exchange.error(403) : isHeld && !acceptsHeld ? nil : exchange.answer()
        state.withLock { state in
            if let response, response.status < 300 { state.accepted[service, default: []].append(exchange.request) }
            if isHeld { state.waiting.insert(service) }
        }
        guard let response, !isHeld else {
            return try await FaultInterceptor().answer(exchange, prefix: "/fault/silent", on: wire)
        }
        return try await wire.send(response, to: exchange.request)
    }
}
