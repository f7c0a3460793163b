#if canImport(FoundationEssentials)
    import FoundationEssentials
#else
    import Foundation
#endif

/// What a row transferred on a day.
struct HistoryDay: Sendable, Hashable {
    /// The day's number, from 1970, in the zone that was asked for.
    let number: Int64

    /// Seconds since 1970.
    let start, end: Int64

    let amount: TrafficCurve.Amount

    /// The counter and the quota when the day ended, or at its last reading.
    let used: ByteCount
    let quota: ByteCount?

    /// What happened to the counter on this day.
    let event: Event?

    enum Event: Sendable, Hashable {
        /// A new period began.
        case newPeriod

        /// The counter was reset although the period was not over.
        case reset

        /// The quota was changed.
        case quota(ByteCount?)
    }

    /// The traffic; zero where a correction outweighs it.
    var bytes: ByteCount {
        ByteCount(clamping: Int128(amount.bytes))
    }

    /// Whether the counter was seen all day.
    var isWhole: Bool {
        amount.seen >= end - start
    }

    /// Whether readings are so far apart that most of it is interpolated.
    var isEstimated: Bool {
        amount.longest > 36 * 3600
    }
}

/// What a row transferred in a billing period.
struct HistoryPeriod: Sendable, Hashable {
    let period: BillingPeriod

    /// The last reading of it.
    let last: Reading

    /// Whether the counter was read on the last day, or the period isn't over yet.
    func isWhole(now: Date) -> Bool {
        period.end > now || period.end.second - last.time.second <= 86400
    }
}

extension RowHistory {
    /// The last days, newest first, from the day of the newest reading back to that of the first.
    func days(_ count: Int, in zone: ReportZone) -> [HistoryDay] {
        guard let first = readings.first else { return [] }
        let oldest = zone.dayNumber(of: first.time.second)
        // A reading at midnight is about the day before.
        let last = max(oldest, zone.dayNumber(of: newest.time.second - 1))
        var days: [HistoryDay] = []
        var end = zone.start(ofDay: last + 1)
        for number in stride(from: last, through: max(oldest, last - Int64(count) + 1), by: -1) {
            let start = zone.start(ofDay: number)
            let (used, quota) = counter(at: min(end, newest.time.second)) ?? (.zero, nil)
            days.append(
                HistoryDay(
                    number: number, start: start, end: end, amount: curve.amount(from: start, to: end), used: used,
                    quota: quota, event: event(from: start, to: end)))
            end = start
        }
        return days
    }

    /// What is worth a remark on a day; the last such event. A reading at midnight is about the day before, but a reset
    /// at midnight begins the day.
    private func event(from start: Int64, to end: Int64) -> HistoryDay.Event? {
        let first = max(1, readings.partitionPoint { $0.time.second >= start })
        var found: HistoryDay.Event?
        for index in first..<max(first, readings.count) {
            let reading = readings[index], before = readings[index - 1]
            if let reset = reading.reset(since: before) {
                if reset >= end { break }
                let isDue = before.period.map { abs($0.end.second - reset) <= 4 * 86400 } ?? false
                if reset >= start { found = isDue ? .newPeriod : .reset }
            } else if reading.time.second > end {
                break
            } else if reading.quota != before.quota, reading.time.second > start {
                found = .quota(reading.quota)
            }
        }
        return found
    }

    /// The last periods, newest first.
    func periods(_ count: Int) -> [HistoryPeriod] {
        var periods: [HistoryPeriod] = []
        for reading in readings.reversed() {
            guard let period = reading.period else { continue }
            if let last = periods.last, last.period.isSame(as: period) || period.start > last.period.start { continue }
            guard periods.count < count else { break }
            periods.append(HistoryPeriod(period: period, last: reading))
        }
        return periods
    }
}
