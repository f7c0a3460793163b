import Foundation
import Testing

@testable import BandwidthKit

/// What is told at the end of a run, and what it says when that fails.
@Suite struct HeartbeatTests {
    private static let path = "/0f3b2c1d-example-uuid"

    private func heartbeat(_ style: String = "healthchecks", path: String = path) throws -> Heartbeat {
        let text = """
            { "providers": [], "heartbeat": { "url": "https://hc.example.com\(path)", "style": "\(style)" } }
            """
        return try #require(try load(text).heartbeat)
    }

    private func tell(
        _ outcome: Heartbeat.Outcome, _ heartbeat: Heartbeat, _ answers: ScriptedTransport.Answer...,
        body: String = "2 over"
    ) async -> (problem: String?, requests: [HTTPRequest], time: ManualTime) {
        let script = ScriptedTransport(["": answers]), time = ManualTime()
        let problem = await heartbeat.tell(
            outcome, body, over: .test(RetryingTransport(script, time: time, jitter: { 0 }), time))
        return (problem, script.requests, time)
    }

    private let fine = ScriptedTransport.Answer.success(HTTPResponse(status: 200, body: Array("OK".utf8)))

    @Test(arguments: [
        (path, Heartbeat.Outcome.complete, path), (path, .incomplete, "\(path)/fail"),
        ("/key/slug/?create=1", .complete, "/key/slug/?create=1"),
        ("/key/slug/?create=1", .incomplete, "/key/slug/fail?create=1"), ("/", .incomplete, "/fail"),
    ])
    func successAndFailureHaveTheirAddresses(path: String, outcome: Heartbeat.Outcome, expected: String) async throws {
        let told = await tell(outcome, try heartbeat(path: path), fine)
        #expect(told.problem == nil)
        #expect(told.requests.map(\.path) == [expected])
        #expect(told.requests.map(\.method) == [.post])
        #expect(told.requests.first.map { String(decoding: $0.body, as: UTF8.self) } == "2 over")
        #expect(told.requests.first?.headers.contains { $0 == ("content-type", "text/plain; charset=utf-8") } == true)
    }

    @Test func thePlainStyleIsAGETAfterACompleteRunOnly() async throws {
        let complete = await tell(.complete, try heartbeat("plain"), fine)
        #expect(complete.requests.map(\.method) == [.get])
        #expect(complete.requests.first?.body.isEmpty == true)
        #expect(await tell(.incomplete, try heartbeat("plain"), fine).requests.isEmpty)
    }

    @Test func itIsTriedThreeTimesWithinFiveSeconds() async throws {
        let told = await tell(.complete, try heartbeat(), .success(HTTPResponse(status: 503)))
        #expect(told.requests.count == 3)
        #expect(told.problem == "heartbeat: the service is not available (HTTP 503)")
        #expect(told.requests.allSatisfy { $0.deadline == .seconds(5) })
    }

    @Test(arguments: [
        (200, "OK (not found)", "heartbeat: hc.example.com doesn't know this URL; copy it again"),
        (404, "not found", "heartbeat: https://hc.example.com[redacted] was not found (HTTP 404): not found"),
        (
            429, "rate limit exceeded",
            "heartbeat: too many requests (HTTP 429): rate limit exceeded; try again in a few minutes"
        ),
        (409, "ambiguous slug", "heartbeat: refused (HTTP 409): ambiguous slug"),
    ])
    func whatTheServiceSaysIsReportedWithoutTheURL(status: Int, body: String, expected: String) async throws {
        let told = await tell(
            .complete, try heartbeat(), .success(HTTPResponse(status: status, body: Array(body.utf8))))
        #expect(told.problem == expected)
    }

    @Test func aLongListIsCut() async throws {
        let told = await tell(.incomplete, try heartbeat(), fine, body: String(repeating: "é", count: 20_000))
        #expect(told.requests.first?.body.count == 10_000)
    }

    @Test(arguments: [
        (#""https://hc.example.com/uuid-of-a-check""#, true), (#"{ "env": "PING_URL" }"#, true),
        (#"{ "url": { "env": "PING_URL" }, "style": "plain" }"#, true),
    ])
    func theURLMayBeAnySecret(value: String, isFine: Bool) throws {
        let configuration = try load(
            #"{ "providers": [], "heartbeat": \#(value) }"#, environment: ["PING_URL": "https://hc.example.com/x"])
        #expect(configuration.heartbeat?.endpoint.base.host == "hc.example.com")
        var dumped = ""
        dump(configuration.heartbeatProblems, to: &dumped)
        #expect(configuration.problems.isEmpty)
    }

    @Test(arguments: [
        (
            #""http://hc.example.com/uuid""#,
            "heartbeat: url: http would send the token in the clear; use https (http only to 127.0.0.1)"
        ),
        (#"{ "style": "plain" }"#, "heartbeat: url: missing; set it here"),
        (
            #"{ "url": "https://hc.example.com/x", "style": "loud" }"#,
            #"heartbeat: style: expected one of "healthchecks", "plain", but got "loud""#
        ),
        (
            #"{ "url": "https://hc.example.com/x", "sytle": "plain" }"#,
            "heartbeat: sytle: unknown key; did you mean 'style'?"
        ),
        (#"{ "env": "NOT_SET" }"#, "heartbeat: url: the variable NOT_SET is not set or empty; set it"),
    ])
    func whatIsWrongKeepsOnlyTheHeartbeatFromBeingTold(value: String, expected: String) throws {
        let configuration = try load(#"{ "providers": [{ "type": "linode", "token": "x" }], "heartbeat": \#(value) }"#)
        #expect(configuration.heartbeat == nil)
        #expect(configuration.accounts.count == 1 && configuration.accounts[0].problems.isEmpty)
        #expect(configuration.problems.map { "\($0.subject): \($0.message)" } == [expected])
    }
}
