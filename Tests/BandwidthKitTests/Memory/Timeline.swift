import Foundation
import Testing

@testable import BandwidthKit

/// The periods that are decided for a row's readings, one line per run, each remembered for the next:
///
///     2026-12-01T00:05Z  98/100  2026-11-01/2026-12-01  counter  alerts
///
/// The time of the run (and after `@`, when the service measured), used and quota in GB, the period, how it was
/// determined, and whether the row may cause alerts (`alerts`), is only judged (`quiet`), or neither (`not judged`).
struct Timeline {
    var row = "linode/production/region/id-cgk"
    var last: Reading?

    /// The period that the provider gives; the calendar month in UTC if the service states none.
    var period: (_ now: Date) -> BillingPeriod? = { BillingPeriod.month(containing: $0) }

    /// Completes the lines with what is decided, from their first two columns.
    mutating func played(_ lines: String) throws -> String {
        try lines.split(separator: "\n").map { line in
            let columns = line.split(separator: " ")
            let times = try columns[0].split(separator: "@").map { try Self.time($0) }
            let amounts = try columns[1].split(separator: "/").map { text in
                try #require(ByteCount(size: "\(text) GB"))
            }
            let now = times[0], quota = amounts.count > 1 ? amounts[1] : nil
            let reading = try #require(
                Reading(row: row, time: times[times.count - 1], used: amounts[0], quota: quota, period: period(now)))
            let decision = PeriodDecision(of: reading, after: last, now: now)
            last = decision.reading
            let decided = try #require(decision.reading.period), basis = try #require(decision.reading.basis)
            let verdict = decision.mayAlert ? "alerts" : decision.mayJudge ? "quiet" : "not judged"
            return [
                "\(columns[0])", "\(columns[1])", "\(Self.text(decided.start))/\(Self.text(decided.end))",
                basis.rawValue,
                verdict,
            ].joined(separator: "  ")
        }.joined(separator: "\n")
    }

    private static func time(_ text: Substring) throws -> Date {
        try date("\(text.dropLast()):00Z")
    }

    /// The day, and the time unless it is midnight.
    private static func text(_ date: Date) -> String {
        let text = date.formatted(.iso8601)
        return text.hasSuffix("T00:00:00Z") ? String(text.dropLast(10)) : String(text.dropLast(4)) + "Z"
    }
}
