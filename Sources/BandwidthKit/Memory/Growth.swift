#if canImport(FoundationEssentials)
    import FoundationEssentials
#else
    import Foundation
#endif

/// How much a row's counter went up, read off its last readings.
///
/// - Between two readings a counter is taken to go up evenly.
/// - One that fell by half or more has started from zero, so what it shows is growth. What it counted between the last
///   reading before that and the start of the new period was never seen. That time is left out of a mean, which makes
///   much of a difference to whoever checks once a day.
/// - A smaller fall is a correction. It takes back growth that was counted before: a service whose servers disagree by
///   a little, and answers now with one figure and now with the other, shows no growth by that. In sum there is none
///   below zero.
struct Growth: Sendable, Hashable {
    /// Newest first, no two of the same time.
    private let points: [CounterPoint]

    /// When the counter last started from zero, in seconds since 1970, as far as that is known.
    private let periodStart: Int64?

    /// What may lie between two readings before nothing can be said of the time between them: 3 days.
    static let longestGap: Int64 = 72 * 3600

    /// How far back points are looked at: the last day and the seven before it, and one gap.
    static let horizon: Int64 = day + week + longestGap

    private static let day: Int64 = 24 * 3600
    private static let week: Int64 = 168 * 3600

    /// The growth that these points show, in any order; of two with the same time the last one counts.
    ///
    /// - Parameter periodStart: the start of the newest one's period.
    init(_ points: some Sequence<CounterPoint>, periodStart: Date?) {
        let points = Array(points)
        let isSorted = zip(points, points.dropFirst()).allSatisfy { $0.second > $1.second }
        if isSorted {
            self.points = points
        } else {
            let latest = Dictionary(points.map { ($0.second, $0) }, uniquingKeysWith: { $1 })
            self.points = latest.values.sorted { $0.second > $1.second }
        }
        self.periodStart = periodStart?.second
    }

    /// The bytes of the 168 hours before the newest reading; `nil` where the readings don't cover them.
    var lastSevenDays: ByteCount? {
        bytes(from: Self.week, to: 0)
    }

    /// The last 24 hours beside the seven days before them; `nil` where the readings don't cover them, or nothing was
    /// used in the seven days.
    var pace: Pace? {
        guard let lastDay = bytes(from: Self.day, to: 0),
            let before = bytes(from: Self.day + Self.week, to: Self.day), before > .zero
        else { return nil }
        return Pace(lastDay: lastDay, sevenDaysBefore: before)
    }

    /// The bytes between two times, given in seconds before the newest reading.
    ///
    /// `nil` where the readings don't cover them: they don't reach back so far, two of them are more than 3 days apart,
    /// or more than half of the time was not seen.
    func bytes(from start: Int64, to end: Int64) -> ByteCount? {
        guard let newest = points.first, start > end, end >= 0 else { return nil }
        let window = (newest.second - start)...(newest.second - end)
        var sum: Int128 = 0
        var seen: Int64 = 0
        for (later, earlier) in zip(points, points.dropFirst()) where earlier.second < window.upperBound {
            guard later.second - earlier.second <= Self.longestGap else { return nil }
            let hasStartedAnew = later.hasStartedAnew(since: earlier)
            let first = hasStartedAnew ? startOfCounting(from: earlier, to: later) : earlier.second
            let part = min(window.upperBound, later.second) - max(window.lowerBound, first)
            if part > 0 {
                let grown = hasStartedAnew ? later.used : later.used - earlier.used
                sum += Int128(grown) * Int128(part) / Int128(later.second - first)
                seen += part
            }
            if earlier.second <= window.lowerBound {
                let length = start - end
                guard seen >= length - seen else { return nil }
                return ByteCount(clamping: seen == length ? sum : sum * Int128(length) / Int128(seen))
            }
        }
        return nil
    }

    /// When a counter that has started from zero between two points began to count what the later one shows: with the
    /// period, if that began between them, else somewhere between them.
    private func startOfCounting(from earlier: CounterPoint, to later: CounterPoint) -> Int64 {
        guard let periodStart, periodStart > earlier.second,
            periodStart < later.second || (periodStart == later.second && later.used == 0)
        else { return earlier.second }
        return periodStart
    }
}
