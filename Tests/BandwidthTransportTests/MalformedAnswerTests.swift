import BandwidthKit
import BandwidthTransport
import Testing

/// Answers that are none: each ends its request with an error, and never the program.
@Suite struct MalformedAnswerTests {
    enum Kind: Sendable {
        case read, malformed, interrupted, notConnected
    }

    struct Case: Sendable, CustomTestStringConvertible {
        let name: String
        let bytes: [UInt8]
        let kind: Kind

        init(_ name: String, _ bytes: [UInt8], _ kind: Kind) {
            self.name = name
            self.bytes = bytes
            self.kind = kind
        }

        init(_ name: String, _ text: String, _ kind: Kind) {
            self.init(name, Array(text.replacing("\n", with: "\r\n").utf8), kind)
        }

        var testDescription: String { name }
    }

    private func outcome(
        _ bytes: [UInt8], tls: RawServer.TLS?, greeting: [UInt8]? = HTTP2Bytes.hello
    ) async throws -> Kind {
        let server = try await RawServer.start(tls: tls, greeting: greeting) { _ in .sendAndClose(bytes) }
        let transport = try AsyncHTTPClientTransport(environment: CertificateTests.roots)
        let scheme = tls == nil ? "http://127.0.0.1" : "https://localhost"
        let result = await transport.status(try .test("\(scheme):\(server.port)"))
        await transport.shutdown()
        try await server.stop()
        switch result {
        case .success: return .read
        case .failure(.malformed): return .malformed
        case .failure(.interrupted): return .interrupted
        case .failure(.notConnected): return .notConnected
        case .failure(let error): throw error
        }
    }

    private static let fine = "HTTP/1.1 200 OK\nContent-Length: 2\n\n{}"

    @Test(
        arguments: ["000", "001", "042", "099"].map { (status: String) in
            Case(status, "HTTP/1.1 \(status) Odd\nContent-Length: 2\n\n{}", .malformed)
        } + [
            Case("without a body", "HTTP/1.1 000 Odd\n\n", .malformed),
            Case("switching", "HTTP/1.1 101 Switching Protocols\nUpgrade: x\n\n", .malformed),
            Case("switching, then an answer", "HTTP/1.1 101 Switching Protocols\n\n" + fine, .malformed),
            Case("continue", "HTTP/1.1 100 Continue\n\n" + fine, .read),
            Case("hints again and again", String(repeating: "HTTP/1.1 103 Hints\nA: b\n\n", count: 40) + fine, .read),
            Case("compressed hints", "HTTP/1.1 103 Hints\nContent-Encoding: gzip\n\n" + fine, .read),
            Case("a hint and no more", "HTTP/1.1 103 Early Hints\n\n", .interrupted),
            Case("600", "HTTP/1.1 600 Odd\nContent-Length: 2\n\n{}", .read),
            Case("1000", "HTTP/1.1 1000 Odd\n\n", .malformed),
            Case("negative", "HTTP/1.1 -10 Odd\n\n", .malformed),
            Case("two answers", fine + fine, .malformed),
            Case("HTTP/2 in the clear", HTTP2Bytes.hello + HTTP2Bytes.fine, .malformed),
            Case("HTTP/3.0", "HTTP/3.0 200 OK\n\n", .malformed),
            Case("not gzip", "HTTP/1.1 200 OK\nContent-Encoding: gzip\nContent-Length: 2\n\n{}", .malformed),
            Case("gzip that is cut off", "HTTP/1.1 200 OK\nContent-Encoding: gzip\nContent-Length: 0\n\n", .malformed),
            Case("negative length", "HTTP/1.1 200 OK\nContent-Length: -2\n\n{}", .malformed),
            Case("huge chunk", "HTTP/1.1 200 OK\nTransfer-Encoding: chunked\n\nfffffffffffffffff\n{}", .malformed),
            Case("nothing", "", .interrupted),
            Case("half a status", "HTTP/1.1 2", .interrupted),
        ])
    func overHTTP1(_ expected: Case) async throws {
        #expect(try await outcome(expected.bytes, tls: nil) == expected.kind)
        #expect(try await outcome(expected.bytes, tls: .http1) == expected.kind)
    }

    private static func answer(status: String?) -> [UInt8] {
        HTTP2Bytes.headers(status.map { [(":status", $0)] } ?? [("a", "b")]) + HTTP2Bytes.data("{}")
    }

