import AsyncHTTPClient
import BandwidthKit
import NIOCore
import NIOHTTP1
import Synchronization

/// Assembles an answer from its parts as they arrive.
///
/// The library's `async` API would be easier to read, but it keeps ten kilobytes of suspended frames per request.
final class AnswerCollector: HTTPClientResponseDelegate {
    private struct Answer {
        var isSent = false
        var status = 0
        var headers: [(name: String, value: String)] = []
        var body: [UInt8] = []
    }

    private let limit: Int
    private let trace: SendTrace
    private let answer = Mutex(Answer())

    /// Creates a collector for one answer.
    ///
    /// - Parameters:
    ///   - limit: the maximum size of the body, in bytes.
    ///   - trace: is told when the request is sent.
    init(limit: Int, trace: SendTrace) {
        self.limit = limit
        self.trace = trace
    }

    /// Whether the service may have seen the request.
    var isSent: Bool { answer.withLock { $0.isSent } }

    func didSendRequestHead(task: HTTPClient.Task<HTTPResponse>, _ head: HTTPRequestHead) {
        trace.sent()
        answer.withLock { $0.isSent = true }
    }

    func didReceiveHead(task: HTTPClient.Task<HTTPResponse>, _ head: HTTPResponseHead) -> EventLoopFuture<Void> {
        answer.withLock { answer in
            answer.status = Int(head.status.code)
            answer.headers = head.headers.map { ($0.name, $0.value) }
        }
        return task.eventLoop.makeSucceededVoidFuture()
    }

    func didReceiveBodyPart(task: HTTPClient.Task<HTTPResponse>, _ part: ByteBuffer) -> EventLoopFuture<Void> {
        let isTooLarge = answer.withLock { answer in
            guard answer.body.count + part.readableBytes <= limit else { return true }
            answer.body += part.readableBytesView
            return false
        }
        return isTooLarge
            ? task.eventLoop.makeFailedFuture(HTTPTransportError.tooLarge(limit: limit))
            : task.eventLoop.makeSucceededVoidFuture()
    }

    func didFinishRequest(task: HTTPClient.Task<HTTPResponse>) throws -> HTTPResponse {
        answer.withLock { HTTPResponse(status: $0.status, headers: $0.headers, body: $0.body) }
    }
}
