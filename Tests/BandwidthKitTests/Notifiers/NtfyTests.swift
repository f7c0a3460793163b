import Foundation
import Testing

@testable import BandwidthKit

/// The exact requests to ntfy, and how its answers are handled.
@Suite struct NtfyTests {
    private func deliver(
        _ settings: String, about report: UsageReport? = nil, _ answers: ScriptedTransport.Answer...
    ) async throws -> (deliveries: [Messenger.Delivery], requests: [HTTPRequest]) {
        let transport = ScriptedTransport(["POST /": answers])
        let channels = try load(#"{ "providers": [], "notify": [{ "type": "ntfy", \#(settings) }] }"#).channels
        let channel = try #require(channels.first)
        let alert = Alert(
            .crossed, about: try report ?? .example(), style: Ntfy.style, units: .provider, hashing: TestHashing())
        var deliveries: [Messenger.Delivery] = []
        for recipient in channel.plugin.recipients {
            deliveries.append(
                await Messenger(network: .test(transport)).deliver(alert, to: recipient, through: channel))
        }
        return (deliveries, transport.requests)
    }

    private let stored = ScriptedTransport.Answer.success(
        .json(#"{ "id": "xE73Iyuabi", "time": 1795240800, "event": "message", "topic": "t", "message": "m" }"#))

    @Test func theMessageIsJSONForTheRootOfTheServer() async throws {
        let (deliveries, requests) = try await deliver(
            #""topic": ["bandwidth-x7Q2", "second"], "token": "tk_example""#, stored)
        #expect(requests.map(\.url) == ["https://ntfy.sh/", "https://ntfy.sh/"])
        #expect(requests[0].headers.contains { $0.name == "authorization" && $0.value == "Bearer tk_example" })
        let body = try JSONParser().parse(requests[0].body)
        #expect(body["topic"] == "bandwidth-x7Q2")
        #expect(body["title"] == "Bandwidth: 1 over, 1 running out, 1 too old, 2 not read, 3 fine, 1 not judged")
        #expect(body["message"]?.string?.contains("Nov 22 netlify/東京 チーム, $55.00") == true, "not only GSM-7")
        #expect(body["priority"] == 5)
        #expect(body["tags"] == ["rotating_light"])
        #expect(body["sequence_id"]?.string?.count == 32)
        #expect(try JSONParser().parse(requests[1].body)["topic"] == "second")
        #expect(
            deliveries.map(\.description) == [
                "ntfy: sent to bandwidth-x7Q2 (xE73Iyuabi)", "ntfy: sent to second (xE73Iyuabi)",
            ])
    }

    @Test func aLaterMessageAboutTheSameReplacesTheEarlier() async throws {
        func sequence(of used: Int64, in month: String) async throws -> String? {
            let now = try date("\(month)-21T06:00:00Z")
            let usage = Usage.example(
                UsageScope(.region, id: "id-cgk"), used: .gigabytes(used), quota: .gigabytes(100),
                period: .month(containing: now))
            let row = UsageRow(
                provider: "linode", account: "production", Assessment(usage, by: AccountPolicy(), now: now))
            let (_, requests) = try await deliver(
                #""topic": "t""#, about: UsageReport(checkedAt: now, rows: [row]), stored)
            return try JSONParser().parse(#require(requests.first).body)["sequence_id"]?.string
        }
        let warned = try await sequence(of: 91, in: "2026-11"), over = try await sequence(of: 118, in: "2026-11")
        #expect(warned == over)
        #expect(try await sequence(of: 91, in: "2026-12") != warned, "another period is something else")
    }

    @Test func aMessageIsCutAtTheLimitInBytes() async throws {
        let period = try BillingPeriod.november(), now = try date(today)
        let rows = (1...300).map { number in
            UsageRow(
                provider: "linode", account: "linode",
                Assessment(
                    .example(
                        UsageScope(.region, id: "東京-\(number)"), used: .gigabytes(9), quota: .gigabytes(10),
                        period: period), by: AccountPolicy(), now: now))
        }
        let (_, requests) = try await deliver(
            #""topic": "t""#, about: UsageReport(checkedAt: now, rows: rows), stored)
        let message = try #require(JSONParser().parse(requests[0].body)["message"]?.string)
        #expect((3_900...4_000).contains(message.utf8.count))
        #expect(message.split(separator: "\n").last?.hasSuffix(" more") == true)
    }

    @Test(arguments: [
        (40301, "check the token, or user and password, and that it may publish to the topic"),
        (42908, "the daily message limit is reached; use an account or your own server"),
    ])
    func aRefusalSaysWhatToDo(code: Int, hint: String) async throws {
        let body = #"{ "code": \#(code), "http": 403, "error": "no", "link": "https://ntfy.sh/docs" }"#
        let (deliveries, _) = try await deliver(#""topic": "t""#, .success(.json(body, status: code / 100)))
        #expect(deliveries[0].description.contains("no (ntfy error \(code), https://ntfy.sh/docs)"))
        #expect(deliveries[0].description.hasSuffix(hint))
    }

    @Test(arguments: [
        (
            #""topic": "a topic""#,
            "ntfy: topic[0]: expected at most 64 letters, digits, - and _, and not a reserved word"
        ),
        (
            #""topic": "login""#,
            "ntfy: topic[0]: expected at most 64 letters, digits, - and _, and not a reserved word"
        ),
        (#""topic": ["t", "t"]"#, "ntfy: topic: duplicate topic"),
        (#""topic": []"#, "ntfy: topic: is empty; name at least one"),
        (#""token": "x""#, "ntfy: topic: missing; set it here"),
        (
            #""topic": "t", "token": "x", "user": "u""#,
            "ntfy: token: can't be used together with user and password; remove one of them"
        ),
        (#""topic": "t", "user": "u""#, "ntfy: password: missing; user needs it"),
        (#""topic": "t", "password": "p""#, "ntfy: user: missing; password needs it"),
    ])
    func whatDoesNotFitIsReported(settings: String, expected: String) {
        let text = #"{ "providers": [], "notify": [{ "type": "ntfy", \#(settings) }] }"#
        #expect(problems(in: text) == [expected])
    }
}
