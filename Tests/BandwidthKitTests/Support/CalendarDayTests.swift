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

    /// As Foundation's calendar counts, over leap years and a century.
    @Test func itIsTheCalendarsMonth() throws {
        var calendar = Calendar(identifier: .gregorian)
        calendar.timeZone = .gmt
        for second in stride(from: Int64(0), to: 8_200_000_000, by: 86400 * 9 + 7919) {
            let date = Date(second: second), day = CalendarDay(of: second)
            let parts = calendar.dateComponents([.year, .month, .day], from: date)
            #expect(day.parts == (Int64(parts.year ?? 0), Int64(parts.month ?? 0), Int64(parts.day ?? 0)))
            for months in [-13, -1, 1, 2, 12] as [Int64] {
                let other = calendar.date(byAdding: .month, value: Int(months), to: date)
                #expect(date.adding(months: months) == other)
            }
        }
    }

    @Test func aDayPastTheEndOfAMonthIsItsLast() {
        #expect(CalendarDay(year: 2026, month: 2, day: 31).description == "2026-02-28")
        #expect(CalendarDay(year: 2028, month: 2, day: 30).description == "2028-02-29")
        #expect(CalendarDay(year: 2026, month: 13, day: 31).description == "2027-01-31")
        #expect(CalendarDay(year: 2026, month: 0, day: 1).description == "2025-12-01")
        #expect(CalendarDay(year: 2026, month: -1, day: 31).description == "2025-11-30")
    }

    @Test func aDayBeforeTheEpochIsOne() {
        #expect(CalendarDay(of: -1).description == "1969-12-31")
        #expect(CalendarDay(of: -86400).description == "1969-12-31")
        #expect(CalendarDay(of: -86401).description == "1969-12-30")
    }
}
