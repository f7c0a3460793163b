import BandwidthKit
import Synchronization

/// Counts requests.
final class CountingTransport: HTTPTransport {
    private let transport: any HTTPTransport
    private let state = Mutex(0)

    init(_ transport: any HTTPTransport) {
        self.transport = transport
    }

    var count: Int { state.withLock { $0 } }

    func send(_ request: HTTPRequest) async throws(HTTPTransportError) -> HTTPResponse {
        state.withLock { $0 += 1 }
        return try await transport.send(request)
    }
}
