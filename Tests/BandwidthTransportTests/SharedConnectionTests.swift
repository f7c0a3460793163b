import BandwidthKit
import NIOCore
import Testing

@testable import BandwidthTransport

/// How many connections requests to one host need.
@Suite struct SharedConnectionTests {
    private func outcomes(
        of count: Int, from server: RawServer, headStart: TimeAmount = .hours(1)
    ) async throws -> [Result<Int, HTTPTransportError>] {
        let transport = try AsyncHTTPClientTransport(environment: CertificateTests.roots, headStart: headStart)
        let requests = try (0..<count).map { _ in try HTTPRequest.test("https://localhost:\(server.port)") }
        let outcomes = await transport.sendAll(requests)
        await transport.shutdown()
        try await server.stop()
        return outcomes
    }

    @Test func overHTTP2OneConnectionIsMadeAndShared() async throws {
        let server = try await HTTP2TestServer.start()
        let transport = try AsyncHTTPClientTransport(environment: CertificateTests.roots, headStart: .hours(1))
        let requests = try (0..<20).map { _ in try HTTPRequest.test("https://localhost:\(server.port)") }
        #expect(await transport.sendAll(requests) == Array(repeating: .success(200), count: 20))
        #expect(server.connections == 1)
        await transport.shutdown()
        try await server.stop()
    }

    @Test func overHTTP1EachHasItsOwn() async throws {
        let server = try await RawServer.start(tls: .http1) { _ in .send(RawServer.fine) }
        #expect(try await outcomes(of: 6, from: server) == Array(repeating: .success(200), count: 6))
        #expect((2...6).contains(server.connections))
    }

    @Test func overHTTP1OneAfterTheOtherShareIt() async throws {
        let server = try await RawServer.start(tls: .http1) { _ in .send(RawServer.fine) }
        let transport = try AsyncHTTPClientTransport(environment: CertificateTests.roots, headStart: .hours(1))
        for _ in 0..<5 {
            #expect(await transport.status(try .test("https://localhost:\(server.port)")) == .success(200))
        }
        #expect(server.connections == 1)
        await transport.shutdown()
        try await server.stop()
    }

    @Test func aConnectionThatTheServerClosesIsNotUsedAgain() async throws {
        let answer = Array("HTTP/1.1 200 OK\r\nContent-Length: 2\r\nConnection: close\r\n\r\n{}".utf8)
        let server = try await RawServer.start(tls: .http1) { _ in .send(answer) }
        let transport = try AsyncHTTPClientTransport(environment: CertificateTests.roots, headStart: .hours(1))
        for _ in 0..<3 {
            #expect(await transport.status(try .test("https://localhost:\(server.port)")) == .success(200))
        }
        #expect(server.connections == 3)
        await transport.shutdown()
        try await server.stop()
    }

    /// The second answer comes with the first, before anybody asked for it.
    @Test func whatFollowsAnAnswerIsNotTheNextOnes() async throws {
        let early = Array("HTTP/1.1 404 Not Found\r\nContent-Length: 2\r\n\r\n{}".utf8)
        let server = try await RawServer.start(tls: .http1) { _ in .send(RawServer.fine + early) }
        let refusal = Result<Int, HTTPTransportError>.failure(.malformed("unexpected data after the answer"))
        #expect(try await outcomes(of: 6, from: server) == Array(repeating: refusal, count: 6))
    }

    @Test func aGoodbyeMakesRoomForANewConnection() async throws {
        let goodbye = HTTP2Bytes.frame(7, [0, 0, 0, 1, 0, 0, 0, 0])
        let server = try await RawServer.start(tls: .http2) { _ in .send(HTTP2Bytes.fine + goodbye) }
        let transport = try AsyncHTTPClientTransport(environment: CertificateTests.roots, headStart: .hours(1))
        #expect(await transport.status(try .test("https://localhost:\(server.port)")) == .success(200))
        var second = await transport.status(try .test("https://localhost:\(server.port)"))
        // The goodbye may come while the second is on its way: then it is told as interrupted, and tried again.
        if second != .success(200) { second = await transport.status(try .test("https://localhost:\(server.port)")) }
        #expect(second == .success(200))
        #expect(server.connections >= 2)
        await transport.shutdown()
        try await server.stop()
    }

    /// The first connection never gets anywhere; the others don't wait for it for long.
    @Test func aFirstConnectionThatHangsDelaysNobodyForLong() async throws {
        let server = try await RawServer.start(tls: .http1) { $0 == 0 ? .hang : .send(RawServer.fine) }
        let outcomes = try await outcomes(of: 6, from: server, headStart: .milliseconds(1))
        #expect(outcomes == Array(repeating: .success(200), count: 6))
        #expect(server.connections >= 2)
    }

    @Test func overHTTP2NeitherDoesIt() async throws {
        let server = try await HTTP2TestServer.start(firstHangs: true)
        let transport = try AsyncHTTPClientTransport(environment: CertificateTests.roots, headStart: .milliseconds(1))
        let requests = try (0..<6).map { _ in try HTTPRequest.test("https://localhost:\(server.port)") }
        #expect(await transport.sendAll(requests) == Array(repeating: .success(200), count: 6))
        await transport.shutdown()
        try await server.stop()
    }

    @Test func aFirstConnectionThatFailsTakesNobodyAlong() async throws {
        let server = try await RawServer.start(tls: .http1) { $0 == 0 ? .close : .send(RawServer.fine) }
        let outcomes = try await outcomes(of: 6, from: server)
        #expect(outcomes.count { $0 == .success(200) } == 5)
        #expect(outcomes.count { if case .failure(.notConnected) = $0 { true } else { false } } == 1)
    }

    /// Cancelling is all that ends a request whose connection hangs.
    @Test func aCancelledRequestEndsAtOnce() async throws {
        let server = try await RawServer.start(tls: .http1) { _ in .hang }
        let transport = try AsyncHTTPClientTransport(environment: CertificateTests.roots, headStart: .hours(1))
        let request = try HTTPRequest.test("https://localhost:\(server.port)")
        let task = Task { await transport.status(request) }
        task.cancel()
        #expect(await task.value == .failure(.cancelled))
        await transport.shutdown()
        try await server.stop()
    }
}
