import BandwidthKit
import Foundation
import Synchronization

/// A transport that answers by method and path, and records its requests.
///
/// If a request has several answers, they are given one after the other, and the last one is repeated.
final class ScriptedTransport: HTTPTransport {
    typealias Answer = Result<HTTPResponse, HTTPTransportError>

    private let state: Mutex<(answers: [String: [Answer]], requests: [HTTPRequest])>

    /// Answers by `GET /path?query`.
    init(_ answers: [String: [Answer]]) {
        state = Mutex((answers, []))
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
