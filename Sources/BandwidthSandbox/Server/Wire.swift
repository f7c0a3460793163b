package import NIOCore
import NIOSSL

/// The sandbox's side of one connection.
package struct Wire: Sendable {
    package let channel: any Channel

    /// Returns when the system has accepted the bytes, so that nothing accumulates here.
    package func send(_ bytes: [UInt8]) async throws {
        try await channel.writeAndFlush(ByteBuffer(bytes: bytes)).get()
    }

    /// Sends a complete answer, and returns whether the connection is ready for the next request.
    package func send(_ response: SandboxResponse, to request: SandboxRequest) async throws -> Bool {
        try await send(response.message(to: request))
        return !request.isLast
    }

    /// Closes the connection, under TLS without a close notification, which would wait for the client's.
    package func cut() {
        channel.eventLoop.execute { [channel] in
            let tls = try? channel.pipeline.syncOperations.context(handlerType: NIOSSLServerHandler.self)
            if let tls {
                tls.close(promise: nil)
            } else {
                channel.close(promise: nil)
            }
        }
    }
}
