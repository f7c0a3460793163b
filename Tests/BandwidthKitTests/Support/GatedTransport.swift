import BandwidthKit

/// A transport whose requests, or some of them, stay in flight until the gate opens.
actor GatedTransport: HTTPTransport {
    private var waiting: [CheckedContinuation<Void, Never>] = []
    private var observers: [(number: Int, continuation: CheckedContinuation<Void, Never>)] = []
    private var isOpen = false
    private let hangs: @Sendable (HTTPRequest) -> Bool

    /// The maximum number of requests in flight at once.
    private(set) var most = 0

    /// The number of requests sent.
    private(set) var count = 0

    /// Whose requests were sent, in order.
    private(set) var credentials: [Int] = []

    /// A gate that is shut for these requests.
    init(for hangs: @escaping @Sendable (HTTPRequest) -> Bool = { _ in true }) {
        self.hangs = hangs
    }

    nonisolated func send(_ request: HTTPRequest) async throws(HTTPTransportError) -> HTTPResponse {
        await wait(request)
        return HTTPResponse(status: 200)
    }

    private func wait(_ request: HTTPRequest) async {
        count += 1
        credentials.append(request.credentials)
        if isOpen || !hangs(request) { return }
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

    /// Lets the request through that has waited longest.
    func letOneThrough() {
        if !waiting.isEmpty { waiting.removeFirst().resume() }
    }

    /// Opens the gate for all current and later requests.
    func open() {
        isOpen = true
        for continuation in waiting { continuation.resume() }
        waiting = []
    }
}
