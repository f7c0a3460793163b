import NIOCore
import NIOHTTP2
import NIOSSL

/// Closes a connection at its first HTTP/2 error, and takes nothing more from it.
///
/// It stands between the network and the HTTP/2 handler, which answers an error with a GOAWAY frame, the only one that
/// it ever sends, and then stores whatever else arrives.
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
        // Below TLS, which would wait for the other side to say goodbye, and read on until then.
        let channel = context.channel
        let below = (try? context.pipeline.syncOperations.context(handlerType: NIOSSLClientHandler.self)) ?? context
        let bound = NIOLoopBound(below, eventLoop: context.eventLoop)
        context.eventLoop.execute {
            if channel.isActive { bound.value.close(mode: .all, promise: nil) }
        }
    }

    /// A frame begins with three bytes of length, one of type, one of flags and four with the number of its stream.
    private static func isGoAway(_ frame: ByteBuffer) -> Bool {
        guard let head = frame.getBytes(at: frame.readerIndex, length: 9) else { return false }
        let length = (Int(head[0]) << 16) + (Int(head[1]) << 8) + Int(head[2])
        return head[3] == 7 && head[5...].allSatisfy { $0 == 0 } && frame.readableBytes == 9 + length
    }
}
