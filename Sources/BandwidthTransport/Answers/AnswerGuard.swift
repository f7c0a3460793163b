import BandwidthKit
import NIOCore
import NIOHTTP1
import NIOPosix
import NIOSSL

/// Only lets valid answers through: a head with a status from 200 to 999, a body and an end, in this order.
///
/// Informational heads are dropped. Anything else fails the exchange, and nothing after it is let through, because the
/// HTTP client behind this handler crashes the process on unexpected parts.
final class AnswerGuard: ChannelDuplexHandler {
    typealias InboundIn = HTTPClientResponsePart
    typealias InboundOut = HTTPClientResponsePart
    typealias OutboundIn = HTTPClientRequestPart
    typealias OutboundOut = HTTPClientRequestPart

    private enum State {
        case beforeHead, inBody, over

        /// The end has arrived and is being held back.
        case ended(NIOAny)
    }

    private let holdsEnd: Bool
    private var state = State.beforeHead

    /// - Parameter holdsEnd: whether to hold back the end of an answer until there is nothing more to read. With
    ///   HTTP/1.1, the next request follows immediately, and data that came with this answer must not be taken for the
    ///   next answer.
    init(holdsEnd: Bool) {
        self.holdsEnd = holdsEnd
    }

    func channelRead(context: ChannelHandlerContext, data: NIOAny) {
        switch (state, unwrapInboundIn(data)) {
        case (.over, _):
            return
        case (.ended, _):
            return reject("unexpected data after the answer", context)
        case (.beforeHead, .head(let head)):
            switch head.status.code {
            case 100, 102...199: return
            case 101: return reject("unexpected protocol switch", context)
            case 200...999: state = .inBody
            case let code: return reject("invalid status \(code)", context)
            }
        case (.beforeHead, .body), (.beforeHead, .end):
            return reject("the status is missing", context)
        case (.inBody, .head):
            return reject("more than one status", context)
        case (.inBody, .body):
            break
        case (.inBody, .end):
            guard !holdsEnd else {
                state = .ended(data)
                return
            }
            state = .beforeHead
        }
        context.fireChannelRead(data)
    }

    func channelReadComplete(context: ChannelHandlerContext) {
        releaseEnd(context)
        context.fireChannelReadComplete()
    }

    func channelInactive(context: ChannelHandlerContext) {
        releaseEnd(context)
        context.fireChannelInactive()
    }

    func errorCaught(context: ChannelHandlerContext, error: any Error) {
        switch error {
        // The answer was complete before the connection broke.
        case is IOError, is ChannelError, is NIOSSLError: releaseEnd(context)
        default: if case .ended = state { return reject("unexpected data after the answer", context) }
        }
        state = .over
        context.fireErrorCaught(error)
    }

    func close(context: ChannelHandlerContext, mode: CloseMode, promise: EventLoopPromise<Void>?) {
        state = .over
        context.close(mode: mode, promise: promise)
    }

    private func releaseEnd(_ context: ChannelHandlerContext) {
        guard case .ended(let end) = state else { return }
        state = .beforeHead
        context.fireChannelRead(end)
    }

    private func reject(_ reason: String, _ context: ChannelHandlerContext) {
        state = .over
        context.fireErrorCaught(HTTPTransportError.malformed(reason))
    }
}
