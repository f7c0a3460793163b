import Foundation
import Testing

@testable import BandwidthKit

/// Whatever the input, nothing traps or hangs: each input ends in a value or in an error that can be printed.
///
/// The seeds are fixed; `FUZZ_ROUNDS=200000 swift test --filter FuzzTests` tries more.
@Suite struct FuzzTests {
    static let rounds = ProcessInfo.processInfo.environment["FUZZ_ROUNDS"].flatMap { Int($0) } ?? 200

    private static let configuration = """
        { "//": "a comment",
          "providers": [
            { "type": "linode", "name": "production", "token": "example-linode-token", "instances": ["web-1"],
              "timeout": 5, "quota": "100 GB", "stale_after": "2 days", "instance_rules": [{ "actual": 90 }],
              "overage_price": { "amount": 0.005, "currency": "USD", "per": "1 GB" } },
            { "type": "netlify", "token": { "env": "NETLIFY_AUTH_TOKEN" }, "account": ["one", "two"],
              "base_url": "https://api.example.com/v1", "rules": [{ "forecast": 100, "severity": "critical" }] }
          ],
          "rules": [{ "actual": 70 }, { "forecast": 100 }],
          "notify": [{ "type": "twilio", "account_sid": "AC0123456789abcdef0123456789abcdef",
                       "auth_token": "example-twilio-token", "from": "+15005550006", "to": ["+12025550143"] }] }
        """

    @Test func anyConfigurationGivesAccountsOrProblems() {
        var mutator = Mutator(seed: 1)
        let loader = ConfigurationLoader(environment: ["NETLIFY_AUTH_TOKEN": "example-netlify-token"])
        var read = 0
        for _ in 0..<Self.rounds {
            let text = String(decoding: mutator.mutate(Self.configuration), as: UTF8.self)
            do {
                read += try loader.load(text: text).accounts.isEmpty ? 0 : 1
            } catch {
                #expect(!error.problems.isEmpty)
                #expect(!error.description.contains("example-netlify-token"))
                #expect(!error.description.unicodeScalars.contains { $0.value < 32 && $0 != "\n" })
            }
        }
        #expect(read > 0, "some changes do no harm")
    }

    /// Each account of the fixtures, with mutated answers.
    @Test(arguments: Fixture.all)
    func anyAnswerGivesRowsOrErrors(fixture: Fixture) async throws {
        let exchanges = try fixture.exchanges
        let accounts = try ConfigurationLoader(environment: [:])
            .load(text: #"{ "providers": [\#(try fixture.text(of: "account.json"))] }"#).accounts
        var mutator = Mutator(seed: 2)
        for _ in 0..<max(1, Self.rounds / 10) {
            let answers = exchanges.map { exchange in
                let body = mutator.mutate(String(decoding: exchange.response.body, as: UTF8.self))
                return exchange.answering(
                    HTTPResponse(
                        status: exchange.response.status, headers: exchange.response.headers, body: body))
            }
            let transport = ScriptedTransport(answers)
            let report = await UsageChecker(network: .test(transport, ManualTime())).check(accounts)
            for row in report.assessments {
                #expect(row.forecast.map { $0.used >= row.usage.used } ?? true)
            }
            let outputs = [
                JSONReporter().text(of: report), TableReporter(ReportStyle(width: 60)).text(of: report),
                PlainReporter().text(of: report), Alert.text(of: report), HTMLReporter().text(of: report),
                LineReporter(.waybar).text(of: report), LineReporter(.swiftbar).text(of: report),
            ]
            #expect((try? JSONSerialization.jsonObject(with: Data(outputs[0].utf8))) != nil)
            #expect(!outputs.joined().contains("\u{1B}"))
            #expect(GSM7.length(of: outputs[3]) <= 1600)
            #expect((try? JSONSerialization.jsonObject(with: Data(outputs[5].utf8))) != nil)
        }
    }

    @Test func anyRetryAfterIsATimeOrNothing() {
        var mutator = Mutator(seed: 3)
        let samples = [
            "120", "Sun, 06 Nov 1994 08:49:37 GMT", "2026-11-21 06:01:37 UTC", "Sat, 21 Nov 2026 06:00:10 GMT",
        ]
        for round in 0..<Self.rounds * 4 {
            let text = String(decoding: mutator.mutate(samples[round % samples.count]), as: UTF8.self)
            let response = HTTPResponse(status: 429, headers: [("Retry-After", text), ("Date", text)])
            if let wait = RetryAfter.duration(in: response, now: Date(timeIntervalSince1970: 1_795_240_800)) {
                #expect((.zero ... .seconds(1_000_000_000)).contains(wait))
            }
        }
    }

    @Test func anySizeMonthOrDateIsAValueOrNothing() {
        var mutator = Mutator(seed: 4)
        let samples = ["100 GB", "1.5TiB", "500000 B", "2026-10", "2026-03-02T18:22:10.000+00:00", "70.5"]
        for round in 0..<Self.rounds * 4 {
            let text = String(decoding: mutator.mutate(samples[round % samples.count]), as: UTF8.self)
            if let size = ByteCount(size: text) { #expect(ByteCount(size: "\(size.bytes) B") == size) }
            if let period = CalendarMonth(text)?.period { #expect(period.start < period.end) }
            if let number = Decimal(plain: text) { #expect(!number.isNaN) }
            let json = Data((JSONValue.string(text).text).utf8)
            if let date = (try? JSONDecoder().decode(WireTimestamp.self, from: json))?.date {
                #expect(BillingPeriod.month(containing: date) != nil)
                #expect(!date.isoText.isEmpty)
            }
        }
    }

    @Test func anyMemoryIsReadOrSetAside() throws {
        var memory = DeliveryMemory()
        let row = Assessment(
            Usage(
                used: try #require(ByteCount(118)), quota: ByteCount(100), billable: ByteCount(18), period: nil,
                unit: .byte,
                native: NativeFigures(used: 118, unit: .byte)),
            by: AccountPolicy(), now: Date(timeIntervalSince1970: 1_795_240_800))
        let report = UsageReport(
            checkedAt: Date(timeIntervalSince1970: 1_795_240_800),
            rows: [UsageRow(provider: "linode", account: "production", row)])
        let recipient = DeliveryMemory.Recipient(notifier: "twilio", address: "+12025550143")
        let entries = DeliveryMemory().facts(of: report.rows[0], for: recipient, at: report.checkedAt)
        #expect(!entries.isEmpty)
        let text = String(decoding: DeliveryMemory.lines(entries), as: UTF8.self)
        #expect(Set(DeliveryMemory(lines: Array(text.utf8)).entries) == Set(entries))
        var mutator = Mutator(seed: 5)
        for _ in 0..<Self.rounds {
            memory = DeliveryMemory(lines: Array(mutator.mutate(text)))
            memory.record(entries)
            #expect(memory.news(entries).isEmpty)
        }
    }
}
