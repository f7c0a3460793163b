import BandwidthKit
import Foundation
import Synchronization

/// A transport that answers by method and path, and records its requests.
///
/// If a request has several answers, they are given one after the other, and the last one is repeated.
final class ScriptedTransport: HTTPTransport {
    typealias Answer = Result<HTTPResponse, HTTPTransportError>

    private struct State {
        var answers: [String: [Answer]] = [:]
        var exchanges: [Exchange] = []
        var requests: [HTTPRequest] = []
    }

    private let state: Mutex<State>

    /// Answers by `GET /path?query`.
    init(_ answers: [String: [Answer]]) {
        state = Mutex(State(answers: answers))
    }

    /// Answers by line, headers and body; in order if a request is in several exchanges.
    init(_ exchanges: [Exchange]) {
        state = Mutex(State(exchanges: exchanges))
    }

    /// The same answer to every request.
    convenience init(always answer: Answer) {
        self.init(["": [answer]])
    }

    /// Every request, in order.
    var requests: [HTTPRequest] {
        state.withLock { $0.requests }
    }

    func send(_ request: HTTPRequest) async throws(HTTPTransportError) -> HTTPResponse {
        let answer = state.withLock { state -> Answer in
            state.requests.append(request)
            let fitting = state.exchanges.indices.filter { state.exchanges[$0].fits(request) }
            if let first = fitting.first {
                let response = state.exchanges[first].response
                if fitting.count > 1 { state.exchanges.remove(at: first) }
                return .success(response)
            }
            let line = "\(request.method.rawValue) \(request.path)"
            let key = state.answers[line] == nil ? "" : line
            guard let answers = state.answers[key], let first = answers.first else {
                return .success(HTTPResponse(status: 599, body: Array("not in the script: \(line)".utf8)))
            }
            if answers.count > 1 { state.answers[key]?.removeFirst() }
            return first
        }
        return try answer.get()
    }
}

extension HTTPResponse {
    /// A JSON answer.
    static func json(_ text: String, status: Int = 200, headers: [(name: String, value: String)] = []) -> HTTPResponse {
        HTTPResponse(
            status: status, headers: [("content-type", "application/json")] + headers, body: Array(text.utf8))
    }
}
