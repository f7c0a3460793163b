import Foundation
import Testing

@testable import BandwidthKit

/// How often what still holds is told again.
@Suite struct ReminderTests {
    /// Runs every hour, each a little late, from a crossing on to the end of the month.
    private func days(_ remind: String, late: (Int) -> Double = { _ in 0 }, missing: Set<Int> = []) async throws
        -> [Int]
    {
        let story = try AlertStory(AlertStory.ntfy("one", #", "remind": "\#(remind)""#))
        let start = try date("2026-11-02T09:00:00Z")
        var days: [Int] = []
        for hour in 0..<(27 * 24) where !missing.contains(hour) {
            let now = start + Double(hour * 3600) + late(hour)
            let run = try await story.run(at: now.isoText, .init(used: 80))
            #expect(run.sent.count <= 1)
            if let text = run.sent.first {
                #expect(text.hasPrefix("one: Bandwidth\(days.isEmpty ? "" : " reminder"): Linode a is at 80%"))
                days.append(hour / 24)
                #expect(hour % 24 <= 1 || missing.contains(hour - 1), "the time of day doesn't move: \(hour % 24)")
            }
        }
        return days
    }

    @Test func neverIsOnce() async throws {
        #expect(try await days("never") == [0])
    }

    @Test func dailyIsEveryDay() async throws {
        #expect(try await days("daily") == Array(0...26))
    }

    /// After 1, 2, 4, 8 days: on the days 1, 3, 7 and 15 after the message.
    @Test func thinningTakesTwiceAsLongEachTime() async throws {
        #expect(try await days("thinning") == [0, 1, 3, 7, 15])
    }

    /// A timer that is up to ten minutes late, each time by another time.
    @Test func aTimerThatIsNotExactSkipsNoDay() async throws {
        #expect(try await days("daily") { Double(($0 * 37) % 600) } == Array(0...26))
    }

    @Test func whatWasMissedIsRemindedOfOnce() async throws {
        #expect(try await days("daily", missing: Set(30..<80)) == [0, 1, 3] + Array(4...26))
        #expect(try await days("thinning", missing: Set(20..<190)) == [0, 7, 15])
    }

    @Test func aRunADayIsRemindedOnEachOfThem() async throws {
        let story = try AlertStory(AlertStory.ntfy("one", #", "remind": "daily""#))
        var count = 0
        for day in 2...28 {
            // Cron starts it a few seconds earlier or later.
            let moment = "2026-11-\(day < 10 ? "0" : "")\(day)T07:15:\(day % 2 == 0 ? "20" : "02")Z"
            count += try await story.run(at: moment, .init(used: 80)).sent.count
        }
        #expect(count == 27)
    }

    @Test func onlyWhatStillHoldsIsRemindedOf() async throws {
        let story = try AlertStory(AlertStory.ntfy("one", #", "remind": "daily""#))
        #expect(try await story.run(at: "2026-11-10T06:00:00Z", .init(used: 80)).sent.count == 1)
        #expect(try await story.run(at: "2026-11-11T06:00:00Z", .init(used: 60)).sent.isEmpty, "it was corrected")
        #expect(try await story.run(at: "2026-11-12T06:00:00Z", .init(used: 80)).sent.count == 1)
        // A worse rule is news, not a reminder, and the days are counted from there.
        let worse = try await story.run(at: "2026-11-12T18:00:00Z", .init(used: 95))
        #expect(worse.sent == ["one: Bandwidth: Linode a is at 95% (95 of 100 GB)"])
        #expect(try await story.run(at: "2026-11-13T06:00:00Z", .init(used: 95)).sent.isEmpty)
        #expect(try await story.run(at: "2026-11-13T18:00:00Z", .init(used: 95)).sent.count == 1)
    }

    @Test func anAccountThatStillCannotBeReadIsRemindedOf() async throws {
        let story = try AlertStory(AlertStory.ntfy("one", #", "remind": "thinning""#))
        var days: [Int] = []
        for day in 3...20 {
            let moment = "2026-11-\(day < 10 ? "0" : "")\(day)T06:00:00Z"
            if try await !story.run(at: moment, .init(used: nil)).sent.isEmpty { days.append(day) }
        }
        #expect(days == [3, 4, 6, 10, 18])
    }
}
