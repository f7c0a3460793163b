import NIOCore
import NIOHTTP1
import NIOSSL

/// One connection: its requests in turn, each answered before the next is looked at.
struct Connection {
    typealias Channel = NIOAsyncChannel<HTTPServerRequestPart, Never>

    let channel: any NIOCore.Channel
    let core: SandboxCore
    let origin: String

    /// Serves until either side closes, or the task is cancelled.
    static func serve(_ channel: Channel, core: SandboxCore, origin: String) async {
        let connection = Connection(channel: channel.channel, core: core, origin: origin)
        await withTaskCancellationHandler {
            // Whatever the peer does to its connection is its own affair.
            try? await channel.executeThenClose { inbound in
                var parts = RequestReader(inbound.makeAsyncIterator())
                try await connection.run(&parts)
            }
        } onCancel: {
            connection.cut()
        }
    }

    private func run(_ parts: inout RequestReader) async throws {
        do {
            while let received = try await parts.next(continuing: { try await send(Self.continuation) }) {
                let reply = core.reply(to: received.request, origin: origin, isTooLarge: received.isTooLarge)
                if core.context.options.latency > .zero {
                    try await Task.sleep(for: core.context.options.latency)
                }
                for step in reply.steps {
                    try await perform(step, &parts)
                }
                guard reply.end == .keepAlive else { return try await end(reply.end) }
            }
        } catch is HTTPParserError {
            let headers = [SandboxHeader("Content-Length", "0"), SandboxHeader("Connection", "close")]
            try await send(Reply.head(400, headers))
        }
    }

    private func perform(_ step: Reply.Step, _ parts: inout RequestReader) async throws {
        switch step {
        case .send(let bytes):
            try await send(bytes)
        case .pause(let duration):
            try await Task.sleep(for: duration)
        case .flood(let bytes, let limit):
            for _ in 0..<(limit / bytes.count) {
                try await send(bytes)
            }
        case .waitForPeer:
            try await parts.waitForEnd()
        }
    }

    /// Returns when the system has taken the bytes, so nothing piles up here.
    private func send(_ bytes: [UInt8]) async throws {
        try await channel.writeAndFlush(ByteBuffer(bytes: bytes)).get()
    }

    private func end(_ end: Reply.End) async throws {
        if end == .reset, let socket = channel as? any SocketOptionProvider {
            let linger = Linger(isOn: 1, seconds: 0)
            try await socket.unsafeSetSocketOption(level: .socket, name: .so_linger, value: linger).get()
        }
        if end == .reset || end == .cut { cut() }
    }

    /// Closes without a farewell under TLS, for which the peer's would be waited for.
    private func cut() {
        channel.eventLoop.execute { [channel] in
            let tls = try? channel.pipeline.syncOperations.context(handlerType: NIOSSLServerHandler.self)
            if let tls {
                tls.close(promise: nil)
            } else {
                channel.close(promise: nil)
            }
        }
    }

    /// `struct linger` of `<sys/socket.h>`: on and zero, closing means RST.
    private struct Linger {
        let isOn: CInt
        let seconds: CInt
    }

    private static let continuation = Array("HTTP/1.1 100 Continue\r\n\r\n".utf8)
}
