import Foundation
import Testing

@testable import BandwidthKit

/// What a checkup says of accounts, channels and the clock.
@Suite struct ServiceCheckupTests {
    private func accounts(_ members: String = "") throws -> [Account] {
        try load(#"{ "providers": [{ "type": "linode", "name": "my shop", "token": "example-token" \#(members) }] }"#)
            .accounts
    }

    private func check(
        _ accounts: [Account], _ answer: ScriptedTransport.Answer
    ) async -> ServiceCheckup.Result {
        let transport = ScriptedTransport(always: answer)
        return await ServiceCheckup(network: .test(transport))
            .check(accounts, progress: CheckProgress(accounts))
    }

    private let pool = #"{"used": 118, "quota": 1000, "billable": 0, "region_transfers": []}"#

    @Test func anAccountThatCanBeReadIsFine() async throws {
        let result = await check(
            try accounts(), .success(.json(pool, headers: [("X-OAuth-Scopes", "account:read_only")])))
        #expect(
            result.findings == [
                Finding(
                    .account, .fine, "linode my shop", "works: 118 of 1000 GB used this month, in 0.0 s")
            ])
    }

    @Test(arguments: ["*", "account:read_only linodes:read_write", "account:read_write,events:read_only"])
    func aTokenThatMayDoMoreThanReadIsToldOf(scopes: String) async throws {
        let result = await check(try accounts(), .success(.json(pool, headers: [("X-OAuth-Scopes", scopes)])))
        let finding = try #require(result.findings.last)
        #expect(finding.mark == .warning)
        #expect(
            finding.text == "its token may change things: \(scopes.split { " ,".contains($0) }.joined(separator: ", "))"
        )
        #expect(finding.fix?.hasPrefix("make a token with less for my shop: account:read_only") == true)
    }

    @Test func aRefusedTokenIsReplacedByLogin() async throws {
        let refusal = #"{"errors": [{"reason": "Invalid Token"}]}"#
        let result = await check(try accounts(), .success(.json(refusal, status: 401)))
        #expect(
            result.findings == [
                Finding(
                    .account, .failed, "linode my shop", "refused (401): Invalid Token",
                    fix: "bandwidth login 'my shop'")
            ])
    }

    @Test func aServiceThatDoesNotAnswerIsToldWithTheTimeItTook() async throws {
        let result = await check(try accounts(), .failure(.notConnected("connection refused")))
        #expect(
            result.findings == [
                Finding(
                    .account, .failed, "linode my shop",
                    "no connection to api.linode.com: connection refused, after 0.0 s",
                    fix: "check the network and any proxy")
            ])
    }

    @Test func aWrongEntryIsToldWithItsProblems() async throws {
        let result = await check(try accounts(#", "instance": 1, "timeout": "x""#), .success(.json(pool)))
        #expect(result.findings.map(\.mark) == [.failed, .failed])
        #expect(result.findings.map(\.text).contains("instance: unknown key; did you mean 'instances'?"))
    }

    @Test func theClockIsComparedWithTheServices() async throws {
        // The test's clock says 06:00:00.
        for (date, ahead) in [
            ("Sat, 21 Nov 2026 06:00:00 GMT", 0.0), ("Sat, 21 Nov 2026 05:55:00 GMT", 300.0),
            ("Sat, 21 Nov 2026 08:30:00 GMT", -9000.0),
        ] {
            let result = await check(try accounts(), .success(.json(pool, headers: [("Date", date)])))
            #expect(result.aheadBy == ["api.linode.com": ahead])
        }
        let result = await check(try accounts(), .success(.json(pool, headers: [("Date", "yesterday")])))
        #expect(result.aheadBy.isEmpty)
    }

    @Test(arguments: [
        ([:], Finding.Mark.warning, "no service answered with a date to compare it with"),
        (["a": 2.0], .fine, "right, by a"), (["a": -59.0], .fine, "right, by a"),
        (["a": 61.0], .warning, "61 seconds ahead, by a"),
        (["a": -300.0, "b": 900.0], .warning, "5 minutes behind, by a"),
        (["a": 7300.0], .warning, "2 hours ahead, by a"),
        // The service whose clock is wrong is another one's matter.
        (["a": 9000.0, "b": 1.0], .fine, "right, by b"),
    ])
    func aWrongClockIsToldFromAMinuteOn(aheadBy: [String: Double], mark: Finding.Mark, text: String) {
        let finding = ClockCheckup().finding(aheadBy)
        #expect(finding.mark == mark)
        #expect(finding.text == text)
        #expect((finding.fix == nil) == (mark == .fine || aheadBy.isEmpty))
    }

    private func channel(_ entry: String) throws -> Channel {
        try #require(try load(#"{ "providers": [], "notify": [\#(entry)] }"#).channels.first)
    }

    private static let twilio =
        #""type": "twilio", "account_sid": "AC0123456789abcdef0123456789abcdef", "from": "+15005550006", "to": "+12025550143""#

    @Test(arguments: [
        (
            #"{ "type": "ntfy", "topic": "t" }"#, "GET /v1/health", #"{"healthy": true}"#,
            "the server is healthy, in 0.0 s"
        ),
        (
            #"{ "type": "telegram", "token": "123:abcdefghijklmnopqrstuvwxyz", "chat_id": 1 }"#,
            "GET /bot123:abcdefghijklmnopqrstuvwxyz/getMe", #"{"ok": true, "result": {"username": "my_bot"}}"#,
            "the bot is @my_bot, in 0.0 s"
        ),
        (
            #"{ "type": "discord", "url": "https://discord.com/api/webhooks/1/secret-path" }"#,
            "GET /api/webhooks/1/secret-path", #"{"name": "Spidey Bot"}"#,
            "the webhook is called Spidey Bot, in 0.0 s"
        ),
        (
            #"{ "type": "pushover", "token": "azGDORePK8gMaC0QOYAMyEEuzJnyUi", "user": "uQiRzpo4DXghDmr9QzzfQu27cmVRsG" }"#,
            "POST /1/users/validate.json", #"{"status": 1, "devices": ["phone"]}"#, "the keys are known, in 0.0 s"
        ),
        (
            #"{ \#(twilio), "auth_token": "example-token" }"#,
            "GET /2010-04-01/Accounts/AC0123456789abcdef0123456789abcdef.json", #"{"status": "active"}"#,
            "the account is active, in 0.0 s"
        ),
        (
            #"{ \#(twilio), "api_key": "SK0123456789abcdef0123456789abcdef", "api_secret": "example-secret" }"#, "", "",
            "its settings are fine; only a message can test it"
        ),
        (
            #"{ "type": "webhook", "url": "https://hooks.example.com/x" }"#, "", "",
            "its settings are fine; only a message can test it"
        ),
    ])
    func aChannelIsAskedWithoutSendingAnything(entry: String, request: String, answer: String, text: String)
        async throws
    {
        let transport = ScriptedTransport(request.isEmpty ? [:] : [request: [.success(.json(answer))]])
        let result = await ServiceCheckup(network: .test(transport)).check([try channel(entry)])
        #expect(result.findings.map(\.mark) == [.fine])
        #expect(result.findings.map(\.text) == [text])
        #expect(transport.requests.map { "\($0.method.rawValue) \($0.path)" } == (request.isEmpty ? [] : [request]))
    }

    @Test func aChannelThatRefusesIsToldWithTheFixAndWithoutItsSecret() async throws {
        let transport = ScriptedTransport(
            always: .success(.json(#"{"message": "Unknown Webhook secret-path-of-mine", "code": 10015}"#, status: 404)))
        let channel = try channel(
            #"{ "type": "discord", "url": "https://discord.com/api/webhooks/1/secret-path-of-mine" }"#)
        let finding = try #require(await ServiceCheckup(network: .test(transport)).check([channel]).findings.first)
        #expect(finding.mark == .failed)
        #expect(finding.fix == "the webhook was deleted; make a new one and put its URL into 'url'")
        #expect(!finding.text.contains("secret-path"))
    }

    @Test func aSuspendedTwilioAccountIsToldOf() async throws {
        let transport = ScriptedTransport(always: .success(.json(#"{"status": "suspended"}"#)))
        let channel = try channel(#"{ \#(Self.twilio), "auth_token": "example-token" }"#)
        let finding = try #require(await ServiceCheckup(network: .test(transport)).check([channel]).findings.first)
        #expect(finding.text == "the account is suspended")
        #expect(finding.mark == .failed)
    }
}
