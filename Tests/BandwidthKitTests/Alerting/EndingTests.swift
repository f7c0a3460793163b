import Foundation
import Testing

@testable import BandwidthKit

/// When what was told is over: the all-clear, and what is news after it.
@Suite struct EndingTests {
    private static let resolved = #", "resolved": true"#

    @Test func aNewPeriodIsAnAllClear() async throws {
        let story = try AlertStory(
            AlertStory.sms("asked", Self.resolved) + "," + AlertStory.sms("quiet", to: "+12025550144") + ","
                + AlertStory.pager("pager") + "," + AlertStory.ntfy("push"))
        let told = try await story.run(at: "2026-11-20T06:00:00Z", .init(used: 92))
        #expect(told.sent.count == 4)
        #expect(try await story.run(at: "2026-11-30T06:00:00Z", .init(used: 97)).sent.isEmpty)
        let over = try await story.run(at: "2026-12-01T06:00:00Z", .init(used: 1))
        #expect(
            over.sent.sorted() == [
                "asked: Bandwidth: all clear. Linode a: new period, 1 of 100 GB.", "pager: resolve",
                "push: Bandwidth: all clear. Linode a: new period, 1 of 100 GB",
            ])
        let pages = try (told.requests + over.requests).filter { $0.base.host == "pager.example" }
            .map { try JSONParser().parse($0.body)["dedup_key"] }
        #expect(pages == Array(repeating: "bandwidth/linode/a/account/2026-11-01", count: 2))
        let pushes = try (told.requests + over.requests).filter { $0.base.host == "push.example" }
            .map { try JSONParser().parse($0.body)["sequence_id"] }
        #expect(pushes.count == 2 && pushes[0] == pushes[1], "the second replaces the first")
        #expect(try await story.run(at: "2026-12-01T07:00:00Z", .init(used: 1)).sent.isEmpty, "once")
        #expect(try await story.run(at: "2026-12-25T07:00:00Z", .init(used: 92)).sent.count == 4, "another period")
    }

    @Test func moreQuotaIsAnAllClearAndAnotherCrossingIsNews() async throws {
        let story = try AlertStory(AlertStory.pager("pager") + "," + AlertStory.sms("sms"))
        #expect(try await story.run(at: "2026-11-20T06:00:00Z", .init(used: 92)).sent.count == 2)
        let raised = try await story.run(at: "2026-11-20T07:00:00Z", .init(used: 93, quota: 200))
        #expect(raised.sent == ["pager: resolve"], "whoever gets no all-clear hears nothing")
        #expect(try await story.run(at: "2026-11-20T08:00:00Z", .init(used: 94, quota: 200)).sent.isEmpty)
        let again = try await story.run(at: "2026-11-28T06:00:00Z", .init(used: 185, quota: 200))
        #expect(
            again.sent == ["pager: Bandwidth: Linode a is at 93% (185 of 200 GB)"],
            "without an all-clear, a rule is told once in a period")
        #expect(try await story.run(at: "2026-11-28T07:00:00Z", .init(used: 186, quota: 200)).sent.isEmpty)
        let over = try await story.run(at: "2026-12-01T06:00:00Z", .init(used: 1, quota: 200))
        #expect(over.sent == ["pager: resolve"])
    }

    /// The counter was corrected, or the quota raised a little.
    @Test func whatStillHoldsOrOnlyFellIsNotOver() async throws {
        let story = try AlertStory(AlertStory.pager("pager"))
        #expect(try await story.run(at: "2026-11-20T06:00:00Z", .init(used: 92)).sent.count == 1)
        #expect(try await story.run(at: "2026-11-20T07:00:00Z", .init(used: 60)).sent.isEmpty, "a correction")
        #expect(try await story.run(at: "2026-11-20T08:00:00Z", .init(used: 93, quota: 101)).sent.isEmpty, "still 92 %")
        #expect(try await story.run(at: "2026-11-20T09:00:00Z", .init(used: 93)).sent.isEmpty)
    }

    @Test func anAccountThatCanBeReadAgainIsAnAllClear() async throws {
        let story = try AlertStory(AlertStory.pager("pager") + "," + AlertStory.sms("sms", Self.resolved))
        let told = try await story.run(at: "2026-11-20T06:00:00Z", .init(used: nil, since: "2026-11-19T06:00:00Z"))
        #expect(told.sent.count == 2)
        // The month ends in between.
        #expect(
            try await story.run(at: "2026-12-01T06:00:00Z", .init(used: nil, since: "2026-11-19T06:00:00Z")).sent
                .isEmpty)
        let back = try await story.run(at: "2026-12-02T06:00:00Z", .init(used: 3))
        #expect(
            back.sent.sorted() == [
                "pager: resolve", "sms: Bandwidth: all clear. Linode a can be read again: 3 of 100 GB (3%).",
            ])
        let keys = try (told.requests + back.requests).filter { $0.base.host == "pager.example" }
            .map { try JSONParser().parse($0.body)["dedup_key"] }
        #expect(keys == Array(repeating: "bandwidth/linode/a/account/unread/2026-11-19", count: 2))
    }

    @Test func aRowThatIsOverAgainAtOnceIsOneMessageButTwoIncidents() async throws {
        let story = try AlertStory(AlertStory.pager("pager") + "," + AlertStory.sms("sms", Self.resolved))
        #expect(try await story.run(at: "2026-11-20T06:00:00Z", .init(used: 92)).sent.count == 2)
        let run = try await story.run(at: "2026-12-10T06:00:00Z", .init(used: 95))
        let crossed = "Bandwidth: Linode a is at 95% (95 of 100 GB)"
        #expect(run.sent.filter { $0.hasPrefix("sms") }.count == 1)
        #expect(run.sent.contains { $0.hasPrefix("sms: \(crossed)") })
        #expect(run.sent.filter { $0.hasPrefix("pager") } == ["pager: resolve", "pager: \(crossed)"], "in this order")
        #expect(try await story.run(at: "2026-12-10T07:00:00Z", .init(used: 95)).sent.isEmpty)
    }

    @Test func anAllClearWaitsForTheEndOfTheQuietHours() async throws {
        let story = try AlertStory(
            AlertStory.pager(
                "pager", #", "quiet": { "from": "22:00", "to": "07:00", "zone": "UTC", "except": "critical" }"#))
        #expect(try await story.run(at: "2026-11-20T12:00:00Z", .init(used: 92)).sent.count == 1)
        #expect(try await story.run(at: "2026-12-01T01:00:00Z", .init(used: 1)).sent.isEmpty)
        #expect(try await story.run(at: "2026-12-01T07:00:00Z", .init(used: 1)).sent == ["pager: resolve"])
    }

    @Test func severalThatAreOverAreOneMessageForPeople() async throws {
        let story = try AlertStory(AlertStory.ntfy("push") + "," + AlertStory.pager("pager"))
        try await story.run(at: "2026-11-20T12:00:00Z", .init(used: 92), .init(account: "b", used: 95))
        let run = try await story.run(at: "2026-12-01T12:00:00Z", .init(used: 1), .init(account: "b", used: 2))
        #expect(run.sent.sorted() == ["pager: resolve", "pager: resolve", "push: Bandwidth: all clear for 2"])
    }

    /// A year of hourly runs with a crossing and a new period each month.
    @Test func everyIncidentOfAYearIsResolved() async throws {
        let story = try AlertStory(AlertStory.pager("pager"))
        var open: Set<String> = [], opened = 0
        var now = try date("2026-01-01T12:00:00Z")
        for _ in 0..<365 {
            let day = CalendarDay(of: now.second).parts.day
            let run = try await story.run(at: now.isoText, .init(used: day * 4 - 20 < 0 ? 0 : day * 4 - 20))
            for body in try run.bodies {
                let key = try #require(body["dedup_key"]?.string)
                if body["event_action"] == "trigger" {
                    opened += open.insert(key).inserted ? 1 : 0
                } else {
                    #expect(open.remove(key) != nil, "\(key) was open")
                }
            }
            #expect(open.count <= 1)
            now += 86400
        }
        #expect(opened == 12)
        #expect(open.count == 1, "the last one")
    }

    /// For services whose period slides by some hours, as those that only say when the next one begins.
    @Test func theKeyStaysTheSameWhenThePeriodSlides() throws {
        let recipient = DeliveryMemory.Recipient(notifier: "pagerduty", address: "x")
        var memory = DeliveryMemory()
        func row(from start: String, used: Int64) throws -> UsageRow {
            let period = try #require(BillingPeriod(start: date(start), end: date("2026-12-10T00:00:00Z")))
            let usage = Usage.example(used: .gigabytes(used), quota: .gigabytes(100), period: period)
            return UsageRow(
                provider: "bandwagonhost", account: "tokyo",
                Assessment(usage, by: AccountPolicy(), now: try date(today)))
        }
        let first = memory.facts(
            of: try row(from: "2026-11-10T00:00:07Z", used: 92), for: recipient, at: try date(today))
        memory.record(first)
        let second = memory.facts(
            of: try row(from: "2026-11-09T23:59:58Z", used: 120), for: recipient, at: try date(today))
        #expect(Set((first + second).map(\.period)).count == 1)
    }
}
