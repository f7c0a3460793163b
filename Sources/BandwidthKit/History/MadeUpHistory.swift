#if canImport(FoundationEssentials)
    public import FoundationEssentials
#else
    public import Foundation
#endif

/// Readings that were never taken, but lead up to those of a report: for the demo, which remembers nothing.
///
/// Daily traffic gives their shape. It is scaled so that each counter arrives at the figure of the report, and so that
/// its last 7 days give the forecast of the report.
public struct MadeUpHistory: Sendable {
    let rows: [(row: RememberedRow, readings: [Reading])]

    /// The time between two readings.
    private static let step: Int64 = 6 * 3600

    /// How much of a day's traffic there is in each of its quarters, in UTC.
    private static let quarters: [Double] = [0.5, 0.8, 1.4, 1.3]

    /// Makes up readings.
    ///
    /// - Parameter traffic: what the row at an index of the report transferred on each day, the last one being that of the
    ///   report, in no particular unit.
    public init(leadingUpTo report: UsageReport, traffic: (_ index: Int) -> ArraySlice<Int32>) {
        rows = report.rows.enumerated().compactMap { index, row in
            guard let assessment = row.assessment, let period = assessment.usage.period,
                assessment.usage.used > .zero
            else { return nil }
            let end = (assessment.usage.asOf ?? report.checkedAt).second
            let shape = Shape(Array(traffic(index)), end: end)
            let counter = Counter(assessment, in: period, shape)
            let readings = shape.times.compactMap { time -> Reading? in
                let isLast = time == end
                let (used, period) = counter.value(at: time)
                return Reading(
                    row: row.id, time: Date(second: time),
                    used: isLast ? assessment.usage.used : ByteCount(Int64(used.rounded())) ?? .zero,
                    quota: assessment.quota, period: period, basis: assessment.periodBasis)
            }
            let remembered = RememberedRow(
                provider: row.provider, account: row.account, scope: row.scope, unit: assessment.usage.unit)
            return (remembered, readings)
        }
    }

    /// The traffic until each time, unscaled.
    private struct Shape {
        let times: [Int64]
        private let sums: [Double]

        init(_ days: [Int32], end: Int64) {
            let count = max(0, days.count - 1) * Int(86400 / MadeUpHistory.step)
            times = (0...count).map { end - Int64(count - $0) * MadeUpHistory.step }
            var sums: [Double] = [0]
            for time in times.dropFirst() {
                let day = days.count - 1 - Int((end - time) / 86400), quarter = Int(time % 86400 / MadeUpHistory.step)
                let share = MadeUpHistory.quarters[(quarter + 3) % 4]
                sums.append(sums[sums.count - 1] + Double(max(1, days[day])) * share)
            }
            self.sums = sums
        }

        func sum(until time: Int64) -> Double {
            guard let first = times.first, time > first else { return 0 }
            let next = times.partitionPoint { $0 >= time }
            guard next < times.count else { return sums[sums.count - 1] }
            let part = Double(time - times[next - 1]) / Double(MadeUpHistory.step)
            return sums[next - 1] + (sums[next] - sums[next - 1]) * part
        }
    }

    /// A counter that arrives at the figure of the report.
    private struct Counter {
        private let shape: Shape

        /// The periods, newest first.
        private let periods: [BillingPeriod]

        /// When the last 7 days begin.
        private let week: Int64

        /// What the shape is multiplied with: in the last 7 days, in the period before them, and in earlier periods.
        private let last, early, before: Double

        init(_ assessment: Assessment, in period: BillingPeriod, _ shape: Shape) {
            self.shape = shape
            var periods = [period]
            while periods.count < 12, let previous = BillingPeriod.month(endingAt: periods[periods.count - 1].start) {
                periods.append(
                    BillingPeriod(start: previous.start, end: previous.end, isAssumed: period.isAssumed) ?? previous)
            }
            self.periods = periods
            let end = shape.times[shape.times.count - 1], start = period.start.second
            week = end - 7 * 86400
            let used = Double(assessment.usage.used.bytes),
                all = max(1, shape.sum(until: end) - shape.sum(until: start))
            // What the last 7 days must have been for the forecast, or nothing for what is switched off.
            let coming = assessment.forecast.map { Double($0.used.bytes) - used }
            let rest = Double(max(1, period.end.second - end))
            let weekly =
                assessment.usage.isStopped
                ? 0
                : coming.map { $0 * 7 * 86400 / rest } ?? used * (shape.sum(until: end) - shape.sum(until: week)) / all
            let inWeek = max(1, shape.sum(until: end) - shape.sum(until: max(week, start)))
            if week > start {
                last = min(weekly, used) / inWeek
                early = max(0, used - weekly) / max(1, shape.sum(until: week) - shape.sum(until: start))
                before = used / all
            } else {
                last = used / inWeek
                early = 0
                before = max(0, weekly - used) / max(1, shape.sum(until: start) - shape.sum(until: week))
            }
        }

        func value(at time: Int64) -> (used: Double, period: BillingPeriod) {
            let index = periods.firstIndex { $0.start.second <= time } ?? periods.count - 1
            let period = periods[index], start = period.start.second
            let sum = shape.sum(until: time) - shape.sum(until: start)
            guard index == 0 else { return (sum * before, period) }
            guard week > start else { return (sum * last, period) }
            let first = shape.sum(until: min(time, week)) - shape.sum(until: start)
            return (first * early + (sum - first) * last, period)
        }
    }
}

extension HistoryReport {
    /// History that was made up for a report.
    ///
    /// - Throws: if no row has this name.
    public init(_ history: MadeUpHistory, of name: String?, now: Date) throws(UnknownName) {
        let known = history.rows.map(\.row)
        let chosen = try name.map { name throws(UnknownName) in try Self.rows(called: name, among: known) } ?? known
        let ids = Set(chosen.map(\.id))
        self.init(
            rows: history.rows.compactMap { ids.contains($0.row.id) ? RowHistory($0.row, $0.readings, now: now) : nil },
            now: now, isDetailed: Self.isDetailed(chosen.count, named: name != nil), days: nil, months: nil,
            problems: [])
    }
}
