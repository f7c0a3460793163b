import Foundation
import Testing

@testable import BandwidthKit

extension HTTPRequest {
    /// A request to a service that doesn't exist.
    static func example(
        _ method: Method = .get, host: BaseURL = "https://api.example.com/v1", token: String = "s3cr3t",
        deadline: Duration? = nil
    ) -> HTTPRequest {
        var request = HTTPRequest(
            method: method, base: host, path: "/usage?key=s3cr3t", headers: [("authorization", "Bearer \(token)")],
            body: [], isRepeatable: method == .get)
        request.credentials = token.hashValue
        request.deadline = deadline
        return request
    }
}

@Suite struct RetryingTransportTests {
    private let time = ManualTime()

    /// Sends with the longest backoff, and returns the number of requests.
    private func send(
        _ request: HTTPRequest, _ answers: ScriptedTransport.Answer...
    ) async -> (result: ScriptedTransport.Answer, tries: Int) {
        let script = ScriptedTransport(["": answers])
        let transport = RetryingTransport(script, time: time, jitter: { 1 })
        let result = await Result.catching { () async throws(HTTPTransportError) in try await transport.send(request) }
        return (result, script.requests.count)
    }

    private func answer(_ status: Int, _ headers: [String: String] = [:]) -> ScriptedTransport.Answer {
        .success(HTTPResponse(status: status, headers: headers.map { ($0.key, $0.value) }))
    }

    @Test(arguments: [
        (200, 1, 1), (204, 1, 1), (301, 1, 1), (400, 1, 1), (401, 1, 1), (403, 1, 1), (404, 1, 1), (501, 1, 1),
        (505, 1, 1),
        (408, 3, 1), (429, 3, 3), (500, 3, 1), (502, 3, 1), (503, 3, 1), (504, 3, 1),
    ])
    func aStatusIsTriedSoOften(status: Int, gets: Int, posts: Int) async throws {
        let get = await send(.example(), answer(status))
        #expect(try get.result.get().status == status)
        #expect(get.tries == gets)
        #expect(await send(.example(.post), answer(status)).tries == posts)
    }

    @Test(arguments: [
        (HTTPTransportError.notConnected("refused"), 3, 3), (.nameNotResolved("no such name"), 3, 3),
        (.interrupted("reset"), 3, 1), (.insecure("expired"), 1, 1), (.malformed("not HTTP"), 1, 1),
        (.tooLarge(limit: 1), 1, 1), (.timedOut, 1, 1), (.cancelled, 1, 1),
    ])
    func aFailureIsTriedSoOften(error: HTTPTransportError, gets: Int, posts: Int) async {
        let get = await send(.example(), .failure(error))
        #expect(throws: error) { try get.result.get() }
        #expect(get.tries == gets)
        #expect(await send(.example(.post), .failure(error)).tries == posts)
    }

    @Test func theFirstGoodAnswerEndsIt() async throws {
        let sent = await send(.example(), .failure(.interrupted("reset")), answer(200), answer(500))
        #expect(try sent.result.get().status == 200)
        #expect(sent.tries == 2)
    }

    @Test func pausesDouble() async {
        _ = await send(.example(), answer(500))
        #expect(time.sleeps == [.milliseconds(500), .seconds(1)])
    }

    @Test(arguments: [(0.0, 250), (0.5, 375), (1.0, 500)])
    func pausesAreSpread(jitter: Double, milliseconds: Int) async throws {
        let script = ScriptedTransport(["": [answer(502), answer(200)]])
        let transport = RetryingTransport(script, time: time, jitter: { jitter })
        _ = try await transport.send(.example())
        #expect(time.sleeps == [.milliseconds(milliseconds)])
    }

    @Test func maintenanceIsNotWorthATry() async {
        #expect(await send(.example(), answer(503, ["X-Maintenance-Mode": "1"])).tries == 1)
    }

    @Test(arguments: [
        ("7", Duration.seconds(7)), ("0", .zero), ("Sat, 21 Nov 2026 06:00:04 GMT", .seconds(4)),
        ("soon, perhaps", .milliseconds(500)), ("-1", .milliseconds(500)),
    ])
    func aServiceSaysHowLongToWait(value: String, pause: Duration) async {
        let sent = await send(.example(), answer(429, ["Retry-After": value]), answer(200))
        #expect(sent.tries == 2)
        #expect(time.sleeps == [pause])
    }

    @Test func aWaitThatIsTooLongIsNotBegun() async throws {
        let sent = await send(.example(deadline: .seconds(20)), answer(429, ["Retry-After": "86400"]))
        #expect(try sent.result.get().status == 429)
        #expect(sent.tries == 1)
        #expect(time.sleeps.isEmpty)
    }

    @Test func noPauseGoesBeyondTheDeadline() async throws {
        let sent = await send(.example(deadline: .milliseconds(1400)), answer(500))
        #expect(try sent.result.get().status == 500)
        #expect(sent.tries == 2)
        #expect(time.sleeps == [.milliseconds(500)])
    }

    @Test func afterTheDeadlineNothingIsSent() async {
        let sent = await send(.example(deadline: .zero), answer(200))
        #expect(throws: HTTPTransportError.timedOut) { try sent.result.get() }
        #expect(sent.tries == 0)
    }

    @Test func theLogHasNeitherQueryNorHeadersNorBody() async {
        let lines = Recorder<String>()
        let script = ScriptedTransport([
            "": [.failure(.interrupted("reset")), .success(.json("{\"token\": \"s3cr3t\"}"))]
        ])
        let transport = RetryingTransport(script, time: time, jitter: { 1 }, log: { lines.append($0) })
        _ = try? await transport.send(.example())
        #expect(
            lines.values == [
                "GET https://api.example.com/v1/usage: the connection to api.example.com broke before the answer was "
                    + "complete: reset in 0 ms",
                "GET https://api.example.com/v1/usage: 200, 19 bytes in 0 ms",
            ])
    }
}
