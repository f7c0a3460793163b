#if canImport(FoundationEssentials)
    import FoundationEssentials
#else
    import Foundation
#endif

/// What is remembered of a row, and what follows from it.
struct RowHistory: Sendable {
    let row: RememberedRow

    /// Oldest first, no two at the same time, at least one.
    let readings: [Reading]

    let newest: Reading
    let curve: TrafficCurve

    /// What is expected by the end of the period; `nil` if there is no basis, or the newest reading is too old.
    let forecast: ExpectedUsage?

    /// The bytes of the 168 hours before the newest reading, and of the 168 hours before those; `nil` where the readings
    /// don't cover them.
    let lastWeek, weekBefore: ByteCount?

    /// How old the newest reading may be for a forecast: as old as one may be that is judged, by default.
    private static let longestSilence: Int64 = 48 * 3600

    /// - Parameter readings: the row's readings, oldest first; `nil` is returned if there are none.
    init?(_ row: RememberedRow, _ readings: [Reading], now: Date) {
        guard let newest = readings.last else { return nil }
        self.row = row
        self.readings = readings
        self.newest = newest
        curve = TrafficCurve(readings)
        let horizon = newest.time.second - 2 * 168 * 3600 - Growth.longestGap
        let points = readings.reversed().prefix { $0.time.second >= horizon }.map(\.point)
        let growth = Growth(points, periodStart: newest.period?.start)
        lastWeek = growth.lastSevenDays
        weekBefore = growth.bytes(from: 2 * 168 * 3600, to: 168 * 3600)
        forecast =
            now.second - newest.time.second > Self.longestSilence
            ? nil
            : newest.period.flatMap { period in
                ExpectedUsage(newest.used, at: newest.time, in: period, now: now, growth: growth, projection: nil)
            }
    }

    /// The readings of the newest one's period; of a row without a period, those of its last 30 days.
    var current: ArraySlice<Reading> {
        guard let period = newest.period else {
            let start = newest.time.second - 30 * 86400
            return readings[readings.partitionPoint { $0.time.second >= start }...]
        }
        let first = readings.partitionPoint { $0.time >= period.start }
        return readings[first...].drop { $0.period.map { !$0.isSame(as: period) } ?? true }
    }

    /// The value of the counter at a time, in seconds since 1970, and the quota then; `nil` before the first reading. At a
    /// reset, it is the value before.
    func counter(at time: Int64) -> (used: ByteCount, quota: ByteCount?)? {
        let next = readings.partitionPoint { $0.time.second >= time }
        guard next < readings.count else { return (newest.used, newest.quota) }
        let later = readings[next]
        guard next > 0 else { return later.time.second == time ? (later.used, later.quota) : nil }
        let earlier = readings[next - 1]
        var before = earlier.point
        if let reset = later.reset(since: earlier) {
            guard time > reset else { return (earlier.used, earlier.quota) }
            before = CounterPoint(second: reset, used: 0)
        }
        let grown = Int128(later.used.bytes - before.used) * Int128(time - before.second)
        let length = Int128(max(1, later.time.second - before.second))
        let quota = time == later.time.second ? later.quota : earlier.quota
        return (ByteCount(clamping: Int128(before.used) + grown / length), quota)
    }
}

extension BillingPeriod {
    /// Whether two readings of a period are about the same one: some services say only when the next one begins.
    func isSame(as other: BillingPeriod) -> Bool {
        abs(start.second - other.start.second) < 36 * 3600
    }
}
