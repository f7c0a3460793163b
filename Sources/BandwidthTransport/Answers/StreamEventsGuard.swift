import NIOCore
import NIOHTTP2

/// Lets each stream of HTTP/2 end once, and only if it had begun.
///
/// A stream that the other side promises ends without having begun: what counts the open ones would get below zero.
final class StreamEventsGuard: ChannelInboundHandler {
    typealias InboundIn = HTTP2Frame

    private var open: Set<HTTP2StreamID> = []

    func userInboundEventTriggered(context: ChannelHandlerContext, event: Any) {
        switch event {
        case let event as NIOHTTP2StreamCreatedEvent: open.insert(event.streamID)
        case let event as StreamClosedEvent: if open.remove(event.streamID) == nil { return }
        default: break
        }
        context.fireUserInboundEventTriggered(event)
    }
}
