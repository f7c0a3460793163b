import Foundation
import Testing

@testable import BandwidthKit

/// The period that a counter covers, run by run (see `Timeline`).
@Suite struct PeriodDecisionTests {
    private func expect(
        _ lines: String, in timeline: Timeline = Timeline(), sourceLocation: SourceLocation = #_sourceLocation
    ) throws {
        var timeline = timeline
        #expect(try timeline.played(lines) == lines, sourceLocation: sourceLocation)
    }

    @Test func resetOnTime() throws {
        try expect(
            """
            2026-11-29T12:00Z  96/100  2026-11-01/2026-12-01  calendar  alerts
            2026-11-30T23:05Z  98/100  2026-11-01/2026-12-01  calendar  alerts
            2026-12-01T00:05Z  0.1/100  2026-12-01/2027-01-01  counter  alerts
            2026-12-01T01:05Z  0.2/100  2026-12-01/2027-01-01  counter  alerts
            2026-12-20T01:05Z  72/100  2026-12-01/2027-01-01  counter  alerts
            2026-12-31T23:05Z  91/100  2026-12-01/2027-01-01  counter  alerts
            2027-01-01T00:05Z  0.1/100  2027-01-01/2027-02-01  counter  alerts
            """)
    }

    /// A figure for days that were asked for is never that of another month, even if it is higher than last month's.
    @Test func aPeriodThatWasAskedForIsThatPeriod() throws {
        func reading(_ time: String, _ gigabytes: Int64) throws -> Reading {
            let time = try date(time)
            return try #require(
                Reading(
                    row: "a", time: time, used: .gigabytes(gigabytes), quota: .gigabytes(100),
                    period: .month(containing: time), basis: .request))
        }
        let last = try reading("2026-11-30T23:00:00Z", 5), next = try reading("2026-12-01T01:00:00Z", 6)
        let decision = PeriodDecision(of: next, after: last, now: next.time)
        #expect(decision.reading == next)
        #expect(decision.mayAlert, "there is nothing to wait for")
    }

    @Test func resetThreeHoursLate() throws {
        try expect(
            """
            2026-11-30T23:05Z  98/100  2026-11-01/2026-12-01  calendar  alerts
            2026-12-01T00:05Z  98.1/100  2026-11-01/2026-12-01  counter  alerts
            2026-12-01T01:05Z  98.2/100  2026-11-01/2026-12-01  counter  alerts
            2026-12-01T02:05Z  98.3/100  2026-11-01/2026-12-01  counter  alerts
            2026-12-01T03:05Z  0.1/100  2026-12-01/2027-01-01  counter  alerts
            2026-12-01T04:05Z  71/100  2026-12-01/2027-01-01  counter  alerts
            """)
    }

    /// Midnight at +08:00 is 16:00 in UTC; a run at 19:05 is the first to see the new period.
    @Test func resetHoursEarly() throws {
        try expect(
            """
            2026-11-30T15:05Z  97/100  2026-11-01/2026-12-01  calendar  alerts
            2026-11-30T19:05Z  0.4/100  2026-11-30T19:05Z/2027-01-01  counter  alerts
            2026-11-30T23:05Z  71/100  2026-11-30T19:05Z/2027-01-01  counter  alerts
            2026-12-01T00:05Z  72/100  2026-11-30T19:05Z/2027-01-01  counter  alerts
            2026-12-31T15:05Z  99/100  2026-11-30T19:05Z/2027-01-01  counter  alerts
            2026-12-31T16:05Z  0.1/100  2026-12-31T16:05Z/2027-02-01  counter  alerts
            """)
    }

    @Test func notResetForTwoDays() throws {
        try expect(
            """
            2026-11-30T12:00Z  96/100  2026-11-01/2026-12-01  calendar  alerts
            2026-12-01T12:00Z  97/100  2026-11-01/2026-12-01  counter  alerts
            2026-12-02T12:00Z  98/100  2026-11-01/2026-12-01  counter  alerts
            2026-12-03T12:00Z  1.5/100  2026-12-01/2027-01-01  counter  alerts
            """)
    }

    @Test func aCorrectionIsNoNewPeriod() throws {
        try expect(
            """
            2026-11-12T12:00Z  72/100  2026-11-01/2026-12-01  calendar  alerts
            2026-11-12T13:00Z  69/100  2026-11-01/2026-12-01  calendar  alerts
            2026-11-30T23:00Z  98/100  2026-11-01/2026-12-01  calendar  alerts
            2026-12-01T00:05Z  95/100  2026-11-01/2026-12-01  counter  alerts
            2026-12-01T01:05Z  48/100  2026-11-01/2026-12-01  counter  alerts
            2026-12-01T02:05Z  24/100  2026-12-01/2027-01-01  counter  alerts
            """)
    }

    /// The first run ever reads what may still be November's counter; no alert is sent before noon.
    @Test func firstRunOfAllAtFivePastMidnightOnTheFirst() throws {
        try expect(
            """
            2026-12-01T00:05Z  98/100  2026-12-01/2027-01-01  calendar  quiet
            2026-12-01T01:05Z  98/100  2026-12-01/2027-01-01  calendar  quiet
            2026-12-01T11:59Z  98/100  2026-12-01/2027-01-01  calendar  quiet
            2026-12-01T12:00Z  98/100  2026-12-01/2027-01-01  calendar  alerts
            """)
        try expect(
            """
            2026-12-01T00:05Z  98/100  2026-12-01/2027-01-01  calendar  quiet
            2026-12-01T03:05Z  0.5/100  2026-12-01/2027-01-01  counter  alerts
            2026-12-01T04:05Z  71/100  2026-12-01/2027-01-01  counter  alerts
            """)
    }

    /// Noon has passed, so alerts for December may have been sent; a fall then begins another period.
    @Test func firstRunOfAllAndNotResetForTwoDays() throws {
        try expect(
            """
            2026-12-01T13:00Z  98/100  2026-12-01/2027-01-01  calendar  alerts
            2026-12-03T02:00Z  0.5/100  2026-12-03T02:00Z/2027-01-01  counter  alerts
            """)
    }

    @Test(arguments: ["20", "95"])
    func aMonthWithoutAnyRun(used: String) throws {
        // It can't be October's any more, but may be November's if the reset is late.
        try expect(
            """
            2026-10-30T23:05Z  80/100  2026-10-01/2026-11-01  calendar  alerts
            2026-12-01T00:05Z  \(used)/100  2026-12-01/2027-01-01  calendar  quiet
            2026-12-01T12:05Z  \(used)/100  2026-12-01/2027-01-01  calendar  alerts
            """)
        try expect(
            """
            2026-10-20T12:00Z  40/100  2026-10-01/2026-11-01  calendar  alerts
            2026-11-20T12:00Z  \(used)/100  2026-11-01/2026-12-01  \(used == "20" ? "counter" : "calendar")  alerts
            """)
    }

    /// Three weeks passed without a reading; the counter fell on the first and has since exceeded its old value.
    @Test func aNewCounterThatIsHigherAlreadyAtTheNextRun() throws {
        try expect(
            """
            2026-11-30T12:00Z  50/100  2026-11-01/2026-12-01  calendar  alerts
            2026-12-20T12:00Z  80/100  2026-12-01/2027-01-01  calendar  alerts
            """)
        try expect(
            """
            2026-11-30T12:00Z  50/100  2026-11-01/2026-12-01  calendar  alerts
            2026-12-01T02:00Z  50/100  2026-11-01/2026-12-01  counter  alerts
            2026-12-20T12:00Z  80/100  2026-12-01/2027-01-01  calendar  alerts
            """)
    }

    /// The last reading is old, but only minutes of the new month have passed: the counter has not fallen.
    @Test func aLateResetAfterAWeekWithoutRuns() throws {
        try expect(
            """
            2026-11-23T12:00Z  88/100  2026-11-01/2026-12-01  calendar  alerts
            2026-12-01T00:05Z  97/100  2026-11-01/2026-12-01  counter  alerts
            2026-12-01T03:05Z  2/100  2026-12-01/2027-01-01  counter  alerts
            """)
    }

    @Test(arguments: ["0/100", "0.9/100", "0", "0.9"])
    func anIdleCounterTakesTheNewMonthAtOnce(used: String) throws {
        try expect(
            """
            2026-11-30T23:05Z  \(used)  2026-11-01/2026-12-01  calendar  alerts
            2026-12-01T00:05Z  \(used)  2026-12-01/2027-01-01  counter  alerts
            2026-12-01T05:05Z  \(used)  2026-12-01/2027-01-01  counter  alerts
            """)
    }

    /// The counter fell by a few bytes only: alerts already sent are not sent again.
    @Test func anIdleCounterIsNotSeenToFall() throws {
        try expect(
            """
            2026-11-12T12:00Z  0.9/100  2026-11-01/2026-12-01  calendar  alerts
            2026-11-12T13:00Z  0.1/100  2026-11-01/2026-12-01  calendar  alerts
            """)
    }

    @Test func aCounterThatFallsAndPassesItsOldValueBetweenTwoRunsIsNextToNothing() throws {
        // 2 % by the end of November, and after 20 hours of December 2.5 %: less than an even use of the quota.
        try expect(
            """
            2026-11-30T20:00Z  2/100  2026-11-01/2026-12-01  calendar  alerts
            2026-12-01T20:00Z  2.5/100  2026-12-01/2027-01-01  counter  alerts
            """)
        try expect(
            """
            2026-11-30T20:00Z  4/100  2026-11-01/2026-12-01  calendar  alerts
            2026-12-01T20:00Z  4.5/100  2026-11-01/2026-12-01  counter  alerts
            """)
    }

    /// A counter that doesn't change has not fallen; but in January it can't still be November's.
    @Test func aFrozenCounter() throws {
        try expect(
            """
            2026-11-30T00:00Z  50/100  2026-11-01/2026-12-01  calendar  alerts
            2026-12-02T00:00Z  50/100  2026-11-01/2026-12-01  counter  alerts
            2026-12-04T00:00Z  50/100  2026-11-01/2026-12-01  counter  alerts
            2026-12-06T00:00Z  50/100  2026-11-01/2026-12-01  counter  alerts
            2026-12-31T00:00Z  50/100  2026-12-01/2027-01-01  calendar  alerts
            """)
        try expect(
            """
            2026-12-31T22:00Z  50/100  2026-11-01/2026-12-01  counter  alerts
            2027-01-01T00:00Z  50/100  2027-01-01/2027-02-01  calendar  quiet
            2027-01-01T12:00Z  50/100  2027-01-01/2027-02-01  calendar  alerts
            """, in: Timeline(last: try november(50, at: "2026-12-30T22:00:00Z")))
    }

    /// A service that counts from the 15th and doesn't say so: each of its periods counts as one period, whatever the
    /// calendar says.
    @Test func aResetInTheMiddleOfTheMonth() throws {
        try expect(
            """
            2026-11-13T00:00Z  94/100  2026-11-01/2026-12-01  calendar  alerts
            2026-11-15T01:00Z  0.2/100  2026-11-15T01:00Z/2026-12-01  counter  alerts
            2026-11-30T23:00Z  50/100  2026-11-15T01:00Z/2026-12-01  counter  alerts
            2026-12-01T00:00Z  50/100  2026-11-15T01:00Z/2026-12-01  counter  alerts
            2026-12-03T00:00Z  55/100  2026-11-15T01:00Z/2026-12-01  counter  alerts
            2026-12-05T00:00Z  60/100  2026-11-15T01:00Z/2026-12-01  counter  alerts
            2026-12-07T00:00Z  65/100  2026-11-15T01:00Z/2026-12-01  counter  alerts
            2026-12-09T00:00Z  71/100  2026-11-15T01:00Z/2026-12-01  counter  alerts
            2026-12-11T00:00Z  75/100  2026-11-15T01:00Z/2026-12-01  counter  alerts
            2026-12-13T00:00Z  80/100  2026-11-15T01:00Z/2026-12-01  counter  alerts
            2026-12-15T01:00Z  0.2/100  2026-12-01/2027-01-01  counter  alerts
            2027-01-01T00:00Z  50/100  2026-12-01/2027-01-01  counter  alerts
            """)
    }

    @Test func aQuotaThatIsRaisedChangesNoPeriod() throws {
        try expect(
            """
            2026-11-12T12:00Z  92/100  2026-11-01/2026-12-01  calendar  alerts
            2026-11-12T13:00Z  93/200  2026-11-01/2026-12-01  calendar  alerts
            2026-12-01T00:05Z  98/200  2026-11-01/2026-12-01  counter  alerts
            2026-12-01T03:05Z  1/200  2026-12-01/2027-01-01  counter  alerts
            """)
    }

    @Test func aReadingFromBeforeItsPeriodIsNotJudged() throws {
        try expect(
            """
            2026-12-01T00:30Z@2026-11-30T23:50Z  98/100  2026-12-01/2027-01-01  calendar  not judged
            """)
        // The memory says that it is November's.
        try expect(
            """
            2026-11-30T23:10Z@2026-11-30T22:50Z  97/100  2026-11-01/2026-12-01  calendar  alerts
            2026-12-01T00:30Z@2026-11-30T23:50Z  98/100  2026-11-01/2026-12-01  counter  alerts
            2026-12-01T01:30Z@2026-12-01T00:50Z  0.2/100  2026-12-01/2027-01-01  counter  alerts
            """)
        // Its counter had been reset before that: an early reset, noticed late.
        try expect(
            """
            2026-11-30T15:10Z  97/100  2026-11-01/2026-12-01  calendar  alerts
            2026-12-01T00:30Z@2026-11-30T23:50Z  5/100  2026-11-30T23:50Z/2027-01-01  counter  alerts
            2026-12-01T01:30Z  6/100  2026-11-30T23:50Z/2027-01-01  counter  alerts
            """)
        let stated = try #require(
            BillingPeriod(start: try date("2026-12-01T00:00:00Z"), end: try date("2027-01-01T00:00:00Z")))
        try expect(
            """
            2026-12-01T00:30Z@2026-11-30T23:50Z  98/100  2026-12-01/2027-01-01  service  not judged
            2026-12-01T00:31Z@2026-12-01T00:00Z  98/100  2026-12-01/2027-01-01  service  alerts
            """, in: Timeline(period: { _ in stated }))
    }

    @Test func anOlderAnswerThanTheLastIsNoFall() throws {
        try expect(
            """
            2026-11-12T12:00Z  50/100  2026-11-01/2026-12-01  calendar  alerts
            2026-11-12T12:05Z@2026-11-12T08:00Z  20/100  2026-11-01/2026-12-01  calendar  alerts
            """)
    }

    @Test func whereTheServiceSaysThePeriodThatIsIt() throws {
        func period(_ start: String, _ end: String) throws -> BillingPeriod {
            try #require(BillingPeriod(start: try date(start), end: try date(end)))
        }
        let first = try period("2026-10-29T00:00:00Z", "2026-11-29T00:00:00Z")
        let second = try period("2026-11-29T00:00:00Z", "2026-12-29T00:00:00Z")
        try expect(
            """
            2026-11-28T23:05Z  98/100  2026-10-29/2026-11-29  service  alerts
            2026-11-29T00:05Z  98/100  2026-11-29/2026-12-29  service  alerts
            2026-11-29T03:05Z  0.5/100  2026-11-29/2026-12-29  service  alerts
            2026-12-20T03:05Z  99/100  2026-11-29/2026-12-29  service  alerts
            """, in: Timeline(period: { $0 < first.end ? first : second }))
    }

    @Test func aClockThatWasAheadDecidesNothing() throws {
        try expect(
            """
            2026-11-12T12:00Z  50/100  2026-11-01/2026-12-01  calendar  alerts
            2027-03-12T12:00Z  50/100  2027-03-01/2027-04-01  calendar  alerts
            2026-11-12T14:00Z  51/100  2026-11-01/2026-12-01  calendar  alerts
            """)
        // After the clock was set back by half an hour, earlier readings still count.
        try expect(
            """
            2026-11-30T23:50Z  96/100  2026-11-01/2026-12-01  calendar  alerts
            2026-12-01T00:50Z  97/100  2026-11-01/2026-12-01  counter  alerts
            2026-12-01T00:20Z  97/100  2026-11-01/2026-12-01  counter  alerts
            """)
    }

    @Test func aResetDayThatNotEveryMonthHas() throws {
        try expect(
            """
            2026-02-27T12:00Z  90/100  2026-01-31/2026-02-28  calendar  alerts
            2026-02-27T20:00Z  0.5/100  2026-02-27T20:00Z/2026-03-28  counter  alerts
            2026-02-28T01:00Z  71/100  2026-02-27T20:00Z/2026-03-31  counter  alerts
            """, in: Timeline(period: { BillingPeriod.month(containing: $0, resetDay: 31) }))
    }

    @Test func aRowWithoutAPeriodIsJudgedAndTold() throws {
        let reading = try #require(Reading(row: "http/lab", time: try date(today), used: .gigabytes(1), period: nil))
        let decision = PeriodDecision(of: reading, after: reading, now: try date(today))
        #expect(decision.mayAlert && decision.mayJudge)
        #expect(decision.reading == reading)
    }

    /// A row for November, determined by its counter.
    private func november(_ used: Int64, at time: String) throws -> Reading {
        let period = try #require(
            BillingPeriod(
                start: try date("2026-11-01T00:00:00Z"), end: try date("2026-12-01T00:00:00Z"), isAssumed: true))
        return try #require(
            Reading(
                row: "linode/production/region/id-cgk", time: try date(time),
                used: ByteCount(used * 1_000_000_000) ?? .zero, quota: ByteCount(100_000_000_000), period: period,
                basis: .counter))
    }
}
