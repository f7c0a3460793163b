import Foundation
import Testing

@testable import BandwidthKit

/// Messages that may have arrived: the service took them and never said so.
@Suite struct UncertainDeliveryTests {
    /// The hours of messages, of runs every hour for three days through a gateway that never answers.
    private func hours(_ channel: String, _ used: (Int) -> Int64 = { _ in 80 }) async throws -> [Int] {
        let story = try AlertStory(channel)
        let start = try date("2026-11-02T09:00:00Z")
        var hours: [Int] = []
        for hour in 0..<72 {
            // A timer that is a little late, each time by another time.
            let now = start + Double(hour * 3600 + hour * 37 % 600)
            let run = try await story.run(at: now.isoText, .init(used: used(hour)), silent: ["one"])
            #expect(run.sent.count <= 1)
            #expect(!run.isComplete, "nobody knows that it has arrived")
            if !run.sent.isEmpty { hours.append(hour) }
        }
        return hours
    }

    @Test func theNextRunTriesAgainAndFromThenOnLessAndLess() async throws {
        #expect(try await hours(AlertStory.sms("one")) == [0, 1, 2, 6, 22, 46, 70])
    }

    /// Another try replaces the message.
    @Test func whereThereIsAKeyEveryRunTriesAgain() async throws {
        #expect(try await hours(AlertStory.ntfy("one")) == Array(0..<72))
    }

    @Test func aWorseRuleIsToldAtOnce() async throws {
        #expect(try await hours(AlertStory.sms("one")) { $0 < 10 ? 80 : 95 } == [0, 1, 2, 6, 10, 11, 12, 16, 32, 56])
    }

    @Test func oneThatArrivesEndsIt() async throws {
        let story = try AlertStory(AlertStory.sms("one"))
        #expect(try await story.run(at: "2026-11-02T09:00:00Z", .init(used: 80), silent: ["one"]).sent.count == 1)
        let second = try await story.run(at: "2026-11-02T10:00:00Z", .init(used: 80))
        #expect(second.sent.count == 1)
        #expect(second.isComplete)
        for day in 3...9 {
            #expect(try await story.run(at: "2026-11-0\(day)T10:00:00Z", .init(used: 80)).sent.isEmpty)
        }
    }

    /// The other recipient has got it, so nobody is left to tell.
    @Test func aFallbackThatTookItEndsIt() async throws {
        let story = try AlertStory(
            AlertStory.sms("one", #", "fallback": "two""#) + "," + AlertStory.sms("two", to: "+12025550144"))
        let first = try await story.run(at: "2026-11-02T09:00:00Z", .init(used: 80), silent: ["one"])
        #expect(first.sent.count == 2)
        #expect(try await story.run(at: "2026-11-02T10:00:00Z", .init(used: 80)).sent.isEmpty)
    }

    /// Two channels that are broken in different ways: the one that fails for certain is tried by every run.
    @Test func theFallbackIsTriedWhileTheChannelWaits() async throws {
        let story = try AlertStory(
            AlertStory.sms("one", #", "fallback": "two""#) + "," + AlertStory.sms("two", to: "+12025550144"))
        func run(_ time: String, down: Set<String>) async throws -> AlertStory.Run {
            try await story.run(at: "2026-11-02T\(time):00Z", .init(used: 80), down: down, silent: ["one"])
        }
        for minute in ["09:00", "09:05"] {
            #expect(try await run(minute, down: ["two"]).sent.count == 1)
        }
        let held = try await run("09:10", down: ["two"])
        #expect(held.sent.isEmpty)
        #expect(!held.isComplete)
        #expect(
            held.outcome.deliveries.map(\.description).first
                == "one: not sent to +12025550143: it may have arrived already; the next try is after Nov 2 09:59")
        let back = try await run("09:15", down: [])
        #expect(back.sent.count == 1)
        #expect(back.sent.first?.hasPrefix("two: ") == true)
        #expect(back.isComplete)
        let after = try await run("12:00", down: [])
        #expect(after.sent.isEmpty)
        #expect(after.isComplete)
    }

    /// A fallback that never answers either gets no message with every run.
    @Test func aFallbackWaitsToo() async throws {
        let story = try AlertStory(
            AlertStory.sms("one", #", "fallback": "two""#) + "," + AlertStory.sms("two", to: "+12025550144"))
        var sent = 0
        for minute in 10...40 {
            sent += try await story.run(
                at: "2026-11-02T09:\(minute):00Z", .init(used: 80), down: ["one"], silent: ["two"]
            ).sent.count
        }
        #expect(sent == 2)
    }

    @Test func anAllClearThatMayHaveArrivedIsNotRepeatedEveryHour() async throws {
        let story = try AlertStory(AlertStory.sms("one", #", "resolved": true"#))
        #expect(try await story.run(at: "2026-11-28T09:00:00Z", .init(used: 80)).sent.count == 1)
        var count = 0
        for hour in 10...20 {
            let moment = "2026-12-02T\(hour):00:00Z"
            count += try await story.run(at: moment, .init(used: 5), silent: ["one"]).sent.count
        }
        #expect(count == 4, "at 10, 11, 12 and 16 o'clock")
    }

    @Test func theListSaysWhy() async throws {
        let story = try AlertStory(AlertStory.sms("one"))
        for hour in ["09", "10"] {
            try await story.run(at: "2026-11-02T\(hour):00:00Z", .init(used: 80), silent: ["one"])
        }
        let text = DecisionList().text(of: try story.decisions(at: "2026-11-02T10:30:00Z", .init(used: 80)))
        #expect(
            text.contains("later  a  may have been told already, so not again before Nov 2 10:54; new: actual 70%"),
            "\(text)")
    }

    /// A clock that was ahead must not delay what is due for long.
    @Test func triesInTheFutureDontCount() async throws {
        let story = try AlertStory(AlertStory.sms("one"))
        for hour in ["09", "10"] {
            try await story.run(at: "2026-11-20T\(hour):00:00Z", .init(used: 80), silent: ["one"])
        }
        #expect(try await story.run(at: "2026-11-05T09:00:00Z", .init(used: 80)).sent.count == 1)
    }
}
