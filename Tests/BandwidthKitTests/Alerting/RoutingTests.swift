import Foundation
import Testing

@testable import BandwidthKit

/// Who hears of what: the settings that every channel has.
@Suite struct RoutingTests {
    private typealias Reading = AlertStory.Reading

    @Test func aChannelHearsOfItsSeveritiesAndAccountsOnly() async throws {
        let story = try AlertStory(
            [
                AlertStory.ntfy("all"), AlertStory.ntfy("bad", #", "severities": ["critical"]"#),
                AlertStory.ntfy("mild", #", "severities": "warning""#),
                AlertStory.ntfy("unread", #", "severities": ["unknown"]"#),
                AlertStory.ntfy("b", #", "accounts": ["b"]"#),
            ].joined(separator: ","), accounts: ["a", "b", "c"])
        let run = try await story.run(
            at: "2026-11-21T06:00:00Z", Reading(used: 75), Reading(account: "b", used: 120),
            Reading(account: "c", used: nil))
        #expect(
            run.sent.sorted()
                == [
                    "all: Bandwidth: 1 over, 1 running out, 1 not read",
                    "b: Bandwidth: Linode b is OVER: 120 of 100 GB (120%)",
                    "bad: Bandwidth: Linode b is OVER: 120 of 100 GB (120%)",
                    "mild: Bandwidth: Linode a is at 75% (75 of 100 GB)",
                    "unread: Bandwidth: Linode c could not be read for 20 days: token refused (401)",
                ].map { $0.replacing("486 hours", with: "20 days") })
        // What becomes critical later is news for who hears of that only.
        let later = try await story.run(at: "2026-11-21T07:00:00Z", Reading(used: 110))
        #expect(
            later.sent.sorted() == [
                "all: Bandwidth: Linode a is OVER: 110 of 100 GB (110%)",
                "bad: Bandwidth: Linode a is OVER: 110 of 100 GB (110%)",
            ])
    }

    @Test(arguments: AlertPolicy.allCases)
    func aReportHasTheRowsOfTheChannelOnly(policy: AlertPolicy) async throws {
        let story = try AlertStory(
            AlertStory.ntfy("b", #", "accounts": "b""#) + "," + AlertStory.ntfy("bad", #", "severities": "critical""#))
        story.policy = policy
        let calm = try await story.run(at: "2026-11-21T06:00:00Z", Reading(used: 95), Reading(account: "b", used: 5))
        #expect(calm.sent == (policy == .always ? ["b: Bandwidth Nov 21: 1 fine"] : []))
        let run = try await story.run(at: "2026-11-22T06:00:00Z", Reading(used: 120), Reading(account: "b", used: 5))
        let bad = policy == .crossing ? "Bandwidth: Linode a is OVER: 120 of 100 GB (120%)" : "Bandwidth Nov 22: 1 over"
        #expect(run.sent.sorted() == (policy == .always ? ["b: Bandwidth Nov 22: 1 fine"] : []) + ["bad: \(bad)"])
    }

    @Test func whatHappensInQuietHoursIsSentByTheFirstRunAfterThem() async throws {
        let quiet = #", "quiet": { "from": "22:00", "to": "07:00", "zone": "Europe/Berlin" }"#
        let loud = #", "quiet": { "from": "22:00", "to": "07:00", "zone": "Europe/Berlin", "except": "critical" }"#
        let story = try AlertStory(AlertStory.ntfy("quiet", quiet) + "," + AlertStory.ntfy("loud", loud))
        // Berlin is an hour ahead of UTC.
        for hour in ["21:00", "21:30", "23:00"] {
            #expect(try await story.run(at: "2026-11-20T\(hour):00Z", Reading(used: 80)).sent.isEmpty, "\(hour)")
        }
        let night = try await story.run(at: "2026-11-21T02:00:00Z", Reading(used: 80), Reading(account: "b", used: 105))
        #expect(night.sent == ["loud: Bandwidth: Linode b is OVER: 105 of 100 GB (105%)"])
        #expect(
            try await story.run(at: "2026-11-21T05:59:00Z", Reading(used: 80), Reading(account: "b", used: 105)).sent
                .isEmpty)
        let morning = try await story.run(
            at: "2026-11-21T06:00:00Z", Reading(used: 80), Reading(account: "b", used: 105))
        #expect(
            morning.sent.sorted() == [
                "loud: Bandwidth: Linode a is at 80% (80 of 100 GB)", "quiet: Bandwidth: 1 over, 1 running out",
            ])
        #expect(
            try await story.run(at: "2026-11-21T07:00:00Z", Reading(used: 80), Reading(account: "b", used: 105)).sent
                .isEmpty)
    }

    @Test func aReportIsNotSentInQuietHours() async throws {
        let quiet = #", "quiet": { "from": "22:00", "to": "07:00", "zone": "UTC", "except": "critical" }"#
        let story = try AlertStory(AlertStory.ntfy("one", quiet))
        story.policy = .always
        #expect(try await story.run(at: "2026-11-20T23:00:00Z", Reading(used: 80)).sent.isEmpty)
        #expect(try await story.run(at: "2026-11-21T00:00:00Z", Reading(used: 101)).sent.count == 1)
        #expect(try await story.run(at: "2026-11-21T07:00:00Z", Reading(used: 80)).sent.count == 1)
    }

    @Test func theOwnWordsAreFilledInForEachRow() async throws {
        let story = try AlertStory(
            AlertStory.sms("sms", #", "template": "{name}: {share} von {quota} ({verdict}) {{x}}""#) + ","
                + AlertStory.ntfy(
                    "push",
                    #", "template": { "crossed": "{title}!\n{name} {used} {link}", "report": "{date}: {body}" }"#))
        let one = try await story.run(at: "2026-11-21T06:00:00Z", Reading(used: 80))
        #expect(
            one.sent.sorted() == [
                "push: Bandwidth: Linode a is at 80% (80 of 100 GB)!", "sms: a: 80% von 100 GB (Nov 26) {x}",
            ])
        let push = try #require(one.requests.first { $0.base.host == "push.example" })
        #expect(try JSONParser().parse(push.body)["message"] == "a 80 GB -", "the page is not known here")
        let two = try await story.run(
            at: "2026-11-21T07:00:00Z", Reading(used: 95), Reading(account: "b", used: 105))
        #expect(two.sent.contains("sms: b: 105% von 100 GB (over) {x}\na: 95% von 100 GB (Nov 22) {x}"))
        // An all-clear would be told in words that are not for it.
        let report = try story.report([Reading(used: 5)], at: date(today))
        var composer = MessageComposer(style: .gsm7(segments: 2), units: .provider, zone: .utc)
        composer.templates = [.crossed: try MessageTemplate("{name} {share}")]
        #expect(composer.message(.resolved, about: report).title.hasPrefix("Bandwidth: all clear. Linode a"))
    }

    @Test func ownWordsAreCutToTheLimit() throws {
        let rows = try AlertStory("", accounts: ["a"]).report(
            (1...400).map { Reading(account: "host-\($0)", used: 95) }, at: date(today))
        var composer = MessageComposer(style: .gsm7(segments: 2), units: .provider, zone: .utc)
        composer.templates = [.crossed: try MessageTemplate("{name} is at {share}")]
        let message = composer.message(.crossed, about: rows)
        let text = "\(message.title)\n\(message.body)"
        #expect(GSM7.segments(of: text) == 2)
        let lines = text.split(separator: "\n")
        #expect(lines.last == "\(400 - lines.count + 1) more")
    }

    @Test(arguments: [
        (
            "{nam}",
            "unknown placeholder {nam}; known: {title}, {body}, {event}, {date}, {name}, {provider}, {account}, "
        ),
        ("{name", "a brace without its other half; write {{ or }} for a brace"),
        ("name}", "a brace without its other half; write {{ or }} for a brace"), ("", "is empty; remove it"),
    ])
    func whatIsNoTemplateIsReported(text: String, expected: String) {
        let found = problems(in: twilioLike(#""template": "\#(text)""#))
        #expect(found.count == 1)
        #expect(found.first?.hasPrefix("one: template: \(expected)") == true, "\(found)")
    }

    @Test(arguments: [
        (
            #""severities": ["bad"]"#,
            #"severities: expected a list of "warning", "critical", "unknown", but got ["bad"]"#
        ),
        (#""severities": []"#, #"severities: expected a list of "warning", "critical", "unknown", but got a list"#),
        (#""accounts": ["hobbby"]"#, "accounts: no account is called 'hobbby'; did you mean 'hobby'?"),
        (#""accounts": []"#, "accounts: expected a name or a list of names, but got a list"),
        (#""fallback": "nobody""#, "fallback: no channel is called 'nobody'; known: one, two"),
        (#""fallback": "one""#, "fallback: leads back to this channel: one → one; name another one, or none"),
        (#""remind": "hourly""#, #"remind: expected one of "never", "daily", "thinning", but got "hourly""#),
        (#""resolved": "yes""#, #"resolved: expected true or false, but got "yes""#),
        (#""template": 5"#, "template: expected a text, but got 5"),
        (
            #""template": { "crosed": "x" }"#,
            #"template.crosed: unknown event; known: "crossed", "reminded", "resolved", "report""#
        ),
        (
            #""quiet": "night""#,
            #"quiet: expected { "from": "22:00", "to": "07:00", "zone": "Europe/Berlin", "except": "critical" }, but got "night""#
        ),
        (#""quiet": { "from": "22:00", "to": "24:00" }"#, #"quiet.to: expected a time of day such as "22:00""#),
        (#""quiet": { "from": "7", "to": "8:00" }"#, #"quiet.from: expected a time of day such as "22:00""#),
        (
            #""quiet": { "from": "22:00", "to": "22:00" }"#,
            "quiet.to: the same as from; remove quiet, or set another time"
        ),
        (
            #""quiet": { "from": "22:00", "to": "07:00", "zone": "Europe/Berln" }"#,
            #"quiet.zone: this machine knows no zone "Europe/Berln"; expected one such as "Europe/Berlin" or "+01:00""#
        ),
        (
            #""quiet": { "from": "22:00", "to": "07:00", "except": "warning" }"#,
            #"quiet.except: expected "critical", but got "warning""#
        ),
        (
            #""quiet": { "from": "22:00", "to": "07:00", "zome": "UTC" }"#,
            "quiet.zome: unknown key; known: from, to, zone, except"
        ),
    ])
    func whatDoesNotFitIsReported(setting: String, expected: String) {
        #expect(problems(in: twilioLike(setting)) == ["one: \(expected)"])
    }

    private func twilioLike(_ setting: String) -> String {
        """
        { "providers": [{ "type": "linode", "name": "hobby", "token": "example" }],
          "notify": [{ "type": "ntfy", "name": "one", "topic": "t", \(setting) },
                     { "type": "ntfy", "name": "two", "topic": "u" }] }
        """
    }

    @Test func aLoopOfFallbacksIsReportedWithItsLineAndTheChannelsStillWork() throws {
        let text = """
            { "providers": [],
              "notify": [{ "type": "ntfy", "name": "a", "topic": "t",
                           "fallback": "b" },
                         { "type": "ntfy", "name": "b", "topic": "u", "fallback": "c" },
                         { "type": "ntfy", "name": "c", "topic": "v", "fallback": "a" },
                         { "type": "ntfy", "name": "d", "topic": "w", "fallback": "a" }] }
            """
        let configuration = try load(text)
        #expect(
            configuration.channelProblems.map(\.description) == [
                "line 3: a: fallback: leads back to this channel: a → b → c → a; name another one, or none",
                "line 4: b: fallback: leads back to this channel: b → c → a → b; name another one, or none",
                "line 5: c: fallback: leads back to this channel: c → a → b → c; name another one, or none",
            ])
        #expect(configuration.channels.map(\.name) == ["a", "b", "c", "d"])
        #expect(configuration.channels.map(\.routing.fallback) == [nil, nil, nil, "a"])
    }
}
