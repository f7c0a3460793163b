import Foundation
import Testing

@testable import BandwidthKit

/// At most eight requests to a host, and fewer when the service's own limit is near.
@Suite(.timeLimit(.minutes(1))) struct HostLimiterTests {
    private let time = ManualTime()

    @Test func atMostEightAreUnderWayToOneHost() async throws {
        let gate = GatedTransport()
        let transport = RetryingTransport(gate, time: time)
        async let statuses = Array(0..<30).concurrentMap(width: 30) { _ in
            try? await transport.send(.example()).status
        }
        await gate.hasWaiting(8)
        // Give the waiting requests every chance to proceed without a slot.
        for _ in 0..<500 { await Task.yield() }
        #expect(await gate.most == 8)
        #expect(await gate.count == 8)
        // Another host has its own slots.
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
        // The slot was not lost.
        #expect(try await transport.send(.example()).status == 200)
    }

    /// How long a second request waits after the first one was answered with these headers at 06:00:00.
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
        (["RateLimit-Remaining": "0", "RateLimit-Reset": "\(now + 3600)"], 1),
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

    /// A service that allows a token no more requests for a minute.
    private let usedUp = ScriptedTransport(
        always: .success(
            HTTPResponse(
                status: 200, headers: [("X-RateLimit-Remaining", "0"), ("X-RateLimit-Reset", "\(now + 60)")],
                body: Array("{}".utf8))))

    @Test func oneTokensLimitHoldsBackNoOther() async throws {
        let transport = RetryingTransport(usedUp, time: time)
        _ = try await transport.send(.example(token: "one"))
        _ = try await transport.send(.example(token: "other"))
        #expect(time.sleeps.isEmpty)
        _ = try await transport.send(.example(token: "one"))
        #expect(time.sleeps == [.seconds(60)])
    }

    @Test func anAnswerThatAnotherOvertookAllowsNothingMore() async throws {
        let answers = ["1", "5"].map { remaining in
            HTTPResponse(
                status: 200, headers: [("X-RateLimit-Remaining", remaining), ("X-RateLimit-Reset", "\(Self.now + 30)")])
        }
        let script = ScriptedTransport(["": (answers + answers).map { .success($0) }])
        let transport = RetryingTransport(script, time: time)
        _ = try await transport.send(.example())
        _ = try await transport.send(.example())
        #expect(time.sleeps.isEmpty)
        _ = try await transport.send(.example())
        #expect(time.sleeps == [.seconds(30)])
    }

    @Test(arguments: [
        (Authorization.form(["key": Secret("first")]), Authorization.form(["key": Secret("second")])),
        (.headers([:], query: ["key": Secret("first")]), .headers([:], query: ["key": Secret("second")])),
        (.bearer(Secret("first")), .bearer(Secret("second"))),
    ])
    func anAccountWhoseAllowanceIsUsedUpHoldsNoOtherBack(first: Authorization, second: Authorization) async throws {
        let transport = RetryingTransport(usedUp, time: time)
        let api = APIClient(base: "https://api.example.com", network: .test(transport, time))
        for authorization in [first, second] {
            let _: JSONCount = try await api.read("/usage", form: [], authorization: authorization)
        }
        #expect(time.sleeps.isEmpty)
        let _: JSONCount = try await api.read("/usage", form: [], authorization: second)
        #expect(time.sleeps == [.seconds(60)])
    }

    private struct JSONCount: Decodable {}

    @Test func aLimitThatOutlastsTheTimeIsToldAtOnce() async throws {
        let transport = RetryingTransport(usedUp, time: time)
        _ = try await transport.send(.example(deadline: .seconds(20)))
        let second = await Result.catching { () async throws(HTTPTransportError) in
            try await transport.send(.example(deadline: .seconds(20))).status
        }
        #expect(second == .failure(.heldBack(.seconds(60))))
        #expect(time.sleeps.isEmpty)
        #expect(usedUp.requests.count == 1)
        let error = APIError(.heldBack(.seconds(60)), .example())
        #expect(error.code == .rateLimited)
        #expect(error.message == "the rate limit of api.example.com allows no request for 60 seconds")
    }

    @Test func retryAfterGoesBeforeTheResetOfTheWholeAllowance() async throws {
        let headers = [("X-RateLimit-Remaining", "0"), ("X-RateLimit-Reset", "\(Self.now + 60)")]
        let script = ScriptedTransport([
            "": [
                .success(HTTPResponse(status: 429, headers: headers + [("Retry-After", "1")])),
                .success(HTTPResponse(status: 200)),
            ]
        ])
        let answer = try await RetryingTransport(script, time: time).send(.example(deadline: .seconds(20)))
        #expect(answer.status == 200)
        #expect(time.sleeps == [.seconds(1)])
    }
}
