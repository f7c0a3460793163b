import Foundation
import Testing

@testable import BandwidthKit

/// Real daily traffic, read as transfer in MB (`Fixtures/daily-traffic`).
struct DailyTraffic: Sendable, CustomTestStringConvertible {
    let testDescription: String
    private let first: Date

    /// The total from the first day to the beginning of each other day.
    private let sums: [Int64]

    private let months: [BillingPeriod]

    static let day: Int64 = 86400

    init(_ name: String) throws {
        testDescription = name
        let text = try String(
            contentsOf: Fixture.root.appending(path: "daily-traffic/wikipedia-\(name).csv"), encoding: .utf8)
        let lines = text.split(separator: "\n").dropFirst().map { $0.split(separator: ",") }
        let firstDay = try #require(lines.first?.first), lastDay = try #require(lines.last?.first)
        first = try date("\(firstDay)T00:00:00Z")
        let sums = try lines.reduce(into: [0]) { sums, line in
            sums.append(sums[sums.count - 1] + (try #require(Int64(line[1]))) * 1_000_000)
        }
        let length = try date("\(lastDay)T00:00:00Z").timeIntervalSince(first)
        try #require(Int64(length) == Int64(lines.count - 1) * Self.day, "a day is missing")
        var months: [BillingPeriod] = [], start = first
        while start <= first.addingTimeInterval(length) {
            let month = try #require(BillingPeriod.month(containing: start))
            months.append(month)
            start = month.end
        }
        self.sums = sums
        self.months = months
    }

    /// The whole months for which four weeks of the series are known after a number of days.
    func months(askedAfter days: Int64) -> [BillingPeriod] {
        let end = first.addingTimeInterval(Double(Int64(sums.count - 1) * Self.day))
        return months.filter { month in
            month.start >= first && month.end <= end
                && month.start.timeIntervalSince(first) >= Double((28 - days) * Self.day)
        }
    }

    /// The value of a counter that is reset every month and grows evenly within a day.
    func used(at time: Date, in month: BillingPeriod) -> Int64 {
        sum(until: time) - sum(until: max(month.start, first))
    }

    private func sum(until time: Date) -> Int64 {
        let seconds = Int64(time.timeIntervalSince(first)), day = Int(seconds / Self.day), rest = seconds % Self.day
        return rest == 0 ? sums[day] : sums[day] + (sums[day + 1] - sums[day]) * rest / Self.day
    }

    /// The counter at `end` and at every `interval` before it, for 11 days or back to the start of the series.
    func points(until end: Date, every interval: Int64) throws -> [CounterPoint] {
        try stride(from: 0, through: Growth.horizon, by: Int(interval)).map { end.addingTimeInterval(-Double($0)) }
            .filter { $0 >= first }
            .map { time in
                let month = try #require(months.last { $0.start <= time })
                return CounterPoint(second: time.second, used: used(at: time, in: month))
            }
    }
}
