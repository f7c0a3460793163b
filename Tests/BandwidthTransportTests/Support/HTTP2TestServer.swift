import NIOCore
import NIOHPACK
import NIOHTTP2
import NIOPosix
import NIOSSL
import Synchronization

/// A server on loopback that answers every HTTP/2 request with 200 and `{}`.
final class HTTP2TestServer: Sendable {
    private let channel: any Channel
    private let count: Mutex<Int>.Box

    var port: Int { channel.localAddress?.port ?? 0 }

    /// How many connections were made.
    var connections: Int { count.value.withLock { $0 } }

    private init(_ channel: any Channel, _ count: Mutex<Int>.Box) {
        self.channel = channel
        self.count = count
    }

    /// - Parameter firstHangs: whether the first connection never gets anywhere.
    static func start(firstHangs: Bool = false) async throws -> HTTP2TestServer {
        let count = Mutex<Int>.Box(0)
        let context = try NIOSSLContext(configuration: RawServer.configuration(.http2))
        let channel = try await ServerBootstrap(group: MultiThreadedEventLoopGroup.singleton)
            .childChannelInitializer { channel in
                channel.eventLoop.makeCompletedFuture {
                    let isFirst = count.value.withLock { count in
                        count += 1
                        return count == 1
                    }
                    if isFirst, firstHangs { return }
                    try channel.pipeline.syncOperations.addHandler(NIOSSLServerHandler(context: context))
                    _ = try channel.pipeline.syncOperations.configureHTTP2Pipeline(
                        mode: .server, connectionConfiguration: .init(), streamConfiguration: .init()
                    ) { stream in
                        stream.eventLoop.makeCompletedFuture {
                            try stream.pipeline.syncOperations.addHandler(Answer())
                        }
                    }
                }
            }
            .bind(host: "127.0.0.1", port: 0).get()
        return HTTP2TestServer(channel, count)
    }

    func stop() async throws {
        try await channel.close()
    }

    private final class Answer: ChannelInboundHandler {
        typealias InboundIn = HTTP2Frame.FramePayload
        typealias OutboundOut = HTTP2Frame.FramePayload

        func channelRead(context: ChannelHandlerContext, data: NIOAny) {
            guard case .headers = unwrapInboundIn(data) else { return }
            context.write(wrapOutboundOut(.headers(.init(headers: [":status": "200"]))), promise: nil)
            let body = OutboundOut.Data(data: .byteBuffer(ByteBuffer(string: "{}")), endStream: true)
            context.writeAndFlush(wrapOutboundOut(.data(body)), promise: nil)
        }
    }
}
