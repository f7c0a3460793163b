import BandwidthKit
import NIOCore
import NIOSSL
import Testing

@testable import BandwidthTransport

/// What TLS is asked for, and what becomes of connections that break on the way.
@Suite struct HandshakeTests {
    private func outcome(
        _ url: String, method: HTTPRequest.Method = .get, environment: [String: String] = [:]
    ) async throws -> Result<Int, HTTPTransportError> {
        let transport = try AsyncHTTPClientTransport(environment: CertificateTests.roots.merging(environment) { $1 })
        let outcome = await transport.status(try .test(url, method: method))
        await transport.shutdown()
        return outcome
    }

    @Test func nothingBelowTLS12IsSpoken() async throws {
        let server = try await RawServer.start(tls: .init(maximumVersion: .tlsv11)) { _ in .send(RawServer.fine) }
        let outcome = try await outcome("https://localhost:\(server.port)")
        #expect(outcome == .failure(.insecure("the server does not support TLS 1.2 or later")))
        #expect(server.requests.isEmpty)
        try await server.stop()
    }

    @Test func tls12IsSpoken() async throws {
        let server = try await RawServer.start(tls: .init(maximumVersion: .tlsv12)) { _ in .send(RawServer.fine) }
        #expect(try await outcome("https://localhost:\(server.port)") == .success(200))
        try await server.stop()
    }

    @Test(arguments: [HTTPRequest.Method.get, .post])
    func aConnectionClosedDuringTheHandshakeIsTriedAgain(method: HTTPRequest.Method) async throws {
        let server = try await RawServer.start(tls: .http1) { $0 < 2 ? .close : .send(RawServer.fine) }
        let wire = try AsyncHTTPClientTransport(environment: CertificateTests.roots, headStart: .hours(1))
        let transport = RetryingTransport(wire, time: HastyTime())
        let response = try await transport.send(try .test("https://localhost:\(server.port)", method: method))
        #expect(response.status == 200)
        #expect(server.connections == 3)
        await wire.shutdown()
        try await server.stop()
    }

    @Test func anAddressIsVerifiedAgainstTheCertificate() async throws {
        let server = try await RawServer.start(tls: .http1) { _ in .send(RawServer.fine) }
        #expect(try await outcome("https://127.0.0.1:\(server.port)") == .success(200))
        try await server.stop()
    }

    #if os(Linux)
        /// All of 127.0.0.0/8 is this machine; the certificate is for 127.0.0.1.
        @Test func anAddressBehindAProxyIsVerifiedAndNotTheProxys() async throws {
            let server = try await RawServer.start(tls: .http1) { _ in .send(RawServer.fine) }
            let nearby = try await TestProxy.start()
            let wrong = try await outcome(
                "https://127.0.0.9:\(server.port)", environment: ["HTTPS_PROXY": "http://127.0.0.1:\(nearby.port)"])
            #expect(wrong == .failure(.insecure("the certificate is for another name")))
            #expect(server.requests.isEmpty)

            let elsewhere = try await TestProxy.start(host: "127.0.0.2")
            let right = try await outcome(
                "https://127.0.0.1:\(server.port)", environment: ["HTTPS_PROXY": "http://127.0.0.2:\(elsewhere.port)"])
            #expect(right == .success(200))
            try await nearby.stop()
            try await elsewhere.stop()
            try await server.stop()
        }
    #endif

    @Test(arguments: [
        ("HTTP/1.1 407 Who are you?\r\n\r\n", "the proxy requires a user name and a password"),
        ("HTTP/1.1 502 Bad Gateway\r\nContent-Length: 4\r\n\r\nnope", "the proxy refused the connection"),
        ("HTTP/1.1 000 Odd\r\n\r\n", "the proxy refused the connection"),
        ("HTTP/1.1 101 Switching\r\n\r\nHTTP/1.1 200 OK\r\n\r\n", "the proxy refused the connection"),
        ("HTTP/1.1 200 OK\r\n\r\nand more", "connection closed by peer"),
        ("SSH-2.0-OpenSSH\r\n\r\n", "connection closed by peer"),
        ("HTTP/1.1 200 O", "connection closed by peer"),
    ])
    func whatAProxySaysIsTold(answer: String, reason: String) async throws {
        let proxy = try await RawServer.start { _ in .sendAndClose(Array(answer.utf8)) }
        let outcome = try await outcome(
            "https://api.example", environment: ["HTTPS_PROXY": "http://127.0.0.1:\(proxy.port)"])
        // Closing with something unread may arrive as a reset, and what follows the proxy's answer as the server's.
        let others: [HTTPTransportError] =
            reason.contains("closed")
            ? [
                .notConnected("connection reset by peer"), .insecure("the server does not support TLS"),
                .notConnected("connection closed by peer during the TLS handshake"),
            ] : []
        #expect(([.notConnected(reason)] + others).map { .failure($0) }.contains(outcome))
        try await proxy.stop()
    }
}
