import NIOHTTP1

/// What goes over the wire for one request, step by step.
struct Reply: Sendable {
    enum Step: Sendable {
        case send([UInt8])
        case pause(Duration)
        /// The same bytes again and again, as fast as the peer reads, up to a number of bytes.
        case flood([UInt8], limit: Int)
        /// Nothing, until the peer closes.
        case waitForPeer
    }

    enum End: Sendable {
        /// The connection is ready for the next request.
        case keepAlive
        /// FIN; under TLS with its own farewell before.
        case close
        /// FIN, and under TLS nothing before it.
        case cut
        /// RST.
        case reset
    }

    var steps: [Step]
    var end: End

    init(_ steps: [Step] = [], end: End) {
        self.steps = steps
        self.end = end
    }

    /// A response as HTTP has it.
    init(_ response: SandboxResponse, to request: SandboxRequest) {
        self.init(response, body: response.bytes, to: request)
    }

    /// A response whose body is given as bytes, with the right length unless the headers have one already.
    init(_ response: SandboxResponse, body: [UInt8], to request: SandboxRequest) {
        var headers = response.headers
        let hasBody = response.status >= 200 && response.status != 204 && response.status != 304
        if hasBody, headers.first(named: "Content-Length") == nil, headers.first(named: "Transfer-Encoding") == nil {
            headers.append(SandboxHeader("Content-Length", String(body.count)))
        }
        if request.isLast { headers.append(SandboxHeader("Connection", "close")) }
        let head = Self.head(response.status, headers)
        self.init(
            [.send(hasBody && request.method != "HEAD" ? head + body : head)],
            end: request.isLast ? .close : .keepAlive
        )
    }

    /// Status line and headers, with a `Date`, and the empty line.
    static func head(_ status: Int, _ headers: [SandboxHeader]) -> [UInt8] {
        let phrase = HTTPResponseStatus(statusCode: status).reasonPhrase
        var text = "HTTP/1.1 \(status) \(phrase)\r\nDate: \(CivilTime(seconds: RealTime.seconds).httpDate)\r\n"
        for header in headers {
            text += "\(header.name): \(header.value)\r\n"
        }
        return Array((text + "\r\n").utf8)
    }
}
