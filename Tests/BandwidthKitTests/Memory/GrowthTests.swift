import Foundation
import Testing

@testable import BandwidthKit

/// Hours count from the start of the list; bytes are small enough to compute by hand.
@Suite struct GrowthTests {
    private static let origin: Int64 = 1_793_491_200

    /// Readings of `(hour, bytes)`, and the hour in which the newest one's period began.
    private func growth(_ points: [(Int64, Int64)], periodStart: Int64? = nil) -> Growth {
        Growth(
            points.map { CounterPoint(second: Self.origin + $0.0 * 3600, used: $0.1) },
            periodStart: periodStart.map { Date(second: Self.origin + $0 * 3600) })
    }

    /// A reading every 24 hours from hour 0 on.
    private func daily(_ bytes: [Int64], periodStart: Int64? = nil) -> Growth {
        growth(bytes.enumerated().map { (Int64($0.offset) * 24, $0.element) }, periodStart: periodStart)
    }

    @Test func theLastSevenDaysAreThe168HoursBeforeTheNewestReading() {
        #expect(daily([0, 10, 30, 60, 100, 150, 210, 280]).lastSevenDays?.bytes == 280)
        #expect(daily([5, 10, 30, 60, 100, 150, 210, 280, 360]).lastSevenDays?.bytes == 350)
    }

    @Test func theirBeginningIsReadOffByInterpolation() {
        // 168 hours before hour 180 is hour 12: half of the first 100.
        let points: [(Int64, Int64)] = [(0, 0), (24, 100), (72, 100), (120, 100), (180, 107)]
        #expect(growth(points).lastSevenDays?.bytes == 57)
    }

    @Test func theOrderOfTheReadingsDoesNotMatterAndTheLastOfTwoCounts() {
        let points: [(Int64, Int64)] = [(120, 40), (0, 0), (168, 70), (60, 20), (60, 30), (168, 71)]
        #expect(growth(points).lastSevenDays?.bytes == 71)
    }

    @Test(arguments: [(72, true), (73, false)] as [(Int64, Bool)])
    func aGapOfMoreThanThreeDaysCoversNothing(gap: Int64, isCovered: Bool) {
        let points: [(Int64, Int64)] = [(0, 0), (48, 20), (48 + gap, 30), (150, 40), (168, 50)]
        #expect((growth(points).lastSevenDays != nil) == isCovered)
    }

    @Test func aGapBeforeTheSevenDaysDoesNotMatterUnlessTheyBeginInIt() {
        #expect(growth([(-200, 0), (0, 10), (60, 20), (120, 30), (168, 40)]).lastSevenDays?.bytes == 30)
        #expect(growth([(-200, 0), (1, 10), (60, 20), (120, 30), (168, 40)]).lastSevenDays == nil)
    }

    @Test func readingsThatReachBackLessThanSevenDaysCoverNothing() {
        #expect(daily([0, 10, 20, 30, 40, 50, 60]).lastSevenDays == nil)
        #expect(growth([(0, 0)]).lastSevenDays == nil)
        #expect(growth([]).lastSevenDays == nil)
    }

    @Test func aCounterThatFellHasStartedFromZero() {
        #expect(daily([700, 710, 720, 730, 15, 25, 35, 45]).lastSevenDays?.bytes == 75)
        // Half is a fall, a byte less is a correction.
        #expect(daily([90, 100, 100, 100, 50, 50, 50, 50]).lastSevenDays?.bytes == 60)
        #expect(daily([90, 100, 100, 100, 51, 101, 101, 101]).lastSevenDays?.bytes == 11)
    }

    @Test func timeThatWasNotSeenIsLeftOutOfTheMean() {
        // 10 an hour, read every 12 hours; the counter was reset 6 hours before a reading.
        let points = (0...14).map { index -> (Int64, Int64) in
            let hour = Int64(index) * 12
            return (hour, hour < 90 ? 1000 + hour * 10 : (hour - 90) * 10)
        }
        #expect(growth(points, periodStart: 90).lastSevenDays?.bytes == 1680)
        #expect(growth(points).lastSevenDays?.bytes == 1620, "when it started is not known")
        // It was reset after the last reading. The time until then was seen, but not that the counter didn't grow.
        #expect(growth(points, periodStart: 40).lastSevenDays?.bytes == 1620)
    }

