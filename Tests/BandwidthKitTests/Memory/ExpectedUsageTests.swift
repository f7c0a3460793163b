import Foundation
import Testing

@testable import BandwidthKit

@Suite struct ExpectedUsageTests {
    /// The forecast for a row that by default grew by 10 GB a day for eight days.
    private func expected(
        used: Int64 = 60, at now: String, growth daily: Int64? = 10, projection: Int64? = nil,
        period: BillingPeriod? = nil,
        asOf: String? = nil
    ) throws -> ExpectedUsage? {
        let now = try date(now), time = try asOf.map { try date($0) } ?? now
        let points = daily.map { daily in
            (0...8).map { CounterPoint(second: time.second - $0 * 86400, used: ((100 - $0) * daily) << 30) }
        }
        return ExpectedUsage(
            .gigabytes(used), at: time, in: try period ?? .november(), now: now,
            growth: points.map { Growth($0, periodStart: nil) }, projection: projection.map { .gigabytes($0) })
    }

    @Test func theLastSevenDaysGoOnToTheEnd() throws {
        let expected = try #require(try expected(at: "2026-11-16T00:00:00Z", projection: 90))
        #expect(expected.basis == .lastSevenDays)
        #expect(expected.used == .gigabytes(60 + 15 * 10))
    }

    @Test func thereIsOneFromTheFirstMinute() throws {
        let expected = try #require(try expected(used: 0, at: "2026-11-01T00:00:00Z"))
        #expect(expected.basis == .lastSevenDays)
        #expect(expected.used == .gigabytes(300))
    }

    @Test func thenTheServicesOwn() throws {
        let expected = try #require(try expected(at: "2026-11-02T00:00:00Z", growth: nil, projection: 90))
        #expect(expected.basis == .service)
        #expect(expected.used == .gigabytes(90))
        #expect(try self.expected(at: "2026-11-16T00:00:00Z", growth: nil, projection: 20)?.used == .gigabytes(60))
    }

    @Test func thenAStraightLineFrom72HoursOn() throws {
        let expected = try #require(try expected(at: "2026-11-16T00:00:00Z", growth: nil))
        #expect(expected.basis == .straightLine)
        #expect(expected.used == .gigabytes(120))
        #expect(try self.expected(at: "2026-11-04T00:00:00Z", growth: nil) != nil)
        #expect(try self.expected(at: "2026-11-03T23:59:59Z", growth: nil) == nil)
    }

    @Test(arguments: ["2026-10-31T23:59:59Z", "2026-12-01T00:00:00Z"])
    func outsideOfThePeriodThereIsNone(now: String) throws {
        let november = try BillingPeriod.november()
        #expect(try expected(at: now, projection: 90, period: november) == nil)
    }

    @Test func aReadingFromBeforeThePeriodHasNone() throws {
        #expect(try expected(at: "2026-11-01T01:00:00Z", projection: 90, asOf: "2026-10-31T23:00:00Z") == nil)
    }

    @Test func whatIsLeftIsCountedFromTheReading() throws {
        let expected = try #require(try expected(at: "2026-11-16T00:00:00Z", asOf: "2026-11-15T00:00:00Z"))
        #expect(expected.used == .gigabytes(60 + 16 * 10))
    }

    @Test func theQuotaRunsOutOnTheWayThere() throws {
        let now = try date("2026-11-16T00:00:00Z")
        let expected = try #require(try expected(at: "2026-11-16T00:00:00Z"))
        #expect(try expected.exhaustion(of: .gigabytes(100), now: now) == date("2026-11-20T00:00:00Z"))
        #expect(expected.exhaustion(of: .gigabytes(210), now: now) == nil, "exactly used up at the end is not over")
        #expect(try expected.exhaustion(of: .gigabytes(60), now: now) == date("2026-11-16T00:00:00Z"))
        #expect(expected.exhaustion(of: .zero, now: now) == nil)
        // Used up before: on the 11th, at the even pace up to now.
        #expect(try expected.exhaustion(of: .gigabytes(40), now: now) == date("2026-11-11T00:00:00Z"))
    }

    /// The example of the documentation: 118 of 100 GB at 67.5 % of November.
    @Test func theWorkedExampleIsExact() throws {
        let now = try date(today)
        let expected = try #require(try expected(used: 118, at: today, growth: nil))
        #expect(expected.used.bytes == 187_705_978_121)
        #expect(try expected.exhaustion(of: .gigabytes(100), now: now) == date("2026-11-18T03:51:51Z"))
    }

    @Test func anOldReadingDoesNotRunOutBeforeTheCheck() throws {
        let now = try date("2026-11-16T00:00:00Z")
        let expected = try #require(
            try expected(used: 99, at: "2026-11-16T00:00:00Z", asOf: "2026-11-14T12:00:00Z"))
        #expect(expected.exhaustion(of: .gigabytes(100), now: now) == now)
    }

    @Test func nothingOverflows() throws {
        var generator = SeededGenerator(seed: 5)
        let november = try BillingPeriod.november(), now = try date("2026-11-05T00:00:00Z")
        for _ in 0..<500 {
            let points = (0...8).map {
                CounterPoint(second: now.second - $0 * 86400, used: ByteCount.random(using: &generator).bytes)
            }
            let used = ByteCount.random(using: &generator), quota = ByteCount.random(using: &generator)
            let expected = try #require(
                ExpectedUsage(
                    used, at: now, in: november, now: now, growth: Growth(points, periodStart: now), projection: nil))
            #expect(expected.used >= used)
            if let date = expected.exhaustion(of: quota, now: now) {
                #expect((november.start...november.end).contains(date))
            }
        }
    }
}