    @Test(
        arguments: ["", "-1", "-200", "+200", "abc", "99", "042", "000", "20", "2000", "1e2", "９９９"].map {
            (status: String) in
            Case("status \(status)", answer(status: status), .malformed)
        } + [
            Case("no status", answer(status: nil), .malformed),
            Case("two", HTTP2Bytes.headers([(":status", "200"), (":status", "200")], ends: true), .malformed),
            Case("status last", HTTP2Bytes.headers([("a", "b"), (":status", "200")], ends: true), .malformed),
            Case("600", answer(status: "600"), .read),
            Case("switching", answer(status: "101"), .malformed),
            Case("switching, then an answer", HTTP2Bytes.headers([(":status", "101")]) + HTTP2Bytes.fine, .malformed),
            Case("hints", HTTP2Bytes.headers([(":status", "103")]) + HTTP2Bytes.fine, .read),
            Case(
                "hints again and again",
                Array(repeating: HTTP2Bytes.headers([(":status", "103")]), count: 40).joined() + HTTP2Bytes.fine, .read),
            Case("hints that end it", HTTP2Bytes.headers([(":status", "103")], ends: true), .interrupted),
            Case("body first", HTTP2Bytes.data("{}"), .interrupted),
            Case("trailers first", HTTP2Bytes.headers([("a", "b")], ends: true), .malformed),
            Case("a second head", HTTP2Bytes.headers([(":status", "200")]) + HTTP2Bytes.fine, .malformed),
            Case("more after the end", HTTP2Bytes.fine + HTTP2Bytes.fine, .read),
            Case("reset", HTTP2Bytes.frame(3, stream: 1, [0, 0, 0, 2]), .interrupted),
            Case("goodbye", HTTP2Bytes.frame(7, [0, 0, 0, 0, 0, 0, 0, 0]), .interrupted),
            Case("a stream of its own", HTTP2Bytes.headers([(":status", "200")], stream: 2), .interrupted),
            Case("a stream ahead", HTTP2Bytes.headers([(":status", "200")], stream: 7), .interrupted),
            Case("a promise", HTTP2Bytes.frame(5, flags: 4, stream: 1, [0, 0, 0, 2, 0x88]), .interrupted),
            Case("window of nothing", HTTP2Bytes.frame(8, stream: 1, [0, 0, 0, 0]), .interrupted),
            Case("no compression", HTTP2Bytes.frame(1, flags: 5, stream: 1, [255, 255, 255, 255, 255]), .interrupted),
            Case("huge frame", [255, 255, 255, 0, 0, 0, 0, 0, 1], .interrupted),
            Case("HTTP/1.1", Array("HTTP/1.1 200 OK\r\n\r\n".utf8), .interrupted),
            Case("nothing", [], .interrupted),
        ])
    func overHTTP2(_ expected: Case) async throws {
        #expect(try await outcome(expected.bytes, tls: .http2) == expected.kind)
    }

    @Test(arguments: [HTTP2Bytes.frame(7, [0, 0, 0, 0, 0, 0, 0, 0]), HTTP2Bytes.fine, HTTP2Bytes.frame(4, [0])])
    func overHTTP2WithoutAGreeting(bytes: [UInt8]) async throws {
        #expect(try await outcome(bytes, tls: .http2, greeting: nil) == .notConnected)
    }

    /// The server goes on sending; the connection is closed all the same, and nothing is stored.
    @Test(.timeLimit(.minutes(1))) func afterAnHTTP2ErrorTheConnectionIsClosed() async throws {
        let wrong = HTTP2Bytes.data("{}", stream: 9)
        let server = try await RawServer.start(tls: .http2) { _ in
            .flood(wrong, Array(repeating: 0, count: 1 << 16))
        }
        let transport = try AsyncHTTPClientTransport(environment: CertificateTests.roots)
        let outcome = await transport.status(try .test("https://localhost:\(server.port)"))
        guard case .failure(.interrupted) = outcome else {
            Issue.record("\(outcome)")
            return
        }
        // Ends only when the client closes.
        while server.closed == 0 { await Task.yield() }
        await transport.shutdown()
        try await server.stop()
    }

    /// The server never gets to its settings. Without a limit, all that it sends is stored until the account's time is over.
    @Test(.timeLimit(.minutes(1))) func beforeTheSettingsOnlySoMuchIsTaken() async throws {
        let zeros = Array(repeating: 0 as UInt8, count: 1 << 16)
        let flood = try await RawServer.start(tls: .http2, greeting: nil) { _ in .flood(zeros, zeros) }
        let other = try await RawServer.start(tls: .http2) { _ in .send(HTTP2Bytes.fine) }
        let transport = try AsyncHTTPClientTransport(environment: CertificateTests.roots)
        async let healthy = transport.status(try .test("https://localhost:\(other.port)"))
        let outcome = await transport.status(try .test("https://localhost:\(flood.port)"))
        #expect(
            outcome == .failure(.notConnected("the server sent too much before the connection was ready")))
        #expect(try await healthy == .success(200))
        await transport.shutdown()
        try await flood.stop()
        try await other.stop()
    }

    /// As much as that is fine in an answer.
    @Test func anAnswerMayBeLarger() async throws {
        let text = "\"" + String(repeating: "x", count: 3 << 20) + "\""
        let answer = Array("HTTP/1.1 200 OK\r\nContent-Length: \(text.utf8.count)\r\n\r\n\(text)".utf8)
        let server = try await RawServer.start(tls: .http1) { _ in .send(answer) }
        let transport = try AsyncHTTPClientTransport(environment: CertificateTests.roots)
        #expect(await transport.status(try .test("https://localhost:\(server.port)")) == .success(200))
        await transport.shutdown()
        try await server.stop()
    }

    @Test(arguments: ["a\r\nx-other: b", "a\u{0}b", "a\nb"])
    func aTokenWithALineBreakIsNotSent(token: String) async throws {
        let server = try await RawServer.start { _ in .send(RawServer.fine) }
        let transport = try AsyncHTTPClientTransport(environment: [:])
        let outcome = await transport.status(try .test("http://127.0.0.1:\(server.port)", token: token))
        #expect(throws: HTTPTransportError.self) { try outcome.get() }
        #expect(server.connections == 0)
        await transport.shutdown()
        try await server.stop()
    }
}
