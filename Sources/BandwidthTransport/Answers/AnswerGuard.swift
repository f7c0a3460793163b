import BandwidthKit
import NIOCore
import NIOHTTP1
import NIOPosix
import NIOSSL

/// Lets only what is an answer through: a head with a status from 200 to 999, body, end, in this order.
///
/// Informational heads are left out. Anything else fails the exchange, and nothing that follows comes through: the HTTP
/// client behind it ends the process at parts that it does not expect.
final class AnswerGuard: ChannelDuplexHandler {
    typealias InboundIn = HTTPClientResponsePart
    typealias InboundOut = HTTPClientResponsePart
    typealias OutboundIn = HTTPClientRequestPart
    typealias OutboundOut = HTTPClientRequestPart

    private enum State {
        case beforeHead, inBody, over

        /// The end has come and is held back.
        case ended(NIOAny)
    }

    private let holdsEnd: Bool
    private var state = State.beforeHead

    /// - Parameter holdsEnd: whether an answer's end waits until nothing more is there to read. With HTTP/1.1 the next
    ///   request follows at once, and what came with this answer must not be taken for that one's.
    init(holdsEnd: Bool) {
        self.holdsEnd = holdsEnd
    }

    func channelRead(context: ChannelHandlerContext, data: NIOAny) {
        switch (state, unwrapInboundIn(data)) {
        case (.over, _):
            return
        case (.ended, _):
            return reject("more follows than was asked for", context)
        case (.beforeHead, .head(let head)):
            switch head.status.code {
            case 100, 102...199: return
            case 101: return reject("it switches to another protocol", context)
            case 200...999: state = .inBody
            case let code: return reject("there is no status \(code)", context)
            }
        case (.beforeHead, .body), (.beforeHead, .end):
            return reject("it begins without a status", context)
        case (.inBody, .head):
            return reject("a second status follows the first", context)
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
        // The answer was whole before the connection broke.
        case is IOError, is ChannelError, is NIOSSLError: releaseEnd(context)
        default: if case .ended = state { return reject("more follows than was asked for", context) }
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
