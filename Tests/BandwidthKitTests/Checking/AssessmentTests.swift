import Foundation
import Testing

@testable import BandwidthKit

@Suite struct AssessmentTests {
    private func assess(
        _ usage: Usage, by policy: AccountPolicy = AccountPolicy(), at now: String = today
    ) throws -> Assessment {
        Assessment(usage, by: policy, now: try date(now))
    }

    @Test func exactlyAPercentageIsNotPastIt() throws {
        let quota = ByteCount.gigabytes(100)
        let policy = AccountPolicy.with { $0.rules = [Rule(.actual, 70), Rule(.actual, 90)] }
        let exact = try assess(.example(used: .gigabytes(70), quota: quota, period: nil), by: policy)
        #expect(exact.rules.isEmpty)
        #expect(exact.status == .ok)
        let oneMore = try #require(ByteCount(70 << 30 + 1))
        let past = try assess(.example(used: oneMore, quota: quota, period: nil), by: policy)
        #expect(past.rules == [Rule(.actual, 70)])
        #expect(past.status == .warning)
    }

    @Test func rulesThatHoldAreWorstFirstAndEachOnce() throws {
        let policy = AccountPolicy.with {
            $0.rules = [Rule(.actual, 70), Rule(.forecast, 100), Rule(.actual, 100), Rule(.actual, 70)]
        }
        let row = try assess(
            .example(used: .gigabytes(118), quota: .gigabytes(100), period: .november()), by: policy)
        #expect(row.rules == [Rule(.actual, 100), Rule(.forecast, 100), Rule(.actual, 70)])
    }

    @Test func aForecastRuleHoldsOnWhatIsExpected() throws {
        let row = try assess(.example(used: .gigabytes(69), quota: .gigabytes(100), period: .november()))
        #expect(row.rules == [Rule(.forecast, 100)])
        #expect(row.status == .warning)
        let early = try assess(
            .example(used: .gigabytes(69), quota: .gigabytes(100), period: .november()), at: "2026-11-03T00:00:00Z")
        #expect(early.rules.isEmpty)
    }

    @Test func billableAboveZeroIsCriticalWithoutAnyRule() throws {
        let policy = AccountPolicy.with { $0.rules = [] }
        let one = try #require(ByteCount(1))
        let row = try assess(
            .example(used: .gigabytes(1), quota: .gigabytes(100), billable: one, period: .november()), by: policy)
        #expect(row.status == .critical)
        let none = try assess(
            .example(used: .gigabytes(1), quota: .gigabytes(100), billable: .zero, period: .november()), by: policy)
        #expect(none.status == .ok)
    }

    @Test func withoutAQuotaThereIsNoShareAndNoRule() throws {
        let row = try assess(.example(used: .maximum, period: .november()))
        #expect(row.status == .ok)
        #expect(row.usedPercentage == nil)
        #expect(row.forecastPercentage == nil)
        #expect(row.remaining == nil)
        #expect(row.dailyBudget == nil)
        #expect(row.billable == nil)
        #expect(row.overageCost == nil)
    }

    @Test func aQuotaOfZeroIsNone() throws {
        #expect(try assess(.example(used: .gigabytes(1), quota: .zero, period: .november())).quota == nil)
    }

    @Test func aRowThatDrawsOnAPoolIsJudgedByInstanceRulesOnly() throws {
        let usage = Usage.example(
            UsageScope(.instance, id: "1"), used: .gigabytes(118), quota: .gigabytes(100),
            billable: .gigabytes(18), period: try .november(), drawsOnPool: true)
        let quiet = try assess(usage)
        #expect(quiet.status == .info)
        #expect(quiet.rules.isEmpty)
        let policy = AccountPolicy.with {
            $0.instanceRules = [Rule(.actual, 110)]
            $0.overagePrice = .account(OveragePrice(Money(1, "USD"), per: .gigabytes(1)))
        }
        let judged = try assess(usage, by: policy)
        #expect(judged.rules == [Rule(.actual, 110)])
        #expect(judged.status == .critical)
        #expect(judged.overageCost == nil, "an instance is not billed on its own")
        #expect(judged.forecast?.overageCost == nil)
    }

    @Test func theUsersQuotaJudgesAndTheServicesBills() throws {
        let policy = AccountPolicy.with { $0.quota = .account(.gigabytes(50)) }
        let row = try assess(
            .example(used: .gigabytes(60), quota: .gigabytes(100), billable: .zero, period: .november()), by: policy)
        #expect(row.quota == .gigabytes(50))
        #expect(row.usedPercentage == 120)
        #expect(row.rules.first == Rule(.actual, 100))
        #expect(row.billable == .zero)
        #expect(row.overageCost == nil)
    }

    @Test func theUsersPriceGoesBeforeAllOthers() throws {
        let own = OveragePrice(Money(2, "EUR"), per: .gigabytes(1))
        let policy = AccountPolicy.with { $0.overagePrice = .account(own) }
        let usage = Usage.example(
            used: .gigabytes(110), quota: .gigabytes(100), billable: .gigabytes(10), period: try .november(),
            price: OveragePrice(Money(1, "USD"), per: .gigabytes(1)), cost: Money(7, "USD"))
        #expect(try assess(usage, by: policy).overageCost == Money(20, "EUR"))
        #expect(try assess(usage).overageCost == Money(7, "USD"), "then the service's own amount")
        var priced = usage
        priced.overageCost = nil
        #expect(try assess(priced).overageCost == Money(10, "USD"), "then the price")
        priced.overagePrice = nil
        #expect(try assess(priced).overageCost == nil)
    }

