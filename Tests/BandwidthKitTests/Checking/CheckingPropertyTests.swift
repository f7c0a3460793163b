import BandwidthKit
import Foundation
import Testing

/// Properties of every row, whatever a service answers; tested with the same random rows on every run.
@Suite struct CheckingPropertyTests {
    private static let rounds = 1_000

    /// Any usage that a service could report, and any policy.
    private func randomRow(_ random: inout SeededGenerator) -> (usage: Usage, policy: AccountPolicy, now: Date) {
        func maybe<Value>(_ value: @autoclosure () -> Value) -> Value? {
            Bool.random(using: &random) ? value() : nil
        }
        func moment() -> Date {
            Date(timeIntervalSince1970: Double.random(in: 0..<253_402_214_400, using: &random))
        }
        func near(_ date: Date) -> Date {
            date.addingTimeInterval(Double.random(in: -4_000_000...4_000_000, using: &random))
        }
        func count() -> ByteCount { .random(using: &random) }
        func price() -> OveragePrice {
            OveragePrice(
                Money(Decimal(Int.random(in: 0...1_000_000_000, using: &random)) / 10000, "USD"), per: count(),
                wholeUnits: .random(using: &random))
        }
        let now = moment()
        let period =
            maybe(
                BillingPeriod(start: near(now), end: Bool.random(using: &random) ? near(now) : moment())
            ).flatMap { $0 } ?? maybe(BillingPeriod.month(containing: now)).flatMap { $0 }
        let usage = Usage.example(
            used: count(), quota: maybe(count()), billable: maybe(count()), period: period,
            asOf: maybe(Bool.random(using: &random) ? near(now) : moment()), price: maybe(price()),
            cost: maybe(Money(Decimal(Int.random(in: 0...1000, using: &random)), "USD")),
            projection: maybe(.init(used: count(), billable: maybe(count()))), drawsOnPool: .random(using: &random))
        var policy = AccountPolicy()
        policy.quota = maybe(count()).flatMap { $0 > .zero ? .account($0) : nil }
        policy.overagePrice = maybe(.account(price()))
        policy.instanceRules = [Rule(.actual, 50), Rule(.forecast, 50)]
        return (usage, policy, now)
    }

    @Test func noRowTrapsAndEveryForecastIsAtLeastWhatIsUsed() {
        var random = SeededGenerator(seed: 2026)
        var forecasts = 0
        for round in 0..<Self.rounds {
            let (usage, policy, now) = randomRow(&random)
            let row = Assessment(usage, by: policy, now: now)
            if let forecast = row.forecast {
                forecasts += 1
                #expect(forecast.used >= usage.used)
                if let date = forecast.exhaustedAt, let period = usage.period {
                    #expect(period.start <= date && date <= period.end, "\(usage)")
                }
            }
            // Writing takes longer than judging.
            guard round.isMultiple(of: 10) else { continue }
            let report = UsageReport(
                checkedAt: now,
                rows: [UsageRow(provider: "example", account: "any", row)])
            for units in UnitSystem.allCases {
                #expect(!TableReporter(ReportStyle(units: units)).text(of: report).isEmpty)
                #expect(!PlainReporter().text(of: report).contains("NaN"))
                #expect(!Alert.text(units: units, of: report).contains("NaN"))
            }
            #expect(!JSONReporter().text(of: report).contains("NaN"))
        }
        #expect(forecasts > Self.rounds / 10, "the rows are varied enough")
    }

    @Test func costNeverFallsAsUseGrows() {
        var random = SeededGenerator(seed: 55)
        var compared = 0
        for _ in 0..<Self.rounds {
            var (usage, policy, now) = randomRow(&random)
            usage.overageCost = nil
            usage.projection = nil
            let counts = [ByteCount.random(using: &random), .random(using: &random)].sorted()
            let rows = counts.map { used in
                var usage = usage
                usage.used = used
                if usage.billable != nil { usage.billable = used.excess(over: usage.quota ?? .maximum) }
                return Assessment(usage, by: policy, now: now)
            }
            let costs = rows.map { $0.overageCost?.amount ?? 0 }
            let expected = rows.map { $0.forecast?.overageCost?.amount ?? 0 }
            #expect(costs[0] <= costs[1] && costs[0] >= 0)
            #expect(expected[0] <= expected[1] && expected[0] >= 0)
            if costs[1] > 0 { compared += 1 }
        }
        #expect(compared > Self.rounds / 20, "the rows are varied enough")
    }

    @Test func dailyBudgetsAddUpToTheQuota() throws {
        var random = SeededGenerator(seed: 30)
        for _ in 0..<50 {
            let quota = max(ByteCount.random(using: &random), .gigabytes(1))
            let start = Date(timeIntervalSince1970: Double(Int.random(in: 0..<4_000_000_000, using: &random)))
            // An hour more or less when daylight saving time changes.
            let length = Int.random(in: 28...31, using: &random) * 86400 + Int.random(in: -1...1, using: &random) * 3600
            let period = try #require(BillingPeriod(start: start, end: start.addingTimeInterval(Double(length))))
            var used = ByteCount.zero, now = start
            while now < period.end {
                let usage = Usage.example(used: used, quota: quota, period: period)
                let budget = try #require(Assessment(usage, by: AccountPolicy(), now: now).dailyBudget)
                used = used + budget
                now += 86400
            }
            #expect(used == quota)
        }
    }
}
