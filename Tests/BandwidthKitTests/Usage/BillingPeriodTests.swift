import Foundation
import Testing

@testable import BandwidthKit

@Suite struct BillingPeriodTests {
    @Test(arguments: [
        ("2026-11-21T06:00:00Z", 1, 0, "2026-11-01T00:00:00Z", "2026-12-01T00:00:00Z"),
        // The first and the last second of a month.
        ("2026-11-01T00:00:00Z", 1, 0, "2026-11-01T00:00:00Z", "2026-12-01T00:00:00Z"),
        ("2026-10-31T23:59:59Z", 1, 0, "2026-10-01T00:00:00Z", "2026-11-01T00:00:00Z"),
        // Across the end of the year, in both directions.
        ("2026-12-31T23:59:59Z", 1, 0, "2026-12-01T00:00:00Z", "2027-01-01T00:00:00Z"),
        ("2027-01-05T00:00:00Z", 15, 0, "2026-12-15T00:00:00Z", "2027-01-15T00:00:00Z"),
        ("2026-12-20T00:00:00Z", 15, 0, "2026-12-15T00:00:00Z", "2027-01-15T00:00:00Z"),
        // February, in a leap year and in others; 1900 and 2100 are not leap years, 2000 was.
        ("2028-02-29T12:00:00Z", 1, 0, "2028-02-01T00:00:00Z", "2028-03-01T00:00:00Z"),
        ("2027-02-28T12:00:00Z", 1, 0, "2027-02-01T00:00:00Z", "2027-03-01T00:00:00Z"),
        ("2100-02-28T12:00:00Z", 29, 0, "2100-02-28T00:00:00Z", "2100-03-29T00:00:00Z"),
        ("2000-02-29T12:00:00Z", 29, 0, "2000-02-29T00:00:00Z", "2000-03-29T00:00:00Z"),
        // A reset on a day that not every month has falls on its last day.
        ("2026-03-01T00:00:00Z", 31, 0, "2026-02-28T00:00:00Z", "2026-03-31T00:00:00Z"),
        ("2026-02-27T23:59:59Z", 31, 0, "2026-01-31T00:00:00Z", "2026-02-28T00:00:00Z"),
        ("2026-05-10T00:00:00Z", 31, 0, "2026-04-30T00:00:00Z", "2026-05-31T00:00:00Z"),
        ("2028-02-29T00:00:00Z", 30, 0, "2028-02-29T00:00:00Z", "2028-03-30T00:00:00Z"),
        ("2028-02-28T00:00:00Z", 29, 0, "2028-01-29T00:00:00Z", "2028-02-29T00:00:00Z"),
        ("2026-01-31T00:00:00Z", 31, 0, "2026-01-31T00:00:00Z", "2026-02-28T00:00:00Z"),
        // Midnight in other time zones.
        ("2026-11-01T02:00:00Z", 1, -8 * 3600, "2026-10-01T08:00:00Z", "2026-11-01T08:00:00Z"),
        ("2026-10-31T23:00:00Z", 1, 3600, "2026-10-31T23:00:00Z", "2026-11-30T23:00:00Z"),
        ("2027-01-01T03:00:00Z", 1, 5 * 3600 + 1800, "2026-12-31T18:30:00Z", "2027-01-31T18:30:00Z"),
    ])
    func theMonthHoldsTheMoment(now: String, day: Int, offset: Int, start: String, end: String) throws {
        let period = try #require(BillingPeriod.month(containing: date(now), resetDay: day, offset: offset))
        #expect(try period.start == date(start))
        #expect(try period.end == date(end))
        #expect(period.isAssumed)
    }

    @Test func everyMomentIsInItsMonth() throws {
        var random = SeededGenerator(seed: 1)
        for _ in 0..<500 {
            let now = Date(
                timeIntervalSince1970: Double(Int.random(in: 100 * 86400..<253_000_000_000, using: &random)))
            let day = Int.random(in: 1...31, using: &random)
            let offset = Int.random(in: -12...14, using: &random) * 3600
            let period = try #require(BillingPeriod.month(containing: now, resetDay: day, offset: offset))
            #expect(period.start <= now && now < period.end)
            #expect((28...31).contains(period.length / 86400))
        }
    }