    @Test func theUsersPriceBillsWhereTheServiceDoesNot() throws {
        let policy = AccountPolicy.with {
            $0.quota = .account(.gigabytes(100))
            $0.overagePrice = .account(OveragePrice(Money(2, "USD"), per: .gigabytes(1)))
        }
        let row = try assess(.example(used: .gigabytes(110), period: .november()), by: policy)
        #expect(row.billable == .gigabytes(10))
        #expect(row.overageCost == Money(20, "USD"))
        #expect(row.status == .critical)
    }

    @Test func whatIsNotOverCostsNothing() throws {
        let price = OveragePrice(Money(1, "USD"), per: .gigabytes(1))
        let row = try assess(
            .example(used: .gigabytes(1), quota: .gigabytes(100), billable: .zero, period: .november(), price: price))
        #expect(row.overageCost == nil)
        #expect(row.forecast?.billable == .zero)
        #expect(row.forecast?.overageCost == nil)
    }

    @Test func aWholePackIsWhatTheForecastCosts() throws {
        let pack = OveragePrice(Money(55, "USD"), per: .gigabytes(100), wholeUnits: true)
        let row = try assess(
            .example(used: .gigabytes(92), quota: .gigabytes(100), billable: .zero, period: .november(), price: pack))
        #expect(row.forecastPercentage?.description == "136.2")
        #expect(row.forecast?.overageCost == Money(55, "USD"))
    }

    @Test(arguments: [
        ("2026-11-21T05:00:00Z", nil), ("2026-11-21T04:59:59Z", "as of 2026-11-21 04:59 UTC"),
        ("2026-11-19T06:00:00Z", "as of 2026-11-19 06:00 UTC"), ("2026-11-21T07:30:00Z", nil),
    ])
    func aReadingOlderThanAnHourIsDated(asOf: String, note: String?) throws {
        let row = try assess(
            .example(used: .gigabytes(118), quota: .gigabytes(100), period: .november(), asOf: date(asOf)))
        #expect(row.notes == [note].compactMap { $0 })
        #expect(!row.isStale)
        #expect(row.status == .critical)
    }

    @Test func aStaleReadingIsUnknownAndTriggersNothing() throws {
        let usage = Usage.example(
            used: .gigabytes(118), quota: .gigabytes(100), billable: .gigabytes(18), period: try .november(),
            asOf: try date("2026-11-19T05:59:59Z"))
        let row = try assess(usage)
        #expect(row.status == .unknown)
        #expect(row.isStale)
        #expect(row.rules.isEmpty)
        #expect(row.forecast == nil)
        #expect(row.notes == ["as of 2026-11-19 05:59 UTC: more than 48 hours old, not judged"])
        let patient = AccountPolicy.with { $0.staleAfter = 72 * 3600 }
        #expect(try assess(usage, by: patient).status == .critical)
        let report = UsageReport(
            checkedAt: try date(today),
            rows: [UsageRow(provider: "netlify", account: "team", row)])
        #expect(report.isIncomplete)
        let recipient = DeliveryMemory.Recipient(notifier: "twilio", address: "+12025550143")
        let channel = try MessageFixture(kind: "twilio", name: "crossed").channel()
        for policy in [AlertPolicy.exceeded, .crossing] {
            let router = Router(policy: policy, report: report, memory: DeliveryMemory())
            #expect(router.dueAlerts(for: channel, recipient, isFallback: false).isEmpty)
        }
    }

    @Test(arguments: [
        ("2026-12-01T00:00:00Z", "the counter still covers the period that ended on 2026-12-01 00:00 UTC"),
        ("2026-10-31T23:00:00Z", "the period doesn't begin until 2026-11-01 00:00 UTC; is the clock right?"),
    ])
    func aPeriodThatIsNotNowIsSaid(now: String, note: String) throws {
        let row = try assess(.example(used: .gigabytes(1), quota: .gigabytes(100), period: .november()), at: now)
        #expect(row.notes == [note])
        #expect(row.forecast == nil)
        #expect(row.dailyBudget == nil)
        let instance = Usage.example(used: .gigabytes(1), period: try .november(), drawsOnPool: true)
        #expect(try assess(instance, at: now).notes.isEmpty, "a past month was asked for")
    }

    @Test(arguments: [
        (18, nil), (19, nil), (17, nil), (20, "the service bills 20 GB, but its own figures give 18 GB"),
        (0, "the service bills 0 GB, but its own figures give 18 GB"),
    ])
    func aDisagreementByMoreThanRoundingIsSaid(billable: Int64, note: String?) throws {
        let billable = ByteCount.gigabytes(billable)
        let row = try assess(
            .example(used: .gigabytes(118), quota: .gigabytes(100), billable: billable, period: .november()))
        #expect(row.notes == [note].compactMap { $0 })
        #expect(row.billable == billable, "the service's own answer wins")
    }

    @Test func whatTheServiceNotesComesLast() throws {
        let row = try assess(
            .example(
                used: .gigabytes(1), quota: .gigabytes(100), period: .november(), asOf: date("2026-11-20T06:00:00Z"),
                note: "with 10 GB of added packs"))
        #expect(row.notes == ["as of 2026-11-20 06:00 UTC", "with 10 GB of added packs"])
    }

    @Test(arguments: [
        ("2026-11-01T00:00:00Z", 3_579_139_413), ("2026-11-21T00:00:00Z", 10_737_418_240),
        ("2026-11-29T12:00:00Z", 71_582_788_266), ("2026-11-30T00:00:00Z", 107_374_182_400),
        ("2026-11-30T23:59:59Z", 107_374_182_400),
    ])
    func theDailyBudgetIsWhatIsLeftOverTheDaysLeft(now: String, bytes: Int64) throws {
        let row = try assess(.example(used: .zero, quota: .gigabytes(100), period: .november()), at: now)
        #expect(row.dailyBudget?.bytes == bytes)
    }
}
