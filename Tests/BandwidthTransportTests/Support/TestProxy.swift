import NIOCore
import NIOPosix
import Synchronization

/// A forward proxy on loopback that records its requests.
final class TestProxy: Sendable {
    private let channel: any Channel
    private let log: Handler.Log

    private init(_ channel: any Channel, _ log: Handler.Log) {
        self.channel = channel
        self.log = log
    }

    var port: Int { channel.localAddress?.port ?? 0 }

    /// The first lines and `Proxy-Authorization` headers of the requests, in order.
    var requests: [String] { log.lines.withLock { $0 } }

    static func start(host: String = "127.0.0.1") async throws -> TestProxy {
        let log = Handler.Log()
        let channel = try await ServerBootstrap(group: MultiThreadedEventLoopGroup.singleton)
            .childChannelInitializer { channel in
                channel.eventLoop.makeCompletedFuture {
                    try channel.pipeline.syncOperations.addHandler(Handler(log))
                }
            }
            .bind(host: host, port: 0).get()
        return TestProxy(channel, log)
    }

    func stop() async throws {
        try await channel.close()
    }

    /// Reads a `CONNECT`, connects to its target, and forwards everything.
    private final class Handler: ChannelInboundHandler {
        typealias InboundIn = ByteBuffer
        typealias OutboundOut = ByteBuffer

        final class Log: Sendable {
            let lines = Mutex<[String]>([])
        }

        private let log: Log
        private var head = ""
        private var upstream: (any Channel)?

        init(_ log: Log) {
            self.log = log
        }

        func channelRead(context: ChannelHandlerContext, data: NIOAny) {
            let buffer = unwrapInboundIn(data)
            if let upstream {
                upstream.writeAndFlush(buffer, promise: nil)
                return
            }
            head += String(buffer: buffer)
            guard head.contains("\r\n\r\n") else { return }
            let line = head.prefix { $0 != "\r\n" }
            log.lines.withLock { lines in
                lines.append(String(line))
                lines += head.split(separator: "\r\n").filter { $0.lowercased().hasPrefix("proxy-authorization") }
                    .map(String.init)
            }
            let port = line.split(separator: " ")[1].split(separator: ":").last.flatMap { Int($0) } ?? 0
            let client = context.channel
            ClientBootstrap(group: context.eventLoop)
                .channelInitializer { channel in
                    channel.eventLoop.makeCompletedFuture {
                        try channel.pipeline.syncOperations.addHandler(Back(client))
                    }
                }
                .connect(host: "127.0.0.1", port: port)
                .assumeIsolated()
                .whenSuccess { upstream in
                    self.upstream = upstream
                    client.writeAndFlush(
                        ByteBuffer(string: "HTTP/1.1 200 Connection established\r\n\r\n"), promise: nil)
                }
        }

        func channelInactive(context: ChannelHandlerContext) {
            upstream?.close(promise: nil)
        }
    }

    /// Forwards the service's bytes to the client.
    private final class Back: ChannelInboundHandler {
        typealias InboundIn = ByteBuffer

        private let client: any Channel

        init(_ client: any Channel) {
            self.client = client
        }

        func channelRead(context: ChannelHandlerContext, data: NIOAny) {
            client.writeAndFlush(unwrapInboundIn(data), promise: nil)
        }

        func channelInactive(context: ChannelHandlerContext) {
            client.close(promise: nil)
        }
    }
}
