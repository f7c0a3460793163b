/// The story's billing period: a month from midnight, Pacific time, of the team's own day, about two thirds gone.
///
/// Written as the service does, `2026-02-17T00:00:00.000-08:00`; across a change of the clocks the two offsets differ
/// (alexwlchan.net/til/2024/get-netlify-usage-from-api; bonitasoft/bonita-documentation-site issue 185).
struct NetlifyPeriod: Sendable {
    let start: String
    let end: String
    /// 19 minutes before the story's moment: the age of the figures in a real answer. In UTC.
    let lastUpdated: String

    /// - Parameter now: The story's moment, in seconds since 1970.
    init(now: Int) {
        let day = PacificTime.time(at: now - 20 * 86_400)
        // Not after the 28th, a day that the next month has too.
        let first = CivilTime(year: day.year, month: day.month, day: min(28, day.day))
        let next = CivilTime(
            year: first.month == 12 ? first.year + 1 : first.year,
            month: first.month == 12 ? 1 : first.month + 1,
            day: first.day
        )
        start = Self.text(PacificTime.midnight(first))
        end = Self.text(PacificTime.midnight(next))
        let updated = CivilTime(seconds: now - 19 * 60)
        lastUpdated = "\(updated.date)T\(updated.time).000+00:00"
    }

    private static func text(_ moment: Int) -> String {
        let time = PacificTime.time(at: moment)
        let hours = -PacificTime.offset(at: moment) / 3600
        return "\(time.date)T\(time.time).000-\(hours.padded(2)):00"
    }
}
