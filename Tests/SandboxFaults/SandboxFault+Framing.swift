import BandwidthSandbox

/// Faults of HTTP's framing: lengths, encodings, headers.
extension SandboxFault {
    static let framing = [
        SandboxFault("length-short", "Content-Length smaller than the body") { exchange, _ in
            withLength(exchange) { [$0 / 2] }
        },
        SandboxFault("length-long", "Content-Length larger than the body, the connection kept open") { exchange, _ in
            var reply = withLength(exchange) { [$0 + 100] }
            reply.steps.append(.waitForClient)
            return reply
        },
        SandboxFault("length-conflict", "two Content-Length headers that differ") { exchange, _ in
            withLength(exchange) { [$0, $0 + 1] }
        },
        SandboxFault("gzip", "the good body with Content-Encoding: gzip, asked for or not") { exchange, _ in
            var response = exchange.answer()
            response.body = Gzip.stored(response.body)
            response.setHeader("Content-Encoding", "gzip")
            return response
        },
        SandboxFault("header-flood", "a header line of 1 MiB") { exchange, _ in
            var response = exchange.answer()
            response.setHeader("X-Flood", String(repeating: "a", count: 1 << 20))
            return response
        },
        SandboxFault("informational", "103 Early Hints before the good answer") { exchange, _ in
            var reply = Reply(exchange.answer(), to: exchange.request)
            let link = SandboxHeader("Link", "</style.css>; rel=preload")
            reply.steps.insert(.send(SandboxResponse.head(103, [link])), at: 0)
            return reply
        },
    ]

    /// The regular answer with lengths derived from the right one.
    private static func withLength(_ exchange: Exchange, _ lengths: (Int) -> [Int]) -> Reply {
        let answer = exchange.answer()
        let body = answer.body
        let headers = lengths(body.count).map { SandboxHeader("Content-Length", String($0)) }
        return Reply([.send(SandboxResponse.head(answer.status, answer.headers + headers) + body)], end: .keepAlive)
    }
}
