import Foundation
import Testing

@testable import BandwidthKit

/// What the memory costs a check. It asserts nothing; run it by hand, optimized:
///
///     MEMORY_BENCHMARK=1 swift test -c release -Xswiftc -enable-testing --filter MemoryBenchmark
@Suite struct MemoryBenchmark {
    /// A year of readings, every hour if the rows are judged: all files, as runs would have left them.
    private func year(of rows: [String], isJudged: Bool, in folder: DiskFiles, until end: Date) throws {
        let hours = 365 * 24, step = isJudged ? 1 : 24
        var recent = RecentReadings()
        var day = LineWriter(), month = LineWriter()
        for hour in stride(from: 0, to: hours, by: step) {
            let time = end.addingTimeInterval(Double(hour - hours) * 3600), today = CalendarDay(of: time.second)
            let isOld = hour < hours - 100 * 24, isLastHour = (hour + step) % 24 == 0
            let period = BillingPeriod.month(containing: time)
            for (index, row) in rows.enumerated() {
                let used = Int64(hour % 720) * (1_073_741_824 + Int64(index) * 7919) + Int64(hour * index)
                guard
                    let reading = Reading(
                        row: row, time: time, used: ByteCount(used) ?? .zero, quota: .gigabytes(2000), period: period)
                else { continue }
                if hour >= hours - 13 * 24 { _ = recent.remember(reading, isJudged: isJudged) }
                if isOld ? isLastHour : true {
                    reading.write(to: &day)
                    day.append("}\n")
                }
            }
            if isLastHour {
                if isOld {
                    try folder.append(day.bytes, to: "\(today.month).jsonl")
                } else {
                    try folder.append(day.bytes, to: "\(today).jsonl")
                }
                day = LineWriter(capacity: day.bytes.count)
            }
        }
        _ = month
        month = LineWriter()
        recent.write(to: &month)
        try folder.replace("recent.jsonl", with: month.bytes)
    }

    @Test(
        .enabled(if: ProcessInfo.processInfo.environment["MEMORY_BENCHMARK"] != nil),
        arguments: [(20, true), (2000, false), (2000, true)])
    func whatItCosts(count: Int, isJudged: Bool) throws {
        let temporary = try TemporaryFolder()
        let folder = DiskFiles(temporary.path("readings"))
        let rows = (0..<count).map { "linode/production/instance/\(40_000_000 + $0 * 37)" }
        let start = try date("2026-11-21T00:05:00Z")
        try year(of: rows, isJudged: isJudged, in: folder, until: start)
        var all: [[Double]] = []
        for run in 0..<24 {
            let now = start.addingTimeInterval(Double(run) * 3600), period = BillingPeriod.month(containing: now)
            let readings = rows.enumerated().compactMap { index, row in
                Reading(
                    row: row, time: now, used: ByteCount(800_000_000_000 + index * 7919 + run * 1_000_000_000) ?? .zero,
                    quota: .gigabytes(2000), period: period)
            }
            let clock = ContinuousClock()
            var times: [ContinuousClock.Instant] = [clock.now]
            var history = ReadingHistory(in: folder, at: now)
            times.append(clock.now)
            var forecasts = 0
            for reading in readings {
                let past = history.past(of: reading.row)
                let decision = PeriodDecision(of: reading, after: past?.newest, now: now)
                if isJudged, let growth = past?.growth(upTo: decision.reading) {
                    if growth.lastSevenDays != nil, growth.pace != nil { forecasts += 1 }
                }
                history.remember(decision.reading, isJudged: isJudged)
            }
            times.append(clock.now)
            history.save()
            times.append(clock.now)
            #expect(history.problems == [])
            #expect(forecasts == (isJudged ? count : 0))
            all.append(
                zip(times, times.dropFirst()).map { ($1 - $0) / .milliseconds(1) } + [
                    (times[3] - times[0]) / .milliseconds(1)
                ])
        }
        let size = try folder.contents(of: "recent.jsonl")?.count ?? 0
        print("\(count) rows, judged: \(isJudged), recent.jsonl \(size) bytes, \(try folder.names().count) files")
        for (name, index) in [("load", 0), ("decide", 1), ("save", 2), ("all", 3)] {
            let times = all.map { $0[index] }.sorted()
            print("  \(name): median \(times[times.count / 2]) ms, from \(times[0]) to \(times[times.count - 1])")
        }
    }
}
