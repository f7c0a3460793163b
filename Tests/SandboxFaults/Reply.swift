import BandwidthSandbox
import NIOCore

/// What is sent for one request, step by step.
struct Reply: Sendable {
    enum Step: Sendable {
        case send([UInt8])
        case pause(Duration)
        /// The same bytes again and again, as fast as the client reads, up to a number of bytes.
        case flood([UInt8], limit: Int)
        /// Nothing, until the client closes.
        case waitForClient
    }

    enum End: Sendable {
        /// The connection is ready for the next request.
        case keepAlive
        /// FIN; under TLS after a close notification.
        case close
        /// FIN, also under TLS without a close notification.
        case cut
        /// RST.
        case reset
    }

    var steps: [Step]
    var end: End

    init(_ steps: [Step] = [], end: End) {
        self.steps = steps
        self.end = end
    }

    /// A regular HTTP response.
    init(_ response: SandboxResponse, to request: SandboxRequest) {
        self.init([.send(response.message(to: request))], end: request.isLast ? .close : .keepAlive)
    }

    /// Performs every step, and returns whether the connection is ready for the next request.
    func perform(on wire: Wire) async throws -> Bool {
        for step in steps {
            switch step {
            case .send(let bytes):
                try await wire.send(bytes)
            case .pause(let duration):
                try await Task.sleep(for: duration)
            case .flood(let bytes, let limit):
                for _ in 0..<(limit / bytes.count) { try await wire.send(bytes) }
            case .waitForClient:
                try await wire.channel.closeFuture.get()
            }
        }
        if end == .reset, let socket = wire.channel as? any SocketOptionProvider {
            let linger = Linger(isOn: 1, seconds: 0)
            try await socket.unsafeSetSocketOption(level: .socket, name: .so_linger, value: linger).get()
        }
        if end == .reset || end == .cut { wire.cut() }
        return end == .keepAlive
    }

    /// `struct linger` of `<sys/socket.h>`: on and zero, closing means RST.
    private struct Linger {
        let isOn: CInt
        let seconds: CInt
    }
}
