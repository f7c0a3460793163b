import Foundation
import Testing

@testable import BandwidthKit

/// What follows from a reading and the earlier ones, given an account's rules, quotas and prices.
@Suite struct OutlookTests {
    /// A number of days of hourly readings up to the day of most tests, at a number of GB a day, then the last day at
    /// another pace.
    private func past(days: Int = 11, gigabytesADay: Int64 = 1, lastDay: Int64 = 1) throws -> PastReadings {
        let now = try date(today).second
        let hours = days * 24
        let points = (1...hours).map { hour -> CounterPoint in
            let before = Int64(hours - hour) * gigabytesADay * (1 << 30) / 24
            let last = hour < 24 ? Int64(24 - hour) * (lastDay - gigabytesADay) * (1 << 30) / 24 : 0
            return CounterPoint(second: now - Int64(hour) * 3600, used: before + last)
        }
        return PastReadings(newest: nil, earlier: points)
    }

    private func rules(_ rules: Rule..., past: PastReadings? = nil, of usage: Usage) throws -> [Rule] {
        let policy = AccountPolicy.with { $0.rules = rules }
        return Assessment(Outlook(usage, of: "x", by: policy, after: past, now: try date(today))).rules
    }

    @Test func aLeakIsSeenOnTheDayItStarts() throws {
        let calm = try past(), leaking = try past(lastDay: 5)
        let used = Usage.example(used: .gigabytes(11), quota: .gigabytes(1000), period: try .november())
        let more = Usage.example(used: .gigabytes(15), quota: .gigabytes(1000), period: try .november())
        #expect(try rules(Rule(.pace, 300), past: calm, of: used).isEmpty)
        #expect(try rules(Rule(.pace, 300), past: leaking, of: more) == [Rule(.pace, 300)])
        #expect(try rules(Rule(.pace, 500), past: leaking, of: more).isEmpty, "exactly five times is not more")
        #expect(try rules(Rule(.pace, 300), of: more).isEmpty, "without a memory nobody knows")
    }

    @Test func aPaceNeedsNoQuota() throws {
        let usage = Usage.example(used: .gigabytes(15), period: try .november())
        #expect(try rules(Rule(.pace, 300), past: past(lastDay: 5), of: usage) == [Rule(.pace, 300)])
    }

    @Test func aCostIsComparedInItsCurrency() throws {
        let price = OveragePrice(Money(1, "USD"), per: .gigabytes(1))
        // 90 GB of 67.5 %: 133.3 by the end, so $33.33.
        let usage = Usage.example(
            used: .gigabytes(90), quota: .gigabytes(100), billable: .zero, period: try .november(), price: price)
        #expect(try rules(Rule(.cost, 33, currency: "USD"), of: usage).count == 1)
        #expect(try rules(Rule(.cost, 34, currency: "USD"), of: usage).isEmpty)
        #expect(try rules(Rule(.cost, 1, currency: "EUR"), of: usage).isEmpty)
        #expect(try rules(Rule(.cost, 0, currency: "USD"), of: usage).count == 1)
    }

