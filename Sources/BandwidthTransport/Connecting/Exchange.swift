import AsyncHTTPClient
import BandwidthKit
import NIOCore
import NIOHTTP1

/// A request on its way, until an answer or an error has come.
final class Exchange: Sendable {
    /// What the HTTP client was given, if it was.
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
    private let state: NIOLoopBoundBox<State>
    private let response: EventLoopPromise<HTTPResponse>

    /// - Parameter loop: where everything but `response` happens.
    /// - Throws: why the HTTP client can't send the request.
    init(_ request: HTTPRequest, on loop: any EventLoop) throws {
        self.request = try HTTPClient.Request(
            url: request.url, method: HTTPMethod(rawValue: request.method.rawValue),
            headers: HTTPHeaders(request.headers.map { ($0.name, $0.value) }),
            body: request.method == .get ? nil : .byteBuffer(ByteBuffer(bytes: request.body)))
        bodyLimit = request.bodyLimit
        state = .makeBoxSendingValue(State(), eventLoop: loop)
        response = loop.makePromise()
    }

    /// The answer, when it has come.
    var answer: EventLoopFuture<HTTPResponse> {
        response.futureResult
    }

    var isDone: Bool {
        state.value.isDone
    }

    /// Whether the host's other addresses have been tried for it.
    var hasRaced: Bool {
        get { state.value.hasRaced }
        set { state.value.hasRaced = newValue }
    }

    /// Whether the service may have seen it.
    var isSent: Bool {
        state.value.attempt?.answer.isSent ?? false
    }

    /// Has a client send it.
    ///
    /// - Parameter end: is called when the attempt ends, unless it was given up.
    func start(with client: HTTPClient, _ end: @escaping (Result<HTTPResponse, any Error>) -> Void) {
        let answer = AnswerCollector(limit: bodyLimit)
        let task = client.execute(request: request, delegate: answer)
        state.value.attempt = Attempt(task: task, answer: answer)
        task.futureResult.hop(to: state.eventLoop).assumeIsolated().whenComplete { result in
            guard !self.isDone, self.state.value.attempt?.answer === answer else { return }
            end(result)
        }
    }

    /// Takes it back from the client.
    func giveUp() {
        let attempt = state.value.attempt
        state.value.attempt = nil
        attempt?.task.cancel()
    }

    /// Ends it; only the first call counts.
    func finish(_ result: Result<HTTPResponse, HTTPTransportError>) {
        guard !isDone else { return }
        state.value.isDone = true
        giveUp()
        response.completeWith(result.mapError { $0 })
    }
}