    @Test func aReadingOfZeroAtTheStartOfThePeriodHidesNoHour() {
        // 10 an hour, read on the hour; at hour 100 the counter is at zero.
        let points = (0...168).map { hour -> (Int64, Int64) in (hour, hour < 100 ? 50 + hour * 10 : (hour - 100) * 10) }
        #expect(growth(points, periodStart: 100).lastSevenDays?.bytes == 1680)
    }

    @Test func nothingIsSaidWhereMoreThanHalfWasNotSeen() {
        let points: [(Int64, Int64)] = [(0, 900), (48, 1000), (96, 1100), (144, 1200), (192, 10)]
        #expect(growth(points, periodStart: 168).bytes(from: 24 * 3600, to: 0)?.bytes == 10)
        #expect(growth(points, periodStart: 180).bytes(from: 24 * 3600, to: 0)?.bytes == 20)
        #expect(growth(points, periodStart: 181).bytes(from: 24 * 3600, to: 0) == nil)
    }

    @Test func aCorrectionTakesBackGrowth() {
        #expect(daily([0, 100, 200, 194, 294, 394, 494, 594]).lastSevenDays?.bytes == 594)
        #expect(daily([100, 97, 100, 97, 100, 97, 100, 97]).lastSevenDays == .zero, "never below zero")
        #expect(daily([97, 100, 97, 100, 97, 100, 97, 100]).lastSevenDays?.bytes == 3)
    }

    @Test func nothingOverflows() {
        let counters: [Int64] = [0, .max, 0, .max, 0, .max, 0, .max]
        #expect(daily(counters).lastSevenDays == .maximum)
        #expect(daily(counters + [.max]).pace?.percentage == 0)
    }

    @Test func thePaceIsTheLastDayAgainstTheMeanOfTheSevenBeforeIt() throws {
        let pace = try #require(daily([0, 10, 20, 30, 40, 50, 60, 70, 95]).pace)
        #expect(pace.lastDay.bytes == 25)
        #expect(pace.sevenDaysBefore.bytes == 70)
        #expect(pace.percentage == 250)
        // Exactly as much is not more.
        #expect(!Rule(.actual, 250).holds(pace.weekAtThisPace, of: pace.sevenDaysBefore))
        #expect(Rule(.actual, try decimal("249.999")).holds(pace.weekAtThisPace, of: pace.sevenDaysBefore))
    }

    @Test func withoutEightDaysOrAnyUseBeforeThereIsNoPace() {
        #expect(daily([0, 10, 20, 30, 40, 50, 60, 70]).pace == nil)
        #expect(daily([5, 5, 5, 5, 5, 5, 5, 5, 95]).pace == nil)
        #expect(daily([0, 10, 20, 30, 40, 50, 60, 70, 70]).pace?.percentage == 0)
    }

    /// For any readings, two parts add up to the whole, except for bytes lost by rounding.
    @Test func partsAddUp() throws {
        var generator = SeededGenerator(seed: 12)
        for _ in 0..<200 {
            var hour: Int64 = 0, used: Int64 = 0, points: [(Int64, Int64)] = []
            while hour < 400 {
                points.append((hour, used))
                hour += Int64.random(in: 1...72, using: &generator)
                used += Int64.random(in: 0...1_000_000, using: &generator)
            }
            let growth = growth(points)
            let span = points[points.count - 1].0 * 3600, middle = Int64.random(in: 1..<span, using: &generator)
            let parts = try #require(growth.bytes(from: span, to: middle)).bytes
            let rest = try #require(growth.bytes(from: middle, to: 0)).bytes
            #expect((points[points.count - 1].1 - 2...points[points.count - 1].1).contains(parts + rest))
        }
    }
}
