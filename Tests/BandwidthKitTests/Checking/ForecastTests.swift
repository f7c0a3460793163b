import Foundation
import Testing

@testable import BandwidthKit

@Suite struct ForecastTests {
    private func forecast(
        used: Int64, of quota: Int64? = 100, at now: String = today, period: BillingPeriod? = nil, asOf: String? = nil,
        projection: Usage.Projection? = nil
    ) throws -> Forecast? {
        let quota = quota.map { ByteCount.gigabytes($0) }
        let usage = Usage.example(
            used: .gigabytes(used), quota: quota, billable: .zero, period: try period ?? .november(),
            asOf: try asOf.map { try date($0) }, projection: projection)
        return Outlook(usage, by: .with { $0.staleAfter = 30 * 86400 }, now: try date(now)).forecast
    }

    @Test func theWorkedExampleIsExact() throws {
        let row = Assessment(
            .example(
                UsageScope(.region, id: "id-cgk"), used: .gigabytes(118), quota: .gigabytes(100),
                billable: .gigabytes(18), period: try .november(),
                price: OveragePrice(Money(try decimal("0.015"), "USD"), per: .gigabytes(1))),
            by: AccountPolicy(), now: try date(today))
        #expect(row.usage.used.bytes == 126_701_535_232)
        #expect(row.usedPercentage == 118)
        #expect(row.remaining == .zero)
        #expect(row.billable?.bytes == 19_327_352_832)
        #expect(try row.overageCost == Money(decimal("0.27"), "USD"))
        #expect(try row.elapsedPercentage == decimal("67.5"))
        #expect(row.forecast?.used.bytes == 187_705_978_121)
        #expect(row.forecastPercentage?.description == "174.8")
        #expect(try row.forecast?.exhaustedAt == date("2026-11-18T03:51:51Z"))
        #expect(row.forecast?.billable?.bytes == 80_331_795_721)
        #expect(row.forecast?.overageCost?.description == "$1.12")
        #expect(row.status == .critical)
        #expect(row.dailyBudget == .zero)
    }

    @Test func itIsAStraightLineToTheEnd() throws {
        let forecast = try #require(try forecast(used: 60, of: 100, at: "2026-11-16T00:00:00Z"))
        #expect(forecast.used == .gigabytes(120))
        #expect(forecast.billable == .gigabytes(20))
        // 100 of 60 GB in 15 days: 25 days.
        #expect(try forecast.exhaustedAt == date("2026-11-26T00:00:00Z"))
    }

    @Test func exactlyTheQuotaIsNotExhausted() throws {
        let forecast = try #require(try forecast(used: 50, of: 100, at: "2026-11-16T00:00:00Z"))
        #expect(forecast.used == .gigabytes(100))
        #expect(forecast.exhaustedAt == nil)
        #expect(forecast.billable == .zero)
    }

    @Test func aQuotaUsedUpExactlyNowIsExhaustedNow() throws {
        let forecast = try #require(try forecast(used: 100, of: 100, at: "2026-11-16T00:00:00Z"))
        #expect(try forecast.exhaustedAt == date("2026-11-16T00:00:00Z"))
    }

    @Test(arguments: [
        ("2026-11-01T00:00:00Z", false), ("2026-11-01T01:00:00Z", false), ("2026-11-03T23:59:59Z", false),
        ("2026-11-04T00:00:00Z", true), ("2026-11-30T23:59:59Z", true),
        // Over, and not yet begun.
        ("2026-12-01T00:00:00Z", false), ("2027-11-15T00:00:00Z", false), ("2026-10-31T23:59:59Z", false),
    ])
    func thereIsNoneBefore72HoursAndNoneOutsideOfThePeriod(now: String, isThere: Bool) throws {
        #expect(try (forecast(used: 10, at: now) != nil) == isThere)
    }

    @Test func thereIsNoneWithoutAPeriod() throws {
        let usage = Usage.example(used: .gigabytes(1), quota: .gigabytes(100), period: nil)
        #expect(Outlook(usage, by: AccountPolicy(), now: try date(today)).forecast == nil)
    }

    @Test func withoutAQuotaOnlyTheUseIsForecast() throws {
        let forecast = try #require(try forecast(used: 60, of: nil, at: "2026-11-16T00:00:00Z"))
        #expect(forecast.used == .gigabytes(120))
        #expect(forecast.exhaustedAt == nil)
        #expect(forecast.billable == nil)
    }

    @Test func thePaceIsThatUpToTheReading() throws {
        // Read on the 11th, checked on the 16th: 60 GB in ten days.
        let forecast = try #require(
            try forecast(used: 60, at: "2026-11-16T00:00:00Z", asOf: "2026-11-11T00:00:00Z"))
        #expect(forecast.used == .gigabytes(180))
        #expect(try self.forecast(used: 60, at: "2026-11-16T00:00:00Z", asOf: "2026-11-03T23:59:59Z") == nil)
        #expect(try self.forecast(used: 60, at: "2026-11-16T00:00:00Z", asOf: "2026-10-20T00:00:00Z") == nil)
    }

    @Test func aReadingFromTheFutureCountsAsOfNow() throws {
        let forecast = try #require(
            try forecast(used: 60, at: "2026-11-16T00:00:00Z", asOf: "2026-11-29T00:00:00Z"))
        #expect(forecast.used == .gigabytes(120))
    }

    @Test func theServicesOwnExpectationGoesFirst() throws {
        let own = Usage.Projection(
            used: .gigabytes(150), billable: .gigabytes(45), overageCost: Money(9, "USD"))
        for now in ["2026-11-02T00:00:00Z", "2026-11-16T00:00:00Z"] {
            let forecast = try #require(try forecast(used: 60, at: now, projection: own))
            #expect(forecast.used == .gigabytes(150))
            #expect(forecast.billable == .gigabytes(45))
            #expect(forecast.overageCost == Money(9, "USD"))
        }
        // On the 16th, at 60 of 100 with 150 expected: 40 of the 90 to come, so 4/9 of the 15 days left.
        let forecast = try #require(try forecast(used: 60, at: "2026-11-16T00:00:00Z", projection: own))
        #expect(try forecast.exhaustedAt == date("2026-11-22T16:00:00Z"))
    }

    @Test func anExpectationBelowWhatIsUsedIsRaised() throws {
        let forecast = try #require(try forecast(used: 60, projection: .init(used: .gigabytes(20))))
        #expect(forecast.used == .gigabytes(60))
    }

    @Test func aPeriodInAnotherOffsetAcrossADaylightChangeIsMeasuredInSeconds() throws {
        let period = try #require(
            BillingPeriod(start: date("2026-10-15T00:00:00-07:00"), end: date("2026-11-15T00:00:00-08:00")))
        #expect(period.length == 31 * 86400 + 3600)
        let forecast = try #require(try forecast(used: 50, at: "2026-11-01T00:00:00-07:00", period: period))
        let expected = Int64((50 << 30) as Int64) * (31 * 24 + 1) / (17 * 24)
        #expect(forecast.used.bytes == expected)
    }
}
