import Foundation
import Testing

@testable import BandwidthKit

/// At most eight requests of an account and 32 to a host, and fewer when the service's own limit is near.
@Suite(.timeLimit(.minutes(1))) struct HostLimiterTests {
    private let time = ManualTime()

    @Test func atMostEightAreUnderWayForOneAccount() async throws {
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

    /// Requests of some accounts at once.
    private func send(
        _ count: Int, for tokens: [String], through transport: RetryingTransport
    ) async -> [Int?] {
        let all = (0..<count).flatMap { _ in tokens }
        return await all.concurrentMap(width: all.count) { try? await transport.send(.example(token: $0)).status }
    }

    @Test func atMostThirtyTwoAreUnderWayToOneHost() async {
        let gate = GatedTransport()
        let transport = RetryingTransport(gate, time: time)
        async let statuses = send(3, for: (0..<50).map { "\($0)" }, through: transport)
        await gate.hasWaiting(32)
        for _ in 0..<500 { await Task.yield() }
        #expect(await gate.most == 32)
        #expect(await Set(gate.credentials).count == 32, "each has one before somebody has two")
        await gate.open()
        #expect(await statuses == Array(repeating: 200, count: 150))
        #expect(await gate.most == 32)
    }

    @Test(arguments: [8, 16]) func accountsThatHangKeepNoOtherFromBeingAsked(count: Int) async throws {
        let healthy = HTTPRequest.example(token: "healthy")
        let gate = GatedTransport { [credentials = healthy.credentials] in $0.credentials != credentials }
        let transport = RetryingTransport(gate, time: time)
        async let hanging = send(8, for: (0..<count).map { "\($0)" }, through: transport)
        await gate.hasWaiting(max(HostLimiter.sharedWidth, count))
        for _ in 0..<500 { await Task.yield() }
        for _ in 0..<20 { #expect(try await transport.send(healthy).status == 200) }
        await gate.open()
        #expect(await hanging.count == 8 * count)
    }

    @Test func placesAreSharedAmongTheAccountsOfAHost() async {
        let gate = GatedTransport()
        let transport = RetryingTransport(gate, time: time)
        async let first = send(2000, for: ["first"], through: transport)
        async let second = send(2000, for: ["second"], through: transport)
        await gate.hasWaiting(16)
        async let third = send(8, for: ["third"], through: transport)
        await gate.hasWaiting(17)
        for _ in 0..<10 {
            await gate.letOneThrough()
            await gate.hasWaiting(16)
        }
        // The first place is given to nobody: 16 are under way still. Four of the others make up for what the third has less.
        let credentials = HTTPRequest.example(token: "third").credentials
        #expect(await gate.credentials.filter { $0 == credentials }.count >= 5)
        await gate.open()
        #expect(await (first + second + third).count == 4008)
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
