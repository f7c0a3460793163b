import NIOCore
import NIOHTTP2
import NIOSSL

/// Closes a connection at its first HTTP/2 error and ignores everything that arrives after it.
///
/// It sits between the network and the HTTP/2 handler, which responds to an error with a GOAWAY frame (and sends one
/// for no other reason), then buffers whatever else arrives.
final class ConnectionErrorHandler: ChannelDuplexHandler {
    typealias InboundIn = ByteBuffer
    typealias OutboundIn = IOData
    typealias OutboundOut = IOData

    private var isOver = false

    func channelRead(context: ChannelHandlerContext, data: NIOAny) {
        if !isOver { context.fireChannelRead(data) }
    }

    func write(context: ChannelHandlerContext, data: NIOAny, promise: EventLoopPromise<Void>?) {
        guard case .byteBuffer(let frame) = unwrapOutboundIn(data), Self.isGoAway(frame) else {
            return context.write(data, promise: promise)
        }
        context.writeAndFlush(data, promise: promise)
        isOver = true
        // Below TLS, which would wait for the peer's closure alert and keep reading until then.
        let channel = context.channel
        let below = (try? context.pipeline.syncOperations.context(handlerType: NIOSSLClientHandler.self)) ?? context
        let bound = NIOLoopBound(below, eventLoop: context.eventLoop)
        context.eventLoop.execute {
            if channel.isActive { bound.value.close(mode: .all, promise: nil) }
        }
    }

    /// Whether a frame is GOAWAY. A frame starts with a 3-byte length, a type, flags and a 4-byte stream identifier.
    private static func isGoAway(_ frame: ByteBuffer) -> Bool {
        guard let head = frame.getBytes(at: frame.readerIndex, length: 9) else { return false }
        let length = (Int(head[0]) << 16) + (Int(head[1]) << 8) + Int(head[2])
        return head[3] == 7 && head[5...].allSatisfy { $0 == 0 } && frame.readableBytes == 9 + length
    }
}
