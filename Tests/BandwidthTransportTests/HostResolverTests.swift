import BandwidthKit
import Dispatch
import NIOCore
import Synchronization
import Testing

@testable import BandwidthTransport

/// How names become addresses.
@Suite struct HostResolverTests {
    private static func addresses(_ texts: [String]) -> HostResolver.Answer {
        .success(texts)
    }

    private func texts(_ host: String, by resolver: HostResolver) async -> [String] {
        await withCheckedContinuation { continuation in
            resolver.resolve(host) { answer in continuation.resume(returning: (try? answer.get()) ?? []) }
        }
    }

    @Test func namesThatHangHideNoOther() async {
        let release = DispatchSemaphore(value: 0)
        let resolver = HostResolver { host in
            if host.hasPrefix("hanging") { release.wait() }
            return Self.addresses(["127.0.0.1"])
        }
        let ended = Mutex<Int>.Box(0)
        for number in 0..<20 {
            resolver.resolve("hanging\(number).example") { _ in ended.value.withLock { $0 += 1 } }
        }
        #expect(await texts("fine.example", by: resolver) == ["127.0.0.1"])
        #expect(ended.value.withLock { $0 } == 0)
        for _ in 0..<20 { release.signal() }
    }

    @Test func requestsAtTheSameTimeShareALookup() async {
        let release = DispatchSemaphore(value: 0)
        let lookups = Mutex<Int>.Box(0)
        let resolver = HostResolver { _ in
            lookups.value.withLock { $0 += 1 }
            release.wait()
            return Self.addresses(["192.0.2.1", "2001:db8::1"])
        }
        let (answers, continuation) = AsyncStream.makeStream(of: [String].self)
        for _ in 0..<10 {
            resolver.resolve("api.example") { answer in continuation.yield((try? answer.get()) ?? []) }
        }
        release.signal()
        for await addresses in answers.prefix(10) { #expect(addresses == ["192.0.2.1", "2001:db8::1"]) }
        #expect(lookups.value.withLock { $0 } == 1)
    }

    @Test func aNameThatWasNotFoundIsLookedUpAgain() async {
        let lookups = Mutex<Int>.Box(0)
        let resolver = HostResolver { _ in
            let number = lookups.value.withLock { count in
                count += 1
                return count
            }
            return number == 1 ? .failure(.init(reason: "no address was found")) : Self.addresses(["127.0.0.1"])
        }
        #expect(await texts("api.example", by: resolver) == [])
        #expect(await texts("api.example", by: resolver) == ["127.0.0.1"])
    }

    @Test func localhostIsThisMachineWhateverAnybodySays() async throws {
        let resolver = HostResolver { _ in Self.addresses(["192.0.2.1"]) }
        #expect(await texts("localhost", by: resolver) == ["127.0.0.1", "::1"])

        let server = try await RawServer.start { _ in .send(RawServer.fine) }
        let transport = try AsyncHTTPClientTransport(environment: [:], resolver: resolver, headStart: .hours(1))
        #expect(await transport.status(try .test("http://localhost:\(server.port)")) == .success(200))
        await transport.shutdown()
        try await server.stop()
    }

    /// The request reaches the server, whose certificate is for another name.
    @Test func aHangingNameDelaysNoRequestToAnotherHost() async throws {
        let release = DispatchSemaphore(value: 0)
        let resolver = HostResolver { host in
            if host == "hanging.example" { release.wait() }
            return Self.addresses(["127.0.0.1"])
        }
        let server = try await RawServer.start(tls: .http1) { _ in .send(RawServer.fine) }
        let transport = try AsyncHTTPClientTransport(
            environment: CertificateTests.roots, resolver: resolver, headStart: .hours(1))
        let hanging = try HTTPRequest.test("https://hanging.example:\(server.port)")
        let task = Task { await transport.status(hanging) }
        let outcome = await transport.status(try .test("https://fine.example:\(server.port)"))
        #expect(outcome == .failure(.insecure("the certificate is for another name")))
        task.cancel()
        #expect(await task.value == .failure(.cancelled))
        release.signal()
        await transport.shutdown()
        try await server.stop()
    }

    @Test func addressesThatRefuseAreFollowedByTheNext() async throws {
        let resolver = HostResolver { _ in Self.addresses(["127.0.0.3", "127.0.0.2", "127.0.0.1"]) }
        let server = try await RawServer.start(tls: .http1) { _ in .send(RawServer.fine) }
        let transport = try AsyncHTTPClientTransport(
            environment: CertificateTests.roots, resolver: resolver, headStart: .hours(1))
        let outcome = await transport.status(try .test("https://fine.example:\(server.port)"))
        #expect(outcome == .failure(.insecure("the certificate is for another name")))
        await transport.shutdown()
        try await server.stop()
    }

    /// An address that never answers is not waited for: the limit of this test is that of connecting, two hours.
    @Test func anAddressThatHangsIsRacedAgainstTheNext() async throws {
        let resolver = HostResolver { _ in Self.addresses(["127.0.0.2", "127.0.0.1"]) }
        let server = try await RawServer.start(tls: .http1) { _ in .send(RawServer.fine) }
        let hole = try Blackhole(address: "127.0.0.2", port: server.port)
        let transport = try AsyncHTTPClientTransport(
            environment: CertificateTests.roots, resolver: resolver, headStart: .milliseconds(1))
        let outcome = await transport.status(try .test("https://fine.example:\(server.port)"))
        withExtendedLifetime(hole) {}
        #expect(outcome == .failure(.insecure("the certificate is for another name")))
        await transport.shutdown()
        try await server.stop()
    }

    @Test func theSystemKnowsNoSuchName() {
        // A label of 64 letters is refused by the resolver itself: nothing is asked of any network.
        let answer = HostResolver.systemAddresses(of: String(repeating: "x", count: 64) + ".example")
        #expect(throws: HostResolver.Failure.self) { try answer.get() }
    }
}
