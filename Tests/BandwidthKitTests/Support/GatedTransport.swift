import BandwidthKit

/// A transport whose requests, or some of them, stay under way until they are let through.
actor GatedTransport: HTTPTransport {
    private var waiting: [CheckedContinuation<Void, Never>] = []
    private var observers: [(number: Int, continuation: CheckedContinuation<Void, Never>)] = []
    private var isOpen = false
    private let hangs: @Sendable (HTTPRequest) -> Bool

    /// How many were under way at once, at most.
    private(set) var most = 0

    /// How many were sent.
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

    /// Returns when so many are under way.
    func hasWaiting(_ number: Int) async {
        guard waiting.count < number else { return }
        await withCheckedContinuation { observers.append((number, $0)) }
    }

    /// Lets the one through that has waited longest.
    func letOneThrough() {
        if !waiting.isEmpty { waiting.removeFirst().resume() }
    }

    /// Lets everything through from now on.
    func open() {
        isOpen = true
        for continuation in waiting { continuation.resume() }
        waiting = []
    }
}
