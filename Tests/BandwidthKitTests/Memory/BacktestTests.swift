import Foundation
import Testing

@testable import BandwidthKit

/// The forecasts for every month of eight years of real traffic, compared with the actual totals.
@Suite struct BacktestTests {
    /// Median and 90th percentile of the error, as a percentage of the month's total.
    struct Row {
        let day: Int64
        let line, week: (median: Double, worst: Double)
    }

    struct Case: Sendable, CustomTestStringConvertible {
        let series: String
        /// For each day, the error of the 7-day forecast by whole days, as computed independently of this program.
        let known: [(day: Int64, median: Double, worst: Double)]

        var testDescription: String { series }
    }

    static let cases = [
        Case(
            series: "r-language",
            known: [
                (1, 6.1, 40), (3, 6.8, 29), (5, 7.1, 27), (10, 4.9, 24), (15, 2.8, 13), (20, 2.4, 9), (25, 1.1, 3),
            ]),
        Case(
            series: "peyton-manning",
            known: [
                (1, 23.4, 68), (3, 23.9, 63), (5, 20.2, 67), (10, 16.9, 60), (15, 10.6, 35), (20, 5.9, 19),
                (25, 2.9, 14),
            ]),
    ]

    /// The errors after a number of days, with a reading every `interval`, the last of them at the end of the day.
    private func row(_ traffic: DailyTraffic, day: Int64, every interval: Int64) throws -> Row {
        var line: [Double] = [], week: [Double] = []
        for month in traffic.months(askedAfter: day) {
            let total = Double(traffic.used(at: month.end, in: month))
            // A second before midnight: at midnight the counter is that of the next day.
            let now = month.start.addingTimeInterval(Double(day * DailyTraffic.day - 1))
            let points = try traffic.points(until: now, every: interval)
            let used = try #require(points.first.flatMap { ByteCount($0.used) })
            let expected = try #require(
                ExpectedUsage(
                    used, at: now, in: month, now: now, growth: Growth(points, periodStart: month.start),
                    projection: nil))
            #expect(expected.basis == .lastSevenDays)
            week.append(abs(Double(expected.used.bytes) - total) / total * 100)
            let straight = Double(used.bytes) * Double(month.length) / Double(month.elapsed(at: now))
            line.append(abs(straight - total) / total * 100)
        }
        return Row(day: day, line: summary(of: line), week: summary(of: week))
    }

    private func summary(of errors: [Double]) -> (median: Double, worst: Double) {
        let errors = errors.sorted()
        let middle = (errors[(errors.count - 1) / 2] + errors[errors.count / 2]) / 2
        return (middle, errors[errors.count * 9 / 10])
    }

    @Test(arguments: cases, [3600, 86400] as [Int64])
    func theLastSevenDaysForecastAsWellAsKnownAndBetterThanAStraightLine(example: Case, interval: Int64) throws {
        let traffic = try DailyTraffic(example.series)
        var table = "\(example.series), a reading every \(interval / 3600) h\nday  straight line    last 7 days\n"
        for known in example.known {
            let row = try row(traffic, day: known.day, every: interval)
            table += "\(known.day)  \(text(row.line))  \(text(row.week))\n"
            #expect(row.week.median < known.median + 0.05, "day \(known.day)")
            #expect(row.week.worst < known.worst + 0.5, "day \(known.day)")
            #expect(row.week.median <= row.line.median, "day \(known.day)")
        }
        print(table)
    }

    private func text(_ errors: (median: Double, worst: Double)) -> String {
        "\((errors.median * 10).rounded() / 10) / \((errors.worst * 10).rounded() / 10)"
    }
}
