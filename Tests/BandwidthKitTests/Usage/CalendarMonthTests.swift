import BandwidthKit
import Testing

@Suite struct CalendarMonthTests {
    @Test(arguments: [
        ("2026-10", "2026-10-01T00:00:00Z", "2026-11-01T00:00:00Z"),
        ("2026-12", "2026-12-01T00:00:00Z", "2027-01-01T00:00:00Z"),
        ("2028-02", "2028-02-01T00:00:00Z", "2028-03-01T00:00:00Z"),
        ("1970-01", "1970-01-01T00:00:00Z", "1970-02-01T00:00:00Z"),
        ("9998-12", "9998-12-01T00:00:00Z", "9999-01-01T00:00:00Z"),
    ])
    func aMonthIsFromMidnightToMidnight(text: String, start: String, end: String) throws {
        let month = try #require(CalendarMonth(text))
        #expect(month.description == text)
        #expect(try month.period == BillingPeriod(start: date(start), end: date(end)))
    }

    @Test(arguments: [
        "", "2026", "2026-1", "2026-13", "2026-00", "26-10", "2026-10-01", "2026/10", " 2026-10", "1969-12", "9999-01",
        "2026-+1", "+026-10", "-026-10", "２０２６-10",
    ])
    func anotherTextIsNoMonth(text: String) {
        #expect(CalendarMonth(text) == nil)
    }
}
