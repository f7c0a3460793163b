import NIOCore
import NIOHTTP1

/// One connection: its requests are answered one after the other.
struct Connection {
    typealias Channel = NIOAsyncChannel<HTTPServerRequestPart, Never>

    let wire: Wire
    let core: SandboxCore
    let origin: String

    /// Serves requests until either side closes the connection, or the task is cancelled.
    static func serve(_ channel: Channel, core: SandboxCore, origin: String) async {
        let connection = Connection(wire: Wire(channel: channel.channel), core: core, origin: origin)
        await withTaskCancellationHandler {
            // Errors of a client's connection don't matter here.
            try? await channel.executeThenClose { inbound in
                var parts = RequestReader(inbound.makeAsyncIterator())
                try await connection.run(&parts)
            }
        } onCancel: {
            connection.wire.cut()
        }
    }

    private func run(_ parts: inout RequestReader) async throws {
        do {
            while let request = try await parts.next(continuing: { try await wire.send(Self.continuation) }) {
                if core.context.options.latency > .zero {
                    try await Task.sleep(for: core.context.options.latency)
                }
                guard try await core.answer(request, from: origin, on: wire) else { return }
            }
        } catch is HTTPParserError {
            let headers = [SandboxHeader("Content-Length", "0"), SandboxHeader("Connection", "close")]
            try await wire.send(SandboxResponse.head(400, headers))
        }
    }

    private static let continuation = Array("HTTP/1.1 100 Continue\r\n\r\n".utf8)
}
