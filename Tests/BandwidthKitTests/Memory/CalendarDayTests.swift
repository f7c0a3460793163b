import Foundation
import Testing

@testable import BandwidthKit

@Suite struct CalendarDayTests {
    @Test func itIsTheCalendarsDay() throws {
        for second in stride(from: Int64(0), to: 4_200_000_000, by: 86400 * 11 + 7919) {
            let text = String(Date(second: second).formatted(.iso8601).prefix(10))
            let day = CalendarDay(of: second)
            #expect(day.description == text)
            #expect(CalendarDay(text) == day)
        }
    }

    @Test(arguments: ["1970-01-01", "2000-02-29", "2026-12-31", "9999-12-31"])
    func namesAreRead(name: String) {
        #expect(CalendarDay(name)?.description == name)
    }

    @Test(arguments: [
        "", "2026-11", "2026-11-31", "2026-13-01", "2026-02-29", "1969-12-31", "2026-1-01", "-026-11-21", "recent",
    ])
    func othersAreNot(name: String) {
        #expect(CalendarDay(name) == nil)
    }

    @Test func months() throws {
        let day = try #require(CalendarDay("2026-02-28"))
        #expect(day.month == "2026-02")
        #expect(day.monthThreeYearsBefore == "2023-02")
    }
}