    @Test func moreThanNothingIsMoreThanZero() throws {
        let one = Usage.example(used: try #require(ByteCount(1)), quota: .gigabytes(100), period: try .november())
        #expect(try rules(Rule(.actual, 0), of: one) == [Rule(.actual, 0)])
        #expect(try rules(Rule(.actual, 0), of: .example(used: .zero, quota: .gigabytes(100), period: nil)).isEmpty)
    }

    @Test(arguments: [("0.9", "did you mean 90?"), ("1.4", "did you mean 140?")])
    func aSmallPercentageIsWarnedOf(percent: String, expected: String) throws {
        let warnings = try load(linode(#""rules": [{ "actual": \#(percent) }]"#)).warnings
        #expect(warnings.count == 1)
        #expect(warnings.first?.hasSuffix(expected) == true)
    }

    @Test(arguments: ["0", "1.5", "90"])
    func otherPercentagesAreNot(percent: String) throws {
        #expect(try load(linode(#""rules": [{ "actual": \#(percent) }]"#)).warnings.isEmpty)
    }

    @Test func aPlainQuotaIsForTheAccountsOwnRow() throws {
        let policy = AccountPolicy.with { $0.quota = .account(.gigabytes(1000)) }
        func quota(_ scope: UsageScope, isOnly: Bool, drawsOnPool: Bool = false) throws -> ByteCount? {
            let usage = Usage.example(
                scope, used: .gigabytes(99), quota: .gigabytes(100), period: try .november(), drawsOnPool: drawsOnPool)
            return Outlook(usage, of: "x", by: policy, isOnly: isOnly, now: try date(today)).quota
        }
        #expect(try quota(.account, isOnly: false) == .gigabytes(1000))
        #expect(try quota(UsageScope(.team, id: "t"), isOnly: true) == .gigabytes(1000))
        #expect(try quota(UsageScope(.region, id: "id-cgk"), isOnly: false) == .gigabytes(100), "never another row")
        #expect(try quota(UsageScope(.instance, id: "1"), isOnly: true, drawsOnPool: true) == .gigabytes(100))
    }

    @Test func anObjectSaysWhichRow() throws {
        let policy = AccountPolicy.with { $0.quota = .rows(["id-cgk": .gigabytes(150), "web-1": .gigabytes(20)]) }
        func quota(_ scope: UsageScope) throws -> ByteCount? {
            let usage = Usage.example(scope, used: .gigabytes(99), quota: .gigabytes(100), period: try .november())
            return Outlook(usage, of: "x", by: policy, isOnly: false, now: try date(today)).quota
        }
        #expect(try quota(UsageScope(.region, id: "id-cgk")) == .gigabytes(150))
        #expect(try quota(UsageScope(.server, id: "7", label: "web-1")) == .gigabytes(20))
        #expect(try quota(.account) == .gigabytes(100))
    }

    @Test func aPastMonthIsNotJudgedByTheQuotaOfToday() throws {
        let policy = AccountPolicy.with {
            $0.quota = .account(.gigabytes(1))
            $0.overagePrice = .account(OveragePrice(Money(1, "USD"), per: .gigabytes(1)))
        }
        let usage = Usage.example(used: .gigabytes(99), period: CalendarMonth("2026-05")?.period)
        let row = Assessment(Outlook(usage, of: "x", by: policy, now: try date(today)))
        #expect(row.quota == nil)
        #expect(row.billable == nil)
        #expect(row.overageCost == nil)
    }

    @Test func whatIsTooOldCostsNothingAndHasNoBudget() throws {
        let usage = Usage.example(
            used: .gigabytes(110), quota: .gigabytes(100), billable: .gigabytes(10), period: try .november(),
            asOf: try date("2026-11-18T06:00:00Z"), price: OveragePrice(Money(1, "USD"), per: .gigabytes(1)))
        let row = Assessment(usage, by: AccountPolicy(), now: try date(today))
        #expect(row.status == .unknown)
        #expect(row.overageCost == nil)
        #expect(row.dailyBudget == nil)
        let report = UsageReport(
            checkedAt: try date(today), rows: [UsageRow(provider: "netlify", account: "x", row)])
        #expect(report.overage.amounts.isEmpty)
    }

    @Test func aReadingFromBeforeItsPeriodIsNotJudged() throws {
        let usage = Usage.example(
            used: .gigabytes(110), quota: .gigabytes(100), billable: .gigabytes(10),
            period: BillingPeriod(start: try date("2026-11-21T00:00:00Z"), end: try date("2026-12-21T00:00:00Z")),
            asOf: try date("2026-11-20T22:00:00Z"))
        let row = Assessment(usage, by: AccountPolicy(), now: try date(today))
        #expect(row.status == .unknown)
        #expect(row.rules.isEmpty)
        #expect(row.notes.contains("as of 2026-11-20 22:00 UTC: from before the period began, not judged"))
    }

    @Test func whatIsStoppedIsNotForecast() throws {
        var usage = Usage.example(used: .gigabytes(99), quota: .gigabytes(100), period: try .november())
        #expect(Assessment(usage, by: AccountPolicy(), now: try date(today)).forecast != nil)
        usage.isStopped = true
        #expect(Assessment(usage, by: AccountPolicy(), now: try date(today)).forecast == nil)
    }

    @Test func anUnknownPriceIsSaidInTheTotal() throws {
        let now = try date(today)
        func row(_ name: String, price: OveragePrice?) throws -> UsageRow {
            let usage = Usage.example(
                used: .gigabytes(110), quota: .gigabytes(100), billable: .gigabytes(10), period: try .november(),
                price: price)
            return UsageRow(provider: "x", account: name, Assessment(usage, by: AccountPolicy(), now: now))
        }
        let report = UsageReport(
            checkedAt: now,
            rows: [try row("a", price: OveragePrice(Money(1, "USD"), per: .gigabytes(1))), try row("b", price: nil)])
        #expect(report.overage.description == "$10.00 + unknown")
        #expect(!report.overage.isComplete)
        let json = try JSONParser().parse(Array(JSONReporter().text(of: report).utf8))
        #expect(json["overage"]?["complete"] == false)
    }

    @Test func aPriceOfYourOwnMayBeInWholeUnits() throws {
        let configuration = try load(
            linode(#""overage_price": { "amount": 55, "currency": "USD", "per": "100 GiB", "whole": true }"#))
        let policy = try #require(configuration.accounts.first).policy
        let usage = Usage.example(
            used: .gigabytes(101), quota: .gigabytes(100), billable: .gigabytes(1), period: try .november())
        #expect(Assessment(usage, by: policy, now: try date(today)).overageCost == Money(55, "USD"))
    }
}
