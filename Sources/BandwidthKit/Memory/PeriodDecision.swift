#if canImport(FoundationEssentials)
    import FoundationEssentials
#else
    import Foundation
#endif

/// Decides which period a reading counts, and what may be made of it.
///
/// A period is what the counter shows. Where the service states its period, that is it. Where the calendar month is
/// assumed, the last reading decides:
///
/// - **The counter has not fallen**: it still counts the period of the last reading, however late its reset is. A fall
///   by less than half is a correction and no fall.
/// - **It fell by half or more**: it has begun a new period. After the end of the last reading's period, that is the
///   calendar's; up to 3 days before its end, the next one, which began early, with this reading; and earlier, one of
///   its own, with this reading, up to the end of the month.
///
/// The last reading can't decide, and the calendar does,
///
/// - where there is none, or it lies in the future: the clock was wrong then or is now;
/// - where its period is not the one before: no counter still counts the month before last;
/// - where more than 3 days went by unseen since the month began: the counter may have fallen and be higher again.
///
/// A counter that shows next to nothing can't be seen to fall; it takes the calendar's month at once. That is at most a
/// hundredth of the quota, or what an even use of it comes to in the time that went by unseen, and 1 GB without a
/// quota. If its reset was late, little is counted in the wrong month.
struct PeriodDecision: Sendable, Hashable {
    /// The reading as it is to be shown, judged and remembered.
    let reading: Reading

    /// Whether rules may be applied: not to a reading from before its period began.
    let mayJudge: Bool

    /// Whether anybody may be told: not in the first 12 hours of a month that only the calendar gives, since the
    /// counter may still be that of the month before.
    let mayAlert: Bool

    /// How long a month that only the calendar gives keeps quiet: 12 hours.
    static let calendarSilence: Int64 = 12 * 3600

    /// How long a counter may have gone unseen, and how early a reset may be: 3 days.
    private static let patience: Int64 = 72 * 3600

    /// How far in the future a reading may lie: an hour, by which a clock may have been set back.
    static let clockTolerance: Int64 = 3600

    /// Decides on a reading with the period that the service states or the calendar gives for the time of the check.
    ///
    /// - Parameter last: the newest reading of the same row that is remembered.
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
        guard let month = reading.period, month.isAssumed, let last, let before = last.period,
            last.time.second <= now.second + clockTolerance
        else { return reading }
        // A service may answer with an older reading than before; that is no fall.
        let hasFallen =
            last.time <= reading.time && reading.point.hasStartedAnew(since: last.point)
            && !last.showsNextToNothing(after: 0)
        switch Relation(of: before, to: month) {
        case .unrelated:
            return reading
        case .same, .early:
            // What began early or in the middle of the month keeps its beginning.
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

    /// The reading of the period that has begun before the end of the last reading's.
    private static func begun(
        _ reading: Reading, after last: Reading, in month: BillingPeriod, until end: Date
    ) -> Reading {
        let sinceStart = reading.time.second - month.start.second
        if last.basis == .calendar, sinceStart < calendarSilence {
            // The first reading ever was that of the month before. Nobody was told anything by it.
            return reading.counting(from: month.start, to: month.end, by: .counter)
        }
        let isEarly = end == month.end && month.end.second - reading.time.second <= patience
        let next = isEarly ? Calendar.gregorian().date(byAdding: .month, value: 1, to: end) : nil
        return reading.counting(from: reading.time, to: next ?? end, by: .counter)
    }

    /// How the period of the last reading stands to the calendar's.
    private enum Relation {
        case same, before, unrelated

        /// The next one, begun before its time.
        case early

        /// What a month's end may be off by where the day of the reset is one that not every month has: 4 days.
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
    /// The reading of another assumed period.
    fileprivate func counting(from start: Date, to end: Date, by basis: PeriodBasis?) -> Reading {
        guard let period = BillingPeriod(start: start, end: end, isAssumed: true) else { return self }
        return Reading(self, period: period, basis: basis == .calendar ? .calendar : .counter)
    }

    /// Whether the counter could have fallen and be as high as this again.
    fileprivate func showsNextToNothing(after unseen: Int64) -> Bool {
        guard let quota, quota > .zero else { return used.bytes <= 1_000_000_000 }
        let even = Int128(quota.bytes) * Int128(max(0, unseen)) / Int128(max(1, period?.length ?? 1))
        return Int128(used.bytes) <= max(Int128(quota.bytes) / 100, even)
    }
}
