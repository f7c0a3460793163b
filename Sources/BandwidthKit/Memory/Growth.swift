#if canImport(FoundationEssentials)
    import FoundationEssentials
#else
    import Foundation
#endif

/// How much a row's counter grew, derived from its recent readings.
///
/// - Between two readings, a counter is assumed to grow evenly.
/// - A counter that fell by half or more was reset, so its new value is growth. What it counted between the last
///   reading and the start of the new period was never seen. That time is left out of the mean, which matters a lot
///   with one check a day.
/// - A smaller fall is a correction and reduces the growth counted before. So if a service's servers disagree slightly
///   and it returns now one figure, now the other, that adds no growth. The sum is never negative.
struct Growth: Sendable, Hashable {
    /// Newest first; no two have the same time.
    private let points: [CounterPoint]

    /// When the counter was last reset, in seconds since 1970; `nil` if unknown.
    private let periodStart: Int64?

    /// The longest gap between two readings over which growth can still be estimated: 3 days.
    static let longestGap: Int64 = 72 * 3600

    /// How far back points matter: the last day, the seven days before it, and one gap.
    static let horizon: Int64 = day + week + longestGap

    private static let day: Int64 = 24 * 3600
    private static let week: Int64 = 168 * 3600

    /// Derives the growth from points in any order; of two with the same time, the last one counts.
    ///
    /// - Parameter periodStart: the start of the newest point's period.
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

    /// The bytes of the 168 hours before the newest reading; `nil` if the readings don't cover them.
    var lastSevenDays: ByteCount? {
        bytes(from: Self.week, to: 0)
    }

    /// The last 24 hours compared with the seven days before them; `nil` if the readings don't cover them, or nothing
    /// was used in the seven days.
    var pace: Pace? {
        guard let lastDay = bytes(from: Self.day, to: 0),
            let before = bytes(from: Self.day + Self.week, to: Self.day), before > .zero
        else { return nil }
        return Pace(lastDay: lastDay, sevenDaysBefore: before)
    }

    /// The bytes between two times, given in seconds before the newest reading.
    ///
    /// Returns `nil` if the readings don't cover that time: they don't go back far enough, two of them are more than 3
    /// days apart, or more than half of the time was not seen.
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

    /// When a counter that was reset between two points began to count: at the start of the period, if that lies
    /// between them, or else at the earlier point.
    private func startOfCounting(from earlier: CounterPoint, to later: CounterPoint) -> Int64 {
        guard let periodStart, periodStart > earlier.second,
            periodStart < later.second || (periodStart == later.second && later.used == 0)
        else { return earlier.second }
        return periodStart
    }
}
