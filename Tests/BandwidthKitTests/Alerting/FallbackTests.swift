import Foundation
import Testing

@testable import BandwidthKit

/// What happens to a message that its channel can't deliver.
@Suite struct FallbackTests {
    private func story(_ more: String = "") throws -> AlertStory {
        try AlertStory(
            [
                AlertStory.pager("pager", #", "fallback": "push""#),
                AlertStory.ntfy("push", #", "fallback": "sms""# + more),
                AlertStory.sms("sms"),
            ].joined(separator: ","))
    }

    @Test func aFallbackIsUsedOnlyIfItsChannelFails() async throws {
        let story = try story()
        #expect(
            try await story.run(at: "2026-11-20T06:00:00Z", .init(used: 80)).sent
                == ["pager: Bandwidth: Linode a is at 80% (80 of 100 GB)"])
        let run = try await story.run(at: "2026-11-20T07:00:00Z", .init(used: 92), down: ["pager"])
        #expect(run.sent == ["push: Bandwidth: Linode a is at 92% (92 of 100 GB)"])
        #expect(run.isComplete)
        #expect(
            run.outcome.deliveries.map(\.description) == [
                "pager: not sent to PagerDuty: no connection to pager.example: refused; check the network and any proxy",
                "push: sent to t in place of pager (1)",
            ])
        // It was told, by whomever.
        #expect(try await story.run(at: "2026-11-20T08:00:00Z", .init(used: 93)).sent.isEmpty)
        #expect(try await story.run(at: "2026-11-20T09:00:00Z", .init(used: 93), down: ["pager"]).sent.isEmpty)
    }

    @Test func theFallbackOfAFallbackIsTheNext() async throws {
        let story = try story()
        let run = try await story.run(at: "2026-11-20T06:00:00Z", .init(used: 120), down: ["pager", "push"])
        #expect(run.sent.count == 1)
        #expect(run.sent.first?.hasPrefix("sms: Bandwidth: Linode a is OVER: 120 of 100 GB (120%)") == true)
        #expect(run.isComplete)
        #expect(try await story.run(at: "2026-11-20T07:00:00Z", .init(used: 120)).sent.isEmpty)
    }

    @Test func whatNobodyTakesIsSentByTheNextRun() async throws {
        let story = try story()
        let run = try await story.run(at: "2026-11-20T06:00:00Z", .init(used: 120), down: ["pager", "push", "sms"])
        #expect(run.sent.isEmpty)
        #expect(!run.isComplete)
        #expect(run.outcome.deliveries.count == 3)
        let next = try await story.run(at: "2026-11-20T07:00:00Z", .init(used: 120))
        #expect(next.sent == ["pager: Bandwidth: Linode a is OVER: 120 of 100 GB (120%)"])
    }

    @Test func aFallbackMayAlwaysBeUsed() async throws {
        let story = try story(#", "always": true"#)
        let run = try await story.run(at: "2026-11-20T06:00:00Z", .init(used: 120))
        #expect(run.sent.map { $0.prefix { $0 != ":" } }.sorted() == ["pager", "push"])
        // It has it already, so it needn't get it twice.
        let worse = try await story.run(at: "2026-11-20T07:00:00Z", .init(account: "b", used: 120), down: ["pager"])
        #expect(worse.sent == ["push: Bandwidth: Linode b is OVER: 120 of 100 GB (120%)"])
        #expect(worse.isComplete)
        #expect(try await story.run(at: "2026-11-20T08:00:00Z", .init(account: "b", used: 120)).sent.isEmpty)
    }

    /// Thirty incidents are one text message.
    @Test func whatFailedIsTheFallbacksKindOfMessage() async throws {
        let names = (1...30).map { "host-\($0)" }
        let story = try AlertStory(
            AlertStory.pager("pager", #", "fallback": "sms""#) + "," + AlertStory.sms("sms"), accounts: names)
        let readings = names.map { AlertStory.Reading(account: $0, used: 95) }
        let run = try await story.runAll(at: "2026-11-20T06:00:00Z", readings, down: ["pager"])
        #expect(run.sent.count == 1)
        #expect(run.sent.first?.hasPrefix("sms: Bandwidth: 30 running out") == true)
        #expect(run.outcome.notices == ["pager: 29 more messages to PagerDuty not tried"])
        #expect(run.isComplete)
        #expect(try await story.runAll(at: "2026-11-20T07:00:00Z", readings).sent.isEmpty)
    }

    @Test func aFallbackThatIsQuietLeavesItToTheNextRun() async throws {
        let story = try AlertStory(
            AlertStory.pager("pager", #", "fallback": "push""#) + ","
                + AlertStory.ntfy(
                    "push", #", "quiet": { "from": "22:00", "to": "07:00", "zone": "UTC", "except": "critical" }"#))
        let run = try await story.run(at: "2026-11-20T23:00:00Z", .init(used: 92), down: ["pager"])
        #expect(run.sent.isEmpty)
        #expect(!run.isComplete)
        #expect(run.outcome.notices == ["push: quiet until Nov 21 07:00, so it doesn't stand in for pager"])
        let critical = try await story.run(at: "2026-11-21T00:00:00Z", .init(used: 120), down: ["pager"])
        #expect(critical.sent == ["push: Bandwidth: Linode a is OVER: 120 of 100 GB (120%)"])
    }

    @Test func aFallbackHearsOfTheEndOfWhatItWasTold() async throws {
        let story = try story()
        try await story.run(at: "2026-11-20T06:00:00Z", .init(used: 92), down: ["pager"])
        let over = try await story.run(at: "2026-12-01T06:00:00Z", .init(used: 1))
        #expect(
            over.sent.sorted() == [
                "pager: resolve", "push: Bandwidth: all clear. Linode a: new period, 1 of 100 GB",
            ])
        try await story.run(at: "2026-12-20T06:00:00Z", .init(used: 92))
        #expect(try await story.run(at: "2027-01-01T06:00:00Z", .init(used: 1)).sent == ["pager: resolve"])
    }

    @Test(arguments: [AlertPolicy.always, .exceeded])
    func aReportHasAFallbackToo(policy: AlertPolicy) async throws {
        let story = try story()
        story.policy = policy
        let run = try await story.run(at: "2026-11-20T06:00:00Z", .init(used: 92), down: ["pager"])
        #expect(run.sent == ["push: Bandwidth Nov 20: 1 running out"])
        #expect(run.isComplete)
    }
}
