import Foundation
import Testing

@testable import BandwidthKit

@Suite struct DeliveryMemoryTests {
    private let recipient = DeliveryMemory.Recipient(notifier: "twilio", address: "+12025550143")

    /// A report with one row at a percentage of its quota, on a day.
    private func report(_ percent: Int64, at day: String, of total: Int64 = 100) throws -> UsageReport {
        let now = try date(day)
        let usage = Usage(
            scope: UsageScope(.region, id: "id-cgk"), used: try #require(ByteCount(percent)),
            quota: ByteCount(total), period: BillingPeriod.month(containing: now), unit: .byte,
            native: NativeFigures(used: Decimal(percent), unit: .byte))
        var policy = AccountPolicy()
        policy.rules = [
            Rule(.actual, 70), Rule(.actual, 90), Rule(.forecast, 100), Rule(.actual, 95, severity: .critical),
        ]
        let row = Assessment(usage, by: policy, now: now)
        return UsageReport(
            checkedAt: now,
            rows: [UsageRow(provider: "linode", account: "production", row)])
    }

    private func isDue(_ report: UsageReport, _ memory: DeliveryMemory) -> Bool {
        report.rows.contains { row in
            !memory.news(memory.facts(of: row, for: recipient, at: report.checkedAt)).isEmpty
        }
    }

    /// Records that a recipient was told about these rows.
    private func record(
        _ report: UsageReport, in memory: inout DeliveryMemory, deliveredTo recipient: DeliveryMemory.Recipient? = nil
    ) {
        for row in report.rows {
            memory.record(memory.facts(of: row, for: recipient ?? self.recipient, at: report.checkedAt))
        }
    }

    @Test func aRuleIsToldOnceAndAWorseOneAgain() throws {
        var memory = DeliveryMemory()
        // On the 29th the forecast is little more than the usage.
        let steps: [(Int64, Bool)] = [
            (60, false), (71, true), (80, false), (91, true), (85, false), (92, false), (96, true),
        ]
        for (percent, expected) in steps {
            let report = try report(percent, at: "2026-11-29T12:00:00Z")
            #expect(isDue(report, memory) == expected, "\(percent) %")
            if expected { record(report, in: &memory) }
        }
    }

    @Test func aForecastIsAnotherThingThanWhatIsUsed() throws {
        var memory = DeliveryMemory()
        let used = try report(71, at: "2026-11-02T12:00:00Z")
        #expect(isDue(used, memory))
        record(used, in: &memory)
        let forecast = try report(71, at: "2026-11-10T12:00:00Z")
        #expect(isDue(forecast, memory), "past 100 % by the end of the month is news")
        record(forecast, in: &memory)
        #expect(!isDue(try report(72, at: "2026-11-11T12:00:00Z"), memory))
    }

    @Test func aWarningIsNoNewsAfterSomethingCritical() throws {
        var memory = DeliveryMemory()
        // On the 2nd there is no forecast yet; ten days later there is.
        record(try report(96, at: "2026-11-02T12:00:00Z"), in: &memory)
        #expect(!isDue(try report(97, at: "2026-11-12T12:00:00Z"), memory))
    }

    @Test func anotherRecipientIsToldToo() throws {
        var memory = DeliveryMemory()
        let report = try report(71, at: "2026-11-29T12:00:00Z")
        record(report, in: &memory, deliveredTo: DeliveryMemory.Recipient(notifier: "twilio", address: "+12025550144"))
        #expect(isDue(report, memory))
    }

    @Test func aNewPeriodStartsAfresh() throws {
        var memory = DeliveryMemory()
        record(try report(71, at: "2026-11-29T12:00:00Z"), in: &memory)
        #expect(isDue(try report(71, at: "2026-12-29T12:00:00Z"), memory))
    }

    @Test(arguments: ["2026-12-29T12:00:00Z", "2099-01-29T12:00:00Z"])
    func aClockThatJumpsAheadAndBackSendsNothingAgain(ahead: String) throws {
        var memory = DeliveryMemory()
        let now = try report(71, at: "2026-11-29T12:00:00Z")
        record(now, in: &memory)
        record(try report(71, at: ahead), in: &memory)
        #expect(!isDue(now, memory))
    }

