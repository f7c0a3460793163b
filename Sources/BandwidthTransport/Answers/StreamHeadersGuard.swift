import BandwidthKit
import NIOCore
import NIOHPACK
import NIOHTTP2

/// Only lets the headers of an HTTP/2 stream through if they have no status or one with three digits.
///
/// The codec that translates them to an HTTP/1.1 head crashes the process on a negative status.
final class StreamHeadersGuard: ChannelInboundHandler {
    typealias InboundIn = HTTP2Frame.FramePayload
    typealias InboundOut = HTTP2Frame.FramePayload

    private var isOver = false

    func channelRead(context: ChannelHandlerContext, data: NIOAny) {
        guard !isOver else { return }
        if case .headers(let block) = unwrapInboundIn(data) {
            let statuses = block.headers[":status"]
            guard statuses.count <= 1, statuses.allSatisfy(Self.isStatus) else {
                isOver = true
                context.fireErrorCaught(HTTPTransportError.malformed("the status is not a three-digit number"))
                return
            }
        }
        context.fireChannelRead(data)
    }

    private static func isStatus(_ text: String) -> Bool {
        text.utf8.count == 3 && text.utf8.allSatisfy { (UInt8(ascii: "0")...UInt8(ascii: "9")).contains($0) }
            && text.utf8.first != UInt8(ascii: "0")
    }
}
