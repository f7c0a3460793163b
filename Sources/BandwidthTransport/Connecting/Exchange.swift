import AsyncHTTPClient
import BandwidthKit
import NIOCore
import NIOHTTP1

/// A request in flight, until there is an answer or an error.
final class Exchange: Sendable {
    /// A request that was given to an HTTP client.
    private struct Attempt {
        let task: HTTPClient.Task<HTTPResponse>
        let answer: AnswerCollector
    }

    private struct State {
        var attempt: Attempt?
        var isDone = false
        var hasRaced = false
    }

    private let request: HTTPClient.Request
    private let bodyLimit: Int
    private let trace: SendTrace
    private let state: NIOLoopBoundBox<State>
    private let response: EventLoopPromise<HTTPResponse>

    /// - Parameter loop: the event loop on which everything but `response` must be used.
    /// - Throws: an error if the HTTP client can't send the request.
    init(_ request: HTTPRequest, on loop: any EventLoop) throws {
        self.request = try HTTPClient.Request(
            url: request.url, method: HTTPMethod(rawValue: request.method.rawValue),
            headers: HTTPHeaders(request.headers.map { ($0.name, $0.value) }),
            body: request.method == .get ? nil : .byteBuffer(ByteBuffer(bytes: request.body)))
        bodyLimit = request.bodyLimit
        trace = request.trace
        state = .makeBoxSendingValue(State(), eventLoop: loop)
        response = loop.makePromise()
    }

    /// The future answer.
    var answer: EventLoopFuture<HTTPResponse> {
        response.futureResult
    }

    var isDone: Bool {
        state.value.isDone
    }

    /// Whether the host's other addresses have been tried for this request.
    var hasRaced: Bool {
        get { state.value.hasRaced }
        set { state.value.hasRaced = newValue }
    }

    /// Whether the service may have seen the request.
    var isSent: Bool {
        state.value.attempt?.answer.isSent ?? false
    }

    /// Sends the request with a client.
    ///
    /// - Parameter end: called when the attempt ends, unless it was given up.
    func start(with client: HTTPClient, _ end: @escaping (Result<HTTPResponse, any Error>) -> Void) {
        let answer = AnswerCollector(limit: bodyLimit, trace: trace)
        let task = client.execute(request: request, delegate: answer)
        state.value.attempt = Attempt(task: task, answer: answer)
        task.futureResult.hop(to: state.eventLoop).assumeIsolated().whenComplete { result in
            guard !self.isDone, self.state.value.attempt?.answer === answer else { return }
            end(result)
        }
    }

    /// Cancels the client's attempt to send the request.
    func giveUp() {
        let attempt = state.value.attempt
        state.value.attempt = nil
        attempt?.task.cancel()
    }

    /// Completes the exchange. Only the first call has an effect.
    func finish(_ result: Result<HTTPResponse, HTTPTransportError>) {
        guard !isDone else { return }
        state.value.isDone = true
        giveUp()
        response.completeWith(result.mapError { $0 })
    }
}
