#if canImport(FoundationEssentials)
    import FoundationEssentials
#else
    import Foundation
#endif

/// Decides which period a reading belongs to, and whether it may be judged and cause alerts.
///
/// If the service states its period, or the request named it, that is the period. If the calendar month is assumed, the last reading decides:
///
/// - **The counter has not fallen**: it still counts the period of the last reading, however late its reset is. A fall
///   by less than half is a correction, not a fall.
/// - **It fell by half or more**: it has begun a new period. After the end of the last reading's period, that is the
///   calendar month. In the last 3 days before that end, it is the next period, which began early, with this reading.
///   Earlier than that, it is a separate period from this reading to the end of the month.
///
/// The calendar decides instead of the last reading:
///
/// - if there is none, or it is in the future: the clock was wrong then or is wrong now;
/// - if its period is not the previous one: no counter still counts the month before last;
/// - if more than 3 days have passed without a reading since the month began: the counter may have fallen and risen
///   again.
///
/// A counter that is close to zero can't visibly fall, so it takes the calendar month at once. Close to zero means at
/// most a hundredth of the quota, or as much as even use of the quota amounts to in the time without a reading; without
/// a quota, at most 1 GB. If the reset was late, little is counted in the wrong month.
struct PeriodDecision: Sendable, Hashable {
    /// The reading to show, judge and remember.
    let reading: Reading

    /// Whether rules may be applied: `false` for a reading from before its period began.
    let mayJudge: Bool

    /// Whether alerts may be sent: `false` in the first 12 hours of a period that comes from the calendar alone,
    /// because the counter may still be that of the month before.
    let mayAlert: Bool

    /// How long no alerts are sent in a period that comes from the calendar alone: 12 hours.
    static let calendarSilence: Int64 = 12 * 3600

    /// How long a counter may go without a reading, and how early a reset may be: 3 days.
    private static let patience: Int64 = 72 * 3600

    /// How far in the future a reading may be: an hour, in case the clock was set back.
    static let clockTolerance: Int64 = 3600

    /// Decides on a reading whose period is the one that the service states or the calendar month of the check.
    ///
    /// - Parameter last: the newest remembered reading of the same row.
    init(of reading: Reading, after last: Reading?, now: Date) {
        self.reading = Self.decide(reading, after: last, now: now)
        guard let period = self.reading.period else {
            mayJudge = true
            mayAlert = true
            return
        }
        let elapsed = reading.time.second - period.start.second
        mayJudge = elapsed >= 0
        mayAlert = elapsed >= (self.reading.basis == .calendar ? Self.calendarSilence : 0)
    }

    private static func decide(_ reading: Reading, after last: Reading?, now: Date) -> Reading {
        guard let month = reading.period, month.isAssumed, reading.basis != .request, let last,
            let before = last.period,
            last.time.second <= now.second + clockTolerance
        else { return reading }
        // A service may return an older reading than before; that is not a fall.
        let hasFallen =
            last.time <= reading.time && reading.point.hasStartedAnew(since: last.point)
            && !last.showsNextToNothing(after: 0)
        switch Relation(of: before, to: month) {
        case .unrelated:
            return reading
        case .same, .early:
            // A period that began early or in mid-month keeps its start.
            let end = Relation(of: before, to: month) == .same ? month.end : before.end
            return hasFallen
                ? begun(reading, after: last, in: month, until: end)
                : reading.counting(from: before.start, to: end, by: last.basis)
        case .before:
            if hasFallen {
                return reading.counting(from: min(reading.time, month.start), to: month.end, by: .counter)
            }
            let unseen = reading.time.second - max(last.time, month.start).second
            guard unseen <= patience else { return reading }
            if reading.showsNextToNothing(after: unseen) {
                return reading.counting(from: month.start, to: month.end, by: .counter)
            }
            return reading.counting(from: before.start, to: before.end, by: .counter)
        }
    }

    /// The reading in a period that began before the end of the last reading's period.
    private static func begun(
        _ reading: Reading, after last: Reading, in month: BillingPeriod, until end: Date
    ) -> Reading {
        let sinceStart = reading.time.second - month.start.second
        if last.basis == .calendar, sinceStart < calendarSilence {
            // The first reading ever was still that of the month before; it caused no alerts.
            return reading.counting(from: month.start, to: month.end, by: .counter)
        }
        let isEarly = end == month.end && month.end.second - reading.time.second <= patience
        return reading.counting(from: reading.time, to: isEarly ? end.adding(months: 1) : end, by: .counter)
    }

    /// How the period of the last reading relates to the calendar month.
    private enum Relation {
        case same, before, unrelated

        /// The next period, which began early.
        case early

        /// How far the end of a month may be off if the reset is on a day that not every month has: 4 days.
        private static let tolerance: Int64 = 4 * 86400

        init(of period: BillingPeriod, to month: BillingPeriod) {
            func isNear(_ left: Date, _ right: Date) -> Bool { abs(left.second - right.second) <= Self.tolerance }
            self =
                if isNear(period.end, month.end) {
                    .same
                } else if isNear(period.end, month.start) {
                    .before
                } else if period.end > month.end, isNear(period.start, month.end) {
                    .early
                } else {
                    .unrelated
                }
        }
    }
}

extension Reading {
    /// The reading in another assumed period.
    fileprivate func counting(from start: Date, to end: Date, by basis: PeriodBasis?) -> Reading {
        guard let period = BillingPeriod(start: start, end: end, isAssumed: true) else { return self }
        return Reading(self, period: period, basis: basis == .calendar ? .calendar : .counter)
    }

    /// Whether the counter is so low that it could have fallen and risen to this value again.
    fileprivate func showsNextToNothing(after unseen: Int64) -> Bool {
        guard let quota, quota > .zero else { return used.bytes <= 1_000_000_000 }
        let even = Int128(quota.bytes) * Int128(max(0, unseen)) / Int128(max(1, period?.length ?? 1))
        return Int128(used.bytes) <= max(Int128(quota.bytes) / 100, even)
    }
}
