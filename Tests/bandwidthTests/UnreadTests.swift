import BandwidthKit
import Foundation
import Testing

/// An account that can't be read: it has a row, and causes an alert if that lasts.
@Suite struct UnreadTests {
    @Test func itIsToldOnceAfterADayAndAgainWhenItIsBack() async throws {
        let story = try Story()
        story.extra = #", "rules": [{ "actual": 90 }]"#
        story.channel = #", "resolved": true"#
        var texts: [String] = []
        let steps: [(String, Double?)] = [
            ("2026-11-10T06:00:00Z", 5), ("2026-11-10T07:00:00Z", nil), ("2026-11-11T06:00:00Z", nil),
            ("2026-11-11T07:00:00Z", nil), ("2026-11-11T08:00:00Z", nil), ("2026-11-12T07:00:00Z", nil),
            ("2026-11-12T08:00:00Z", 6), ("2026-11-12T09:00:00Z", 6), ("2026-11-13T09:00:00Z", nil),
            ("2026-11-13T10:00:00Z", 7),
        ]
        for (moment, used) in steps {
            let run = try await story.run(at: moment, used: used)
            #expect(run.status == (used == nil ? 3 : 0), "\(moment): \(run.errors)")
            texts += run.texts.map { "\(moment.prefix(13)) \($0.split(separator: "\n").joined(separator: " | "))" }
        }
        #expect(
            texts == [
                "2026-11-11T07 Bandwidth: Linode production could not be read for 24 hours: token refused (401). "
                    + "Its usage is UNKNOWN. Fix: bandwidth login production",
                "2026-11-12T08 Bandwidth: all clear. Linode production can be read again: 6 of 100 GB (6%).",
            ])
    }

    @Test func theReportSaysSinceWhen() async throws {
        let story = try Story()
        _ = try await story.run(at: "2026-11-10T07:00:00Z", used: nil, [])
        let run = try await story.run(at: "2026-11-10T09:00:00Z", used: nil, [])
        let error = try #require(run.rows.first?["error"])
        #expect(error["code"] == "unauthorized")
        #expect(error["http_status"] == 401)
        #expect(error["unread_since"] == "2026-11-10T07:00:00Z")
    }

    @Test(arguments: [true, false]) func anotherFailureSoonAfterwardsIsToldToo(tellsEndings: Bool) async throws {
        let story = try Story()
        story.channel = #", "resolved": \#(tellsEndings)"#
        var told: [String] = []
        for (moment, used) in [
            ("2026-11-10T07:00:00Z", nil), ("2026-11-11T07:00:00Z", nil), ("2026-11-11T08:00:00Z", 5),
            ("2026-11-11T09:00:00Z", nil), ("2026-11-12T09:00:00Z", nil), ("2026-11-12T10:00:00Z", nil),
        ] as [(String, Double?)] {
            if try await !story.run(at: moment, used: used).texts.isEmpty { told.append(moment) }
        }
        let ending = tellsEndings ? ["2026-11-11T08:00:00Z"] : []
        #expect(told == ["2026-11-11T07:00:00Z"] + ending + ["2026-11-12T09:00:00Z"])
    }

    /// A clock that was a year ahead for one run must not delay the alert by a year.
    @Test func aClockThatWasAheadDelaysNoAlert() async throws {
        let story = try Story()
        _ = try await story.run(at: "2027-11-10T07:00:00Z", used: nil, [])
        let run = try await story.run(at: "2026-11-10T07:00:00Z", used: nil)
        #expect(run.rows.first?["error"]?["unread_since"] == "2026-11-10T07:00:00Z")
        #expect(run.texts.isEmpty)
        #expect(try await story.run(at: "2026-11-11T07:00:00Z", used: nil).texts.count == 1)
    }

    @Test func anAccountThatIsNotConfiguredIsARowAndHidesNobody() async throws {
        let story = try Story()
        story.extra = #"}, { "type": "linode", "name": "other", "token": { "env": "NOT_SET" }"#
        let run = try await story.run(at: "2026-11-10T07:00:00Z", used: 5, [])
        #expect(run.status == 3)
        #expect(run.rows.map { $0["id"]?.string } == ["linode/production/account", "linode/other/account"])
        #expect(run.rows[0]["status"] == "ok")
        let error = try #require(run.rows[1]["error"])
        #expect(error["code"] == "not_configured")
        #expect(error["message"] == "token: the variable NOT_SET is not set or empty; set it")
        #expect(error["hint"] == "run 'bandwidth config check'")
    }
}