    @Test func aMemoryOfAPeriodThatNeverWasDoesNotHideWhatIsDelivered() throws {
        var memory = DeliveryMemory()
        record(try report(71, at: "9026-11-29T12:00:00Z"), in: &memory)
        let now = try report(71, at: "2026-11-29T12:00:00Z")
        record(now, in: &memory)
        #expect(!isDue(now, memory))
    }

    @Test func aPeriodFarAheadDoesNotMakeTheOthersOld() throws {
        var memory = DeliveryMemory()
        let now = try report(71, at: "2026-11-29T12:00:00Z")
        record(now, in: &memory)
        record(try report(71, at: "2020-11-29T12:00:00Z"), in: &memory)
        record(try report(71, at: "8307-11-29T12:00:00Z"), in: &memory)
        let years = memory.recentEntries(at: now.checkedAt).map { Int(String($0.period.isoText.prefix(4))) }
        #expect(Set(years) == [2026, 8307])
    }

    @Test func itDoesNotGrowForEver() throws {
        var memory = DeliveryMemory()
        for year in 2000...2050 {
            for month in 1...12 {
                let day = "\(year)-\(month < 10 ? "0" : "")\(month)-28T12:00:00Z"
                record(try report(71, at: day), in: &memory)
            }
        }
        #expect(memory.entries.count == 500)
        #expect(!isDue(try report(71, at: "2050-12-28T12:00:00Z"), memory))
    }

    @Test func aPeriodWhoseStartSlidesBySecondsIsOne() throws {
        var memory = DeliveryMemory()
        func report(from start: String) throws -> UsageReport {
            let period = try #require(BillingPeriod(start: date(start), end: date("2026-12-10T00:00:00Z")))
            let usage = Usage.example(used: .gigabytes(95), quota: .gigabytes(100), period: period)
            let now = try date("2026-11-21T06:00:00Z")
            let row = UsageRow(
                provider: "bandwagonhost", account: "tokyo", Assessment(usage, by: AccountPolicy(), now: now))
            return UsageReport(checkedAt: now, rows: [row])
        }
        record(try report(from: "2026-11-10T00:00:07Z"), in: &memory)
        #expect(!isDue(try report(from: "2026-11-09T23:59:58Z"), memory))
        #expect(isDue(try report(from: "2026-10-10T00:00:00Z"), memory))
    }

    @Test func eachFurtherPackIsNews() throws {
        var memory = DeliveryMemory()
        func report(_ used: Int64, added: Int64) throws -> UsageReport {
            let now = try date(today)
            let included = ByteCount.gigabytes(100)
            let usage = Usage(
                scope: UsageScope(.team, id: "t"), used: .gigabytes(used), quota: .gigabytes(100 + added),
                includedQuota: included,
                billable: max(ByteCount.gigabytes(used).excess(over: included), .gigabytes(added)),
                period: try .november(), unit: .binaryGigabyte,
                native: NativeFigures(used: Decimal(used), unit: .binaryGigabyte),
                overagePrice: OveragePrice(Money(55, "USD"), per: .gigabytes(100), wholeUnits: true))
            return UsageReport(
                checkedAt: now,
                rows: [UsageRow(provider: "netlify", account: "n", Assessment(usage, by: AccountPolicy(), now: now))])
        }
        let first = try report(105, added: 100)
        #expect(first.overage.amounts == [Money(55, "USD")], "what was bought is charged")
        #expect(isDue(first, memory))
        record(first, in: &memory)
        #expect(!isDue(try report(120, added: 100), memory))
        let second = try report(205, added: 200)
        #expect(second.overage.amounts == [Money(110, "USD")])
        #expect(isDue(second, memory))
    }

    @Test func whatIsNotUnderstoodIsSkippedAndCounted() throws {
        let report = try report(71, at: "2026-11-29T12:00:00Z")
        let entries = DeliveryMemory().facts(of: report.rows[0], for: recipient, at: report.checkedAt)
        let line = String(decoding: DeliveryMemory.lines(entries), as: UTF8.self)
        let memory = DeliveryMemory(
            lines: Array("\(line)nonsense\n{\"v\":2,\"other\":true}\n{\"v\":1,\"row\":\"x".utf8))
        #expect(!isDue(report, memory))
        #expect(!memory.ignored.isEmpty)
        #expect("\(memory.ignored)".contains("2 damaged lines"))
        #expect("\(memory.ignored)".contains("1 line from a newer version"))
    }
}
