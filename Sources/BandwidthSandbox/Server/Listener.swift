import NIOCore
import NIOHTTP1
import NIOPosix
import NIOSSL

/// The open port, which accepts connections and closes all of them when it is stopped.
final class Listener: Sendable {
    typealias Server = NIOAsyncChannel<Connection.Channel, Never>

    let port: Int
    private let task: Task<Void, any Error>

    private init(port: Int, task: Task<Void, any Error>) {
        self.port = port
        self.task = task
    }

    static func start(core: SandboxCore, tls: NIOSSLContext?) async throws -> Listener {
        let server: Server = try await ServerBootstrap(group: MultiThreadedEventLoopGroup.singleton)
            .serverChannelOption(.backlog, value: 1024)
            .serverChannelOption(.socketOption(.so_reuseaddr), value: 1)
            .childChannelOption(.tcpOption(.tcp_nodelay), value: 1)
            .bind(host: "127.0.0.1", port: 0) { channel in
                channel.eventLoop.makeCompletedFuture {
                    let pipeline = channel.pipeline.syncOperations
                    if let tls { try pipeline.addHandler(NIOSSLServerHandler(context: tls)) }
                    try pipeline.addHandler(ByteToMessageHandler(HTTPRequestDecoder()))
                    return try Connection.Channel(wrappingChannelSynchronously: channel)
                }
            }
        let port = server.channel.localAddress?.port ?? 0
        let origin = tls == nil ? "http://127.0.0.1:\(port)" : "https://localhost:\(port)"
        // Whoever runs a sandbox inside a busy process, such as hundreds of tests at once, still gets answers in time.
        let task = Task.detached(priority: .high) {
            try await server.executeThenClose { connections in
                try await withThrowingDiscardingTaskGroup { group in
                    for try await channel in connections {
                        group.addTask { await Connection.serve(channel, core: core, origin: origin) }
                    }
                    group.cancelAll()
                }
            }
        }
        return Listener(port: port, task: task)
    }

    /// Stops accepting, closes every connection and waits until all are done.
    func stop() async throws {
        task.cancel()
        do { try await task.value } catch is CancellationError {}
    }
}
