import NIOCore
import NIOHTTP2

/// Lets each HTTP/2 stream close only once, and only if it was created.
///
/// A stream that the peer promises is closed without having been created, which would make the count of open streams
/// negative.
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
