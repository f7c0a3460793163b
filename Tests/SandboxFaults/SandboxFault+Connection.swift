import BandwidthSandbox

/// Faults of the connection: who closes it, when and how.
///
/// If nothing is answered, the service isn't called either, so that no message is accepted.
extension SandboxFault {
    static let connection = [
        SandboxFault("reset-before", "RST before the first byte") { _, _ in
            Reply(end: .reset)
        },
        SandboxFault("reset-during", "head and half of the body, then RST") { exchange, _ in
            halved(exchange, end: .reset)
        },
        SandboxFault("close-before", "FIN before the first byte") { _, _ in
            Reply(end: .cut)
        },
        SandboxFault("truncated", "the right length and half of the body, then FIN") { exchange, _ in
            halved(exchange, end: .cut)
        },
        SandboxFault("silent", "takes the request and never answers") { _, _ in
            Reply([.waitForClient], end: .close)
        },
        SandboxFault("drip", "the head, then a byte of the body every two seconds, for 10 minutes") { exchange, _ in
            let (head, body) = exchange.parts
            let drops = body.prefix(300).flatMap { [Reply.Step.pause(.seconds(2)), .send([$0])] }
            return Reply([.send(head)] + drops, end: body.count > 300 ? .cut : .keepAlive)
        },
        SandboxFault("endless", "chunks of spaces without end, up to 1 GiB") { exchange, _ in
            let headers = exchange.answer().headers + [SandboxHeader("Transfer-Encoding", "chunked")]
            let chunk = Array("10000\r\n".utf8) + Array(repeating: UInt8(ascii: " "), count: 1 << 16) + [13, 10]
            return Reply([.send(SandboxResponse.head(200, headers)), .flood(chunk, limit: 1 << 30)], end: .cut)
        },
    ]

    private static func halved(_ exchange: Exchange, end: Reply.End) -> Reply {
        let (head, body) = exchange.parts
        return Reply([.send(head + body.prefix(body.count / 2)), .pause(.milliseconds(50))], end: end)
    }
}

extension Exchange {
    /// The regular answer in two parts: the head, with the right length, and the body.
    fileprivate var parts: (head: [UInt8], body: [UInt8]) {
        let answer = answer()
        let body = answer.body
        let length = SandboxHeader("Content-Length", String(body.count))
        return (SandboxResponse.head(answer.status, answer.headers + [length]), body)
    }
}
