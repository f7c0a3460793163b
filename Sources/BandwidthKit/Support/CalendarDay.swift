/// A day of the Gregorian calendar, which bills use, and file names: `2026-11-21`.
///
/// Computed by plain arithmetic (https://howardhinnant.github.io/date_algorithms.html), because every run needs days, and
/// the first use of `Calendar` takes half a millisecond.
struct CalendarDay: Sendable, Hashable, Comparable, LosslessStringConvertible {
    /// Days since 1970.
    let number: Int64

    /// The day in UTC that contains a second since 1970. For another zone, add its offset to the second.
    init(of second: Int64) {
        number = (second - (second < 0 ? 86399 : 0)) / 86400
    }

    /// The day of a month. A month above 12 or below 1 carries into another year; a day past the end of the month is its
    /// last day.
    init(year: Int64, month: Int64, day: Int64) {
        let months = year * 12 + month - 1
        let first = Self.number(ofMonth: months)
        number = min(first + day - 1, Self.number(ofMonth: months + 1) - 1)
    }

    /// The first day of a month, which is counted from January of the year 0.
    private static func number(ofMonth months: Int64) -> Int64 {
        // Years begin in March here, so that the leap day comes last.
        let year = (months - 2) / 12, month = (months - 2) % 12
        return 365 * year + year / 4 - year / 100 + year / 400 + (153 * month + 2) / 5 - 719_468
    }

    /// Parses `2026-11-21`.
    init?(_ description: String) {
        let parts = description.split(separator: "-", omittingEmptySubsequences: false)
        guard parts.count == 3, parts.map(\.utf8.count) == [4, 2, 2], let year = Int64(parts[0]),
            let month = Int64(parts[1]), let day = Int64(parts[2])
        else { return nil }
        self.init(year: year, month: month, day: day)
        guard number >= 0, self.description == description else { return nil }
    }

    /// Midnight at the start of the day, in seconds since 1970, if the day is one of UTC.
    var start: Int64 {
        number * 86400
    }

    /// The same day of the next month, or of one that is `count` months away; the last day of a shorter month.
    func adding(months count: Int64) -> CalendarDay {
        CalendarDay(year: parts.year, month: parts.month + count, day: parts.day)
    }

    var description: String {
        let (year, month, day) = parts
        return "\(year)-\(month < 10 ? "0" : "")\(month)-\(day < 10 ? "0" : "")\(day)"
    }

    /// The month of the day, `2026-11`.
    var month: String {
        String(description.dropLast(3))
    }

    /// The same month three years earlier.
    var monthThreeYearsBefore: String {
        adding(months: -36).month
    }

    static func < (left: Self, right: Self) -> Bool {
        left.number < right.number
    }

    /// The year, the month from 1 to 12, and the day from 1 to 31.
    var parts: (year: Int64, month: Int64, day: Int64) {
        let days = number + 719_468
        let era = days / 146_097
        let dayOfEra = days % 146_097
        let yearOfEra = (dayOfEra - dayOfEra / 1460 + dayOfEra / 36524 - dayOfEra / 146_096) / 365
        let dayOfYear = dayOfEra - (365 * yearOfEra + yearOfEra / 4 - yearOfEra / 100)
        let shifted = (5 * dayOfYear + 2) / 153
        let month = shifted < 10 ? shifted + 3 : shifted - 9
        return (yearOfEra + era * 400 + (month > 2 ? 0 : 1), month, dayOfYear - (153 * shifted + 2) / 5 + 1)
    }
}