    @Test(arguments: [
        ("2026-12-01T00:00:00Z", "2026-11-01T00:00:00Z"), ("2027-01-15T10:30:00Z", "2026-12-15T10:30:00Z"),
        ("2026-03-31T00:00:00Z", "2026-02-28T00:00:00Z"), ("2028-03-30T00:00:00Z", "2028-02-29T00:00:00Z"),
    ])
    func aMonthBeforeAResetEndsThere(end: String, start: String) throws {
        let period = try #require(BillingPeriod.month(endingAt: date(end)))
        #expect(try period.start == date(start))
        #expect(!period.isAssumed)
    }

    @Test(arguments: [-1.0, -62_135_596_800, 253_402_214_400, .infinity, -.infinity, .nan, 1e300])
    func outsideOfSensibleYearsThereIsNoPeriod(seconds: Double) {
        let moment = Date(timeIntervalSince1970: seconds)
        #expect(BillingPeriod.month(containing: moment) == nil)
        #expect(BillingPeriod.month(endingAt: moment) == nil)
        #expect(BillingPeriod(start: moment, end: moment.addingTimeInterval(86400)) == nil)
        #expect(BillingPeriod(start: Date(timeIntervalSince1970: 0), end: moment) == nil)
    }

    @Test func aPeriodEndsAfterItBegins() throws {
        let moment = try date("2026-11-01T00:00:00Z")
        #expect(BillingPeriod(start: moment, end: moment) == nil)
        #expect(BillingPeriod(start: moment, end: moment.addingTimeInterval(-1)) == nil)
    }

    @Test(arguments: [
        ("2026-11-21T06:00:00Z", "67.5"), ("2026-11-01T00:00:00Z", "0"), ("2026-11-01T01:00:00Z", "0.1"),
        ("2026-10-20T00:00:00Z", "0"), ("2026-11-30T23:59:59Z", "99.9"), ("2026-12-01T00:00:00Z", "100"),
        ("2027-12-01T00:00:00Z", "100"),
    ])
    func theElapsedShareIsFrom0To100(now: String, expected: String) throws {
        let period = try #require(BillingPeriod.month(containing: date("2026-11-21T06:00:00Z")))
        #expect(period.elapsedPercentage(at: try date(now)).description == expected)
    }

    @Test func fractionsOfASecondAreDropped() throws {
        let start = Date(timeIntervalSince1970: 1000.25)
        let period = try #require(BillingPeriod(start: start, end: Date(timeIntervalSince1970: 2000.75)))
        #expect(period.start == Date(timeIntervalSince1970: 1000))
        #expect(period.end == Date(timeIntervalSince1970: 2000))
        #expect(BillingPeriod(start: start, end: Date(timeIntervalSince1970: 1000.75)) == nil)
    }

    @Test(arguments: [
        ("2026-03-02T18:22:10.123456+00:00", "2026-03-02T18:22:10Z" as String?),
        ("2026-02-17T00:00:00.000-08:00", "2026-02-17T08:00:00Z"), ("2026-02-17T00:00:00.Z", nil),
        ("2026-02-17", nil),
    ])
    func aMomentIsReadWithoutItsFractions(text: String, expected: String?) {
        #expect(Date(iso8601: text)?.isoText == expected)
    }

    @Test(arguments: [
        // An end of 1 March 00:00 +08:00 began on 1 February 00:00 +08:00.
        ("2026-02-28T16:00:00Z", nil, "2026-01-31T16:00:00Z"), ("2026-03-01T00:00:00Z", nil, "2026-02-01T00:00:00Z"),
        ("2026-03-01T08:00:00Z", nil, "2026-02-01T08:00:00Z"), ("2026-03-31T12:34:56Z", nil, "2026-02-28T12:34:56Z"),
        ("2026-02-28T18:30:00Z", nil, "2026-01-31T18:30:00Z"),
        // The configuration overrides that.
        ("2026-02-28T16:00:00Z", 0, "2026-01-28T16:00:00Z"), ("2026-02-28T16:00:00Z", 8, "2026-01-31T16:00:00Z"),
    ])
    func theMonthBeforeItsEndIsCountedWhereTheEndIsAMidnight(end: String, hours: Int?, start: String) throws {
        let period = try #require(BillingPeriod.month(endingAt: date(end), offset: hours.map { $0 * 3600 }))
        #expect(try period.start == date(start))
    }
}
