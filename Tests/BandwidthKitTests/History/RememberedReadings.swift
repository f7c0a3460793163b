import Foundation
import Testing

@testable import BandwidthKit

extension FilesInMemory {
    /// Files as runs would have left them that read these rows, each oldest first.
    static func remembering(_ readings: [Reading], _ rows: [RememberedRow] = []) throws -> FilesInMemory {
        let files = FilesInMemory()
        var recent = RecentReadings()
        let last = try #require(readings.map(\.time.second).max())
        for reading in readings where reading.time.second > last - Growth.horizon - 86400 {
            _ = recent.remember(reading, isJudged: true)
        }
        let newest = Set(recent.newest)
        let older = readings.filter { !newest.contains($0) }
        for (day, group) in Dictionary(grouping: older, by: { CalendarDay(of: $0.time.second) }) {
            try files.append(ReadingHistory.lines(group), to: "\(day).jsonl")
        }
        var writer = LineWriter()
        recent.write(to: &writer)
        try files.replace("recent.jsonl", with: writer.bytes)
        var directory = RowDirectory(in: files)
        if directory.update(rows, today: last / 86400) { try directory.save(in: files) }
        return files
    }
}

/// Readings of one row, written as lines of time, used and quota in GB:
///
///     2026-11-20T06:00Z  82/100
struct ReadingScript {
    var row = "linode/production/account"
    var basis = PeriodBasis.service

    /// The period of a reading; by default the calendar month in UTC.
    var period: (_ time: Date) -> BillingPeriod? = { BillingPeriod.month(containing: $0, isAssumed: false) }

    func readings(_ lines: String) throws -> [Reading] {
        try lines.split(separator: "\n").map { line in
            let columns = line.split(separator: " ")
            let amounts = try columns[1].split(separator: "/").map { try #require(ByteCount(size: "\($0) GB")) }
            let time = try date("\(columns[0].dropLast()):00Z")
            return try #require(
                Reading(
                    row: row, time: time, used: amounts[0], quota: amounts.count > 1 ? amounts[1] : nil,
                    period: period(time), basis: basis))
        }
    }
}

extension HistoryReport {
    /// The history of rows as it is printed.
    static func text(
        _ readings: [Reading], _ rows: [RememberedRow] = [], of name: String? = nil, days: Int? = nil,
        months: Int? = nil, at now: String, _ format: Format = .table, _ style: ReportStyle = ReportStyle(width: 80)
    ) throws -> String {
        let files = try FilesInMemory.remembering(readings, rows)
        let report = try HistoryReport(in: files, of: name, days: days, months: months, now: date(now))
        #expect(report.problems == [])
        return report.text(format, style)
    }
}
