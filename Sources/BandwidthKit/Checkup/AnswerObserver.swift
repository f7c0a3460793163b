import Synchronization

#if canImport(FoundationEssentials)
    import FoundationEssentials
#else
    import Foundation
#endif

/// A transport that notes what services say beside their answers: what time it is, and what a token may do.
final class AnswerObserver: HTTPTransport {
    /// What was noted.
    struct Notes: Sendable {
        /// How far this machine's clock is ahead of the services', in seconds, by host; the least of each host.
        var aheadBy: [String: Double] = [:]

        /// The permissions of the token, in the service's words; `nil` where it doesn't say.
        var scopes: [String]?
    }

    private let transport: any HTTPTransport
    private let time: any Timekeeper
    private let noted = Mutex(Notes())

    var notes: Notes {
        noted.withLock { $0 }
    }

    init(_ transport: any HTTPTransport, time: any Timekeeper) {
        self.transport = transport
        self.time = time
    }

    func send(_ request: HTTPRequest) async throws(HTTPTransportError) -> HTTPResponse {
        let response = try await transport.send(request)
        let now = time.now
        noted.withLock { notes in
            if let date = response.header("date").flatMap(HTTPDate.date) {
                let ahead = now.timeIntervalSince(date), known = notes.aheadBy[request.base.host]
                notes.aheadBy[request.base.host] = known.map { abs($0) < abs(ahead) ? $0 : ahead } ?? ahead
            }
            // Linode's header; GitHub's API has it too (https://techdocs.akamai.com/linode-api/reference/get-started).
            if let scopes = response.header("x-oauth-scopes") {
                notes.scopes = scopes.split { $0 == " " || $0 == "," }.map(String.init)
            }
        }
        return response
    }
}
