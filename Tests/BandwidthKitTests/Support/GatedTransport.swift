import BandwidthKit

/// A transport whose requests stay in flight until the gate opens.
actor GatedTransport: HTTPTransport {
    private var waiting: [CheckedContinuation<Void, Never>] = []
    private var observers: [(number: Int, continuation: CheckedContinuation<Void, Never>)] = []
    private var isOpen = false

    /// The maximum number of requests in flight at once.
    private(set) var most = 0

    /// The number of requests sent.
    private(set) var count = 0

    nonisolated func send(_ request: HTTPRequest) async throws(HTTPTransportError) -> HTTPResponse {
        await wait()
        return HTTPResponse(status: 200)
    }

    private func wait() async {
        count += 1
        if isOpen { return }
        await withCheckedContinuation { continuation in
            waiting.append(continuation)
            most = max(most, waiting.count)
            for observer in observers where waiting.count >= observer.number { observer.continuation.resume() }
            observers.removeAll { waiting.count >= $0.number }
        }
    }

    /// Returns when this many requests are in flight.
    func hasWaiting(_ number: Int) async {
        guard waiting.count < number else { return }
        await withCheckedContinuation { observers.append((number, $0)) }
    }

    /// Opens the gate for all current and later requests.
    func open() {
        isOpen = true
        for continuation in waiting { continuation.resume() }
        waiting = []
    }
}
