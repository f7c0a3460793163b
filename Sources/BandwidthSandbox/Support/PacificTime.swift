/// US Pacific time by the rule in force since 2007, without a time zone database.
///
/// Daylight saving time lasts from the second Sunday of March to the first Sunday of November, each at 2:00 of the
/// clock that is left (15 U.S.C. 260a, www.govinfo.gov).
enum PacificTime {
    private static let standard = -8 * 3600
    private static let daylight = -7 * 3600

    /// What to add to UTC at a moment, in seconds.
    static func offset(at seconds: Int) -> Int {
        let year = CivilTime(seconds: seconds + standard).year
        let start = sunday(2, of: 3, in: year) + 2 * 3600 - standard
        let end = sunday(1, of: 11, in: year) + 2 * 3600 - daylight
        return start..<end ~= seconds ? daylight : standard
    }

    /// When a day begins, in seconds since 1970.
    static func midnight(_ day: CivilTime) -> Int {
        // The clocks change two hours later at the earliest, so an hour too late is still on the right side.
        day.seconds - offset(at: day.seconds - standard)
    }

    /// The day and time that the clocks show at a moment.
    static func time(at seconds: Int) -> CivilTime {
        CivilTime(seconds: seconds + offset(at: seconds))
    }

    /// Midnight of a month's first, second… Sunday, as if it were UTC.
    private static func sunday(_ ordinal: Int, of month: Int, in year: Int) -> Int {
        let first = CivilTime(year: year, month: month, day: 1)
        return first.seconds + ((7 - first.weekday) % 7 + (ordinal - 1) * 7) * 86_400
    }
}
