import Foundation
import Testing

@testable import BandwidthKit

/// The limits of every notifier, as its service counts them, and its markup, whatever things are called.
@Suite struct MessageStyleTests {
    private static let notifiers = Registry<any Notifier>.builtIn.kinds

    /// Names that are markup somewhere, and that have different lengths in bytes, code points and UTF-16 units.
    private static let names = [
        "<!channel> & <@U123>", "@everyone @here", "*b* _i_ ~s~ `c` ||x|| [a](https://e.example) #h > q",
        String(repeating: "&<>", count: 60), String(repeating: "😀", count: 90), String(repeating: "東", count: 90),
        String(repeating: "👨‍👩‍👧‍👦", count: 30),
    ]

    private static func report(_ name: String, rows: Int) throws -> UsageReport {
        let now = try date(today), period = try BillingPeriod.november()
        let rows = (1...rows).map { number in
            let usage = Usage.example(
                UsageScope(.team, id: "\(number)", label: "\(name)\(rows == 1 ? "" : " \(number)")"),
                used: .gigabytes(118), quota: .gigabytes(100), billable: .gigabytes(18), period: period)
            return UsageRow(provider: "netlify", account: "n", Assessment(usage, by: AccountPolicy(), now: now))
        }
        return UsageReport(checkedAt: now, rows: rows)
    }

    @Test(arguments: notifiers)
    func noTextIsLongerThanTheServiceAllows(kind: String) throws {
        let channel = try MessageFixture(kind: kind, name: "crossed").channel()
        let style = channel.plugin.messageStyle
        for name in Self.names {
            for count in [1, 2, 150] {
                for event in [Alert.Event.crossed, .report, .resolved] {
                    let alert = Alert(
                        event, about: try Self.report(name, rows: count), style: style, units: .provider,
                        hashing: TestHashing())
                    switch style {
                    case .gsm7(let segments): #expect(GSM7.segments(of: alert.text) <= segments)
                    case .plain(let limit, let form): #expect(form.length(of: alert.text) <= limit)
                    case .title(let titleLimit, body: let limit, let form):
                        #expect(form.length(of: alert.title) <= titleLimit)
                        #expect(form.length(of: alert.body) <= limit)
                    case .structured: break
                    }
                    #expect(!alert.title.isEmpty)
                }
            }
        }
    }

    @Test(arguments: [
        (TextForm.Unit.byte, 37), (.codePoint, 13), (.utf16Unit, 18),
    ])
    func theLengthIsInTheUnitOfTheService(unit: TextForm.Unit, length: Int) {
        #expect(TextForm(unit).length(of: "a&東😀👨‍👩‍👧‍👦 é") == length)
    }

    @Test func theEscapedFormIsWhatCounts() {
        let form = TextForm(.byte, escapes: ["&": "&amp;", "<": "&lt;"])
        #expect(form.escaped("a<b&c") == "a&lt;b&amp;c")
        #expect(form.length(of: "a<b&c") == 12)
        #expect(MessageStyle.plain(7, form).prefix(of: "a<b&c", 7) == "a<b")
    }

    @Test func noNameNotifiesAWholeChannelOfSlack() async throws {
        let channel = try MessageFixture(kind: "slack", name: "crossed").channel()
        for rows in [1, 2] {
            let body = try await sent(through: channel, try Self.report("<!channel> & <@U123>", rows: rows))
            #expect(body.contains("&lt;!channel&gt; &amp; &lt;@U123&gt;"))
            #expect(!body.contains("<"))
        }
    }

    @Test func noNameIsMarkdownOrMentionsAnybodyOnDiscord() async throws {
        let channel = try MessageFixture(kind: "discord", name: "crossed").channel()
        let body = try await sent(through: channel, try Self.report("@everyone **b** <@1> [x](y) ||s||", rows: 2))
        #expect(body.contains(#"@everyone \\*\\*b\\*\\* \\<@1\\> \\[x\\](y) \\|\\|s\\|\\|"#))
        #expect(try JSONParser().parse(Array(body.utf8))["allowed_mentions"]?["parse"]?.array?.isEmpty == true)
    }

    /// Without `parse_mode`, nothing is markup, so nothing is escaped either.
    @Test func aNameIsSentToTelegramAsItIs() async throws {
        let channel = try MessageFixture(kind: "telegram", name: "crossed").channel()
        let body = try await sent(through: channel, try Self.report("*b* <i> & [x](y) _u_", rows: 1))
        let message = try JSONParser().parse(Array(body.utf8))
        #expect(message["text"]?.string?.contains("*b* <i> & [x](y) _u_") == true)
        #expect(message["parse_mode"] == nil)
    }

    private func sent(through channel: Channel, _ report: UsageReport) async throws -> String {
        let script = ScriptedTransport(always: .success(HTTPResponse(status: 200)))
        let alert = Alert(
            .crossed, about: report, style: channel.plugin.messageStyle, units: .provider, hashing: TestHashing())
        _ = await Messenger(network: .test(script)).deliver(alert, to: channel.plugin.recipients[0], through: channel)
        return String(decoding: try #require(script.requests.first).body, as: UTF8.self)
    }
}
