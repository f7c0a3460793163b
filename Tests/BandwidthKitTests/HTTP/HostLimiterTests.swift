import Foundation
import Testing

@testable import BandwidthKit

/// At most eight requests to a host, and fewer where the service's own limit is near.
@Suite(.timeLimit(.minutes(1))) struct HostLimiterTests {
    private let time = ManualTime()

    @Test func atMostEightAreUnderWayToOneHost() async throws {
        let gate = GatedTransport()
        let transport = RetryingTransport(gate, time: time)
        async let statuses = Array(0..<30).concurrentMap(width: 30) { _ in
            try? await transport.send(.example()).status
        }
        await gate.hasWaiting(8)
        // Those that wait for a place get every chance to go ahead without one.
        for _ in 0..<500 { await Task.yield() }
        #expect(await gate.most == 8)
        #expect(await gate.count == 8)
        // Another host has places of its own.
        async let other = transport.send(.example(host: "https://other.example.com"))
        await gate.hasWaiting(9)
        await gate.open()
        #expect(await statuses == Array(repeating: 200, count: 30))
        #expect(try await other.status == 200)
        #expect(await gate.count == 31)
    }

    @Test func whoWaitsForAPlaceCanBeCancelled() async throws {
        let gate = GatedTransport()
        let transport = RetryingTransport(gate, time: time)
        async let others = Array(0..<8).concurrentMap { _ in try? await transport.send(.example()).status }
        await gate.hasWaiting(8)
        let waiting = Task {
            await Result.catching { () async throws(HTTPTransportError) in try await transport.send(.example()).status }
        }
        for _ in 0..<100 { await Task.yield() }
        waiting.cancel()
        #expect(await waiting.value == .failure(.cancelled))
        await gate.open()
        #expect(await others.compactMap { $0 }.count == 8)
        // The place was not lost.
        #expect(try await transport.send(.example()).status == 200)
    }

    /// The pause that a second request makes after a first one was answered with these headers at 06:00:00.
    private func pause(after headers: [String: String]) async throws -> [Duration] {
        let script = ScriptedTransport(
            always: .success(HTTPResponse(status: 200, headers: headers.map { ($0.key, $0.value) })))
        let transport = RetryingTransport(script, time: time)
        _ = try await transport.send(.example())
        _ = try await transport.send(.example())
        #expect(script.requests.count == 2)
        return time.sleeps
    }

    private static let now = 1_795_240_800

    @Test(arguments: [
        (["X-RateLimit-Remaining": "0", "X-RateLimit-Reset": "\(now + 30)"], 30 as Int?),
        (["RateLimit-Remaining": "0", "RateLimit-Reset": "\(now + 30)"], 30),
        (["X-RateLimit-Remaining": "1", "X-RateLimit-Reset": "\(now + 30)"], nil),
        (["X-RateLimit-Remaining": "0", "X-RateLimit-Reset": "\(now - 30)"], nil),
        (["X-RateLimit-Remaining": "0"], nil),
        (["X-RateLimit-Remaining": "none", "X-RateLimit-Reset": "\(now + 30)"], nil),
        (["X-RateLimit-Remaining": "-1", "X-RateLimit-Reset": "\(now + 30)"], nil),
        (["X-RateLimit-Remaining": "0", "X-RateLimit-Reset": "30"], nil),
        (["X-RateLimit-Remaining": "0", "X-RateLimit-Reset": "99999999999999999999"], nil),
        (["X-RateLimit-Remaining": "0", "X-RateLimit-Reset": "\(Int.max)"], nil),
        // By the service's own clock, which is 20 seconds ahead.
        (
            [
                "X-RateLimit-Remaining": "0", "X-RateLimit-Reset": "\(now + 30)",
                "Date": "Sat, 21 Nov 2026 06:00:20 GMT",
            ], 10
        ),
    ])
    func theServicesLimitHoldsRequestsBack(headers: [String: String], seconds: Int?) async throws {
        #expect(try await pause(after: headers) == [seconds].compactMap { $0 }.map { .seconds($0) })
    }
}
