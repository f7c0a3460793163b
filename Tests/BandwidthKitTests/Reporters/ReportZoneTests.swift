import Foundation
import Testing

@testable import BandwidthKit

@Suite struct ReportZoneTests {
    private static let berlin = ReportZone.fixed(3600, name: "CET")
    private static let newYork = ReportZone.fixed(-5 * 3600, name: "EST")

    @Test func aPeriodThatEndsAtMidnightEndsOnTheDayBefore() throws {
        let november = try BillingPeriod.november()
        #expect(ReportZone.utc.lastDay(of: november) == "Nov 30")
        // There, it really ends at one in the morning, or at seven in the evening.
        #expect(Self.berlin.lastDay(of: november) == "Dec 1")
        #expect(Self.newYork.lastDay(of: november) == "Nov 30")
    }

    @Test func daysAndMinutesAreThoseOfTheZone() throws {
        let moment = try date("2026-12-31T23:30:00Z")
        #expect(ReportZone.utc.day(of: moment) == "Dec 31")
        #expect(ReportZone.utc.minute(of: moment) == "Dec 31 23:30")
        #expect(Self.berlin.minute(of: moment) == "Jan 1 00:30")
        #expect(Self.newYork.minute(of: moment) == "Dec 31 18:30")
    }

    @Test func theMachinesZoneIsWhatTheCLibrarySays() throws {
        let moment = try date(today)
        let system = ReportZone.system.offset(at: moment)
        #expect(system.seconds == Int64(TimeZone.current.secondsFromGMT(for: moment)))
        #expect(!system.name.isEmpty)
    }
}
