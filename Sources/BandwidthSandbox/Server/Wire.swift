package import NIOCore
import NIOSSL

/// The sandbox's side of one connection.
package struct Wire: Sendable {
    package let channel: any Channel

    /// Returns when the system has taken the bytes, so nothing piles up here.
    package func send(_ bytes: [UInt8]) async throws {
        try await channel.writeAndFlush(ByteBuffer(bytes: bytes)).get()
    }

    /// Sends a whole answer; returns whether the connection is ready for the next request.
    package func send(_ response: SandboxResponse, to request: SandboxRequest) async throws -> Bool {
        try await send(response.message(to: request))
        return !request.isLast
    }

    /// Closes without a farewell under TLS, for which the client's would be waited for.
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
