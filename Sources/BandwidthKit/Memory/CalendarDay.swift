/// A calendar day in UTC, as in file names: `2026-11-21`.
///
/// Computed by plain arithmetic (https://howardhinnant.github.io/date_algorithms.html), because every run needs day
/// names and the first use of `Calendar` is slow.
struct CalendarDay: Sendable, Hashable, Comparable, LosslessStringConvertible {
    /// Days since 1970.
    let number: Int64

    /// The day that contains a second since 1970.
    init(of second: Int64) {
        number = second / 86400
    }

    /// Parses `2026-11-21`.
    init?(_ description: String) {
        let parts = description.split(separator: "-", omittingEmptySubsequences: false)
        guard parts.count == 3, parts.map(\.utf8.count) == [4, 2, 2], let year = Int64(parts[0]),
            let month = Int64(parts[1]), let day = Int64(parts[2])
        else { return nil }
        // Years begin in March here, so that the leap day comes last.
        let shifted = month > 2 ? year : year - 1
        let dayOfYear = (153 * (month > 2 ? month - 3 : month + 9) + 2) / 5 + day - 1
        number = 365 * shifted + shifted / 4 - shifted / 100 + shifted / 400 + dayOfYear - 719_468
        guard number >= 0, self.description == description else { return nil }
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
        let (year, month, _) = parts
        return "\(year - 3)-\(month < 10 ? "0" : "")\(month)"
    }

    static func < (left: Self, right: Self) -> Bool {
        left.number < right.number
    }

    private var parts: (year: Int64, month: Int64, day: Int64) {
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
