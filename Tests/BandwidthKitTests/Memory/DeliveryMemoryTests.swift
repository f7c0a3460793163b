import Foundation
import Testing

@testable import BandwidthKit

@Suite struct DeliveryMemoryTests {
    private let recipient = DeliveryMemory.Recipient(notifier: "twilio", address: "+12025550143")

    /// A report of one row at a share of its quota, on a day.
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
        AlertPolicy.crossing.dueReport(of: report, to: recipient, memory: memory) != nil
    }

    @Test func aRuleIsToldOnceAndAWorseOneAgain() throws {
        var memory = DeliveryMemory()
        // On the 29th the forecast is little more than what is used.
        let steps: [(Int64, Bool)] = [
            (60, false), (71, true), (80, false), (91, true), (85, false), (92, false), (96, true),
        ]
        for (percent, expected) in steps {
            let report = try report(percent, at: "2026-11-29T12:00:00Z")
            #expect(isDue(report, memory) == expected, "\(percent) %")
            if expected { memory.record(report, deliveredTo: recipient) }
        }
    }

    @Test func aForecastIsAnotherThingThanWhatIsUsed() throws {
        var memory = DeliveryMemory()
        let used = try report(71, at: "2026-11-02T12:00:00Z")
        #expect(isDue(used, memory))
        memory.record(used, deliveredTo: recipient)
        let forecast = try report(71, at: "2026-11-10T12:00:00Z")
        #expect(isDue(forecast, memory), "past 100 % by the end of the month is news")
        memory.record(forecast, deliveredTo: recipient)
        #expect(!isDue(try report(72, at: "2026-11-11T12:00:00Z"), memory))
    }

    @Test func aWarningIsNoNewsAfterSomethingCritical() throws {
        var memory = DeliveryMemory()
        // On the 2nd there is no forecast yet; ten days later there is.
        memory.record(try report(96, at: "2026-11-02T12:00:00Z"), deliveredTo: recipient)
        #expect(!isDue(try report(97, at: "2026-11-12T12:00:00Z"), memory))
    }

    @Test func anotherRecipientIsToldToo() throws {
        var memory = DeliveryMemory()
        let report = try report(71, at: "2026-11-29T12:00:00Z")
        memory.record(report, deliveredTo: DeliveryMemory.Recipient(notifier: "twilio", address: "+12025550144"))
        #expect(isDue(report, memory))
    }

    @Test func aNewPeriodStartsAfresh() throws {
        var memory = DeliveryMemory()
        memory.record(try report(71, at: "2026-11-29T12:00:00Z"), deliveredTo: recipient)
        #expect(isDue(try report(71, at: "2026-12-29T12:00:00Z"), memory))
    }

    @Test(arguments: ["2026-12-29T12:00:00Z", "2099-01-29T12:00:00Z"])
    func aClockThatJumpsAheadAndBackSendsNothingAgain(ahead: String) throws {
        var memory = DeliveryMemory()
        let now = try report(71, at: "2026-11-29T12:00:00Z")
        memory.record(now, deliveredTo: recipient)
        memory.record(try report(71, at: ahead), deliveredTo: recipient)
        #expect(!isDue(now, memory))
    }

    @Test func aMemoryOfAPeriodThatNeverWasDoesNotHideWhatIsDelivered() throws {
        var memory = DeliveryMemory()
        memory.record(try report(71, at: "9026-11-29T12:00:00Z"), deliveredTo: recipient)
        let now = try report(71, at: "2026-11-29T12:00:00Z")
        memory.record(now, deliveredTo: recipient)
        #expect(!isDue(now, memory))
    }

    @Test func itDoesNotGrowForEver() throws {
        var memory = DeliveryMemory()
        for year in 2000...2050 {
            for month in 1...12 {
                let day = "\(year)-\(month < 10 ? "0" : "")\(month)-28T12:00:00Z"
                memory.record(try report(71, at: day), deliveredTo: recipient)
            }
        }
        #expect(Set(memory.delivered.map(\.period)).count == 24)
        #expect(!isDue(try report(71, at: "2050-12-28T12:00:00Z"), memory))
    }
}
