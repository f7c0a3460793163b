import Foundation
import Testing

@testable import BandwidthKit

/// Runs one after the other, and the files that they leave.
@Suite struct ReadingHistoryTests {
    private let files = FilesInMemory()

    /// One run, which reads some rows with their counters at `used` bytes.
    @discardableResult
    private func run(
        _ time: Date, used: Int64, rows: [String] = ["a/b/account"], isJudged: Bool = true
    ) throws -> [String] {
        var history = ReadingHistory(in: files, at: time)
        for row in rows {
            let reading = try #require(
                Reading(
                    row: row, time: time, used: ByteCount(used) ?? .zero, quota: ByteCount(1 << 40),
                    period: BillingPeriod.month(containing: time)))
            let past = history.past(of: row)
            let decision = PeriodDecision(of: reading, after: past?.newest, now: time)
            _ = past?.growth(upTo: decision.reading).lastSevenDays
            history.remember(decision.reading, isJudged: isJudged)
        }
        history.save()
        return history.problems
    }

    /// Runs every `step` seconds; the counter grows by a GB each time.
    private func runs(_ start: String, _ count: Int, every step: Double = 3600, rows: [String] = ["a/b/account"]) throws
    {
        let start = try date(start)
        for index in 0..<count {
            let problems = try run(
                start.addingTimeInterval(Double(index) * step), used: Int64(index + 20) << 30, rows: rows)
            #expect(problems.isEmpty)
        }
    }

    private func readings(at now: String, from start: String = "2020-01-01T00:00:00Z") throws -> [Reading] {
        var history = ReadingHistory(in: files, at: try date(now))
        let readings = history.readings(from: try date(start), until: try date(now))
        #expect(history.problems.isEmpty)
        return readings
    }

    @Test func eachDayHasAFileOfItsHours() throws {
        try runs("2026-11-20T22:05:00Z", 5)
        #expect(files.names() == ["2026-11-20.jsonl", "2026-11-21.jsonl", "recent.jsonl"])
        #expect(files.text(of: "2026-11-20.jsonl").split(separator: "\n").count == 2)
        // The newest one is not yet the last of its hour.
        #expect(files.text(of: "2026-11-21.jsonl").split(separator: "\n").count == 2)
        #expect(try readings(at: "2026-11-21T03:00:00Z").map(\.used.bytes) == [20, 21, 22, 23, 24].map { $0 << 30 })
    }

    @Test func aTimeThatEndsBeforeItBeginsHasNoReadings() throws {
        try runs("2026-11-20T22:05:00Z", 5)
        #expect(try readings(at: "2026-11-21T03:00:00Z", from: "2026-11-22T00:00:00Z") == [])
        #expect(try readings(at: "2026-11-21T03:00:00Z", from: "2026-11-21T01:00:00Z").count == 2)
    }

    @Test func aRunReadsOnlyWhatIsRecent() throws {
        try runs("2026-11-05T00:05:00Z", 24 * 15)
        let before = files.bytesRead, recent = files.files["recent.jsonl"]?.count ?? 0
        try run(try date("2026-11-20T02:05:00Z"), used: 1)
        #expect(files.bytesRead - before == recent)
        #expect((4000...5000).contains(recent))
    }

    @Test func afterAHundredDaysThereIsOneADay() throws {
        try runs("2026-01-01T00:05:00Z", 6 * 130, every: 4 * 3600)
        // Today, the reference day, and the 100 days before it.
        #expect(files.names().filter { $0.count == 16 }.count == 102)
        #expect(files.names().contains("2026-01.jsonl"))
        #expect(files.text(of: "2026-01.jsonl").split(separator: "\n").count == 28)
        let readings = try readings(at: "2026-05-10T23:30:00Z")
        #expect(readings.count == 28 + 102 * 6)
        #expect(try readings.first?.time == date("2026-01-01T20:05:00Z"))
    }

    @Test func afterThreeYearsThereIsNothing() throws {
        try runs("2022-01-15T12:00:00Z", 1200, every: 86400)
        let months = files.names().filter { $0.count == 13 && $0 != "recent.jsonl" }
        #expect(months.first == "2022-04.jsonl")
        // The newest reading is not in its day file yet.
        #expect(files.names().filter { $0.count == 16 }.count == 101)
    }

    @Test func aClockThatIsAheadForADayThinsNothing() throws {
        try runs("2026-11-01T00:05:00Z", 24 * 5)
        let days = files.names()
        for hour in 0..<24 {
            try run(try date("2031-01-01T00:05:00Z").addingTimeInterval(Double(hour) * 3600), used: 1 << 40)
        }
        #expect(Set(files.names()).isSuperset(of: days))
        let problems = try run(try date("2026-11-06T00:05:00Z"), used: 140 << 30)
        #expect(problems == ["recent.jsonl: ignored 1 line with a time in the future"])
        #expect(try run(try date("2026-11-06T01:05:00Z"), used: 141 << 30) == [])
        #expect(try readings(at: "2026-11-06T02:00:00Z").count == 24 * 5 + 2)
    }

    @Test func aRenamedAccountStartsAfresh() throws {
        try runs("2026-11-20T22:05:00Z", 5)
        let history = ReadingHistory(in: files, at: try date("2026-11-21T03:05:00Z"))
        #expect(history.past(of: "a/new-name/account") == nil)
        #expect(history.past(of: "a/b/account") != nil)
    }

    @Test func ifTheRecentReadingsAreLostTheyAreMadeAgainFromTheDays() throws {
        try runs("2026-11-01T00:05:00Z", 24 * 20)
        let now = try date("2026-11-21T00:05:00Z")
        let intact = ReadingHistory(in: files, at: now)
        for contents in [nil, [], Array("torn".utf8)] as [[UInt8]?] {
            let lost = FilesInMemory(files.files)
            lost.set { $0.files["recent.jsonl"] = contents }
            let history = ReadingHistory(in: lost, at: now)
            let past = try #require(history.past(of: "a/b/account"))
            let known = try #require(intact.past(of: "a/b/account"))
            // All but the newest one.
            #expect(past.newest?.point == known.earlier.first)
            #expect(past.earlier.prefix(260) == known.earlier.dropFirst().prefix(260))
        }
    }

    /// If a run is killed during any change, the next one finds everything but the newest readings.
    @Test func aRunThatIsKilledLosesAtMostTheNewestReadings() throws {
        // The next run thins out a day, so there are four changes.
        try runs("2026-01-01T00:05:00Z", 6 * 102, every: 4 * 3600, rows: ["a", "b"])
        let start = files.files
        let now = try date("2026-04-13T00:05:00Z")
        for changes in 0...5 {
            files.set {
                $0.files = start
                $0.changes = changes
            }
            let problems = try run(now, used: 5000 << 30, rows: ["a", "b"])
            #expect(problems.isEmpty == (changes >= 4), "after \(changes) changes")
            files.set { $0.changes = .max }
            var next = ReadingHistory(in: files, at: now.addingTimeInterval(3600))
            let last = try #require(next.past(of: "a")?.newest)
            #expect(last.time >= now.addingTimeInterval(-4 * 3600))
            let readings = next.readings(from: try date("2026-01-02T00:00:00Z"), until: now, of: { $0 == "a" })
            #expect(readings.count >= 6 * 101, "after \(changes) changes")
            #expect(Set(readings.map(\.time)).count == readings.count)
            // The run after that writes complete lines again.
            try run(now.addingTimeInterval(3600), used: 5001 << 30, rows: ["a", "b"])
            let later = try run(now.addingTimeInterval(7200), used: 5002 << 30, rows: ["a", "b"])
            #expect(later.isEmpty || later.allSatisfy { $0.contains("damaged") })
        }
    }

    @Test func aFullDiskIsSaidAndCostsTheMemoryOnly() throws {
        try runs("2026-11-20T22:05:00Z", 5)
        let before = files.files
        files.set { $0.room = 100 }
        #expect(try run(try date("2026-11-21T03:05:00Z"), used: 30 << 30) == ["recent.jsonl: no space left"])
        #expect(files.files == before)
    }

    @Test func linesThatCannotBeReadAreSaid() throws {
        try runs("2026-11-20T22:05:00Z", 5)
        files.set { state in
            state.files["recent.jsonl"]?.append(contentsOf: "{\"v\":2}\ntorn".utf8)
            state.files["2026-11-21.jsonl"]?.append(contentsOf: "{\"v\":1,\"row\":".utf8)
        }
        var history = ReadingHistory(in: files, at: try date("2026-11-21T03:05:00Z"))
        #expect(
            history.problems == [
                "recent.jsonl: ignored 1 damaged line, 1 line from a newer version of the program"
            ])
        #expect(history.readings(from: .distantPast, until: try date("2026-11-22T00:00:00Z")).count == 5)
        #expect(history.problems.last == "2026-11-21.jsonl: ignored 1 damaged line")
    }

    @Test func ofADayTheLastReadingIsKeptAndTheLastBeforeAReset() throws {
        func reading(_ row: String, _ hour: Int, _ used: Int64) throws -> Reading {
            try #require(
                Reading(
                    row: row, time: try date("2026-11-30T00:00:00Z").addingTimeInterval(Double(hour) * 3600),
                    used: ByteCount(used) ?? .zero, period: .november()))
        }
        let chosen = ReadingHistory.lastOfDay(
            try [
                reading("a", 0, 90), reading("b", 0, 10), reading("a", 15, 99), reading("b", 15, 9),
                reading("a", 16, 1),
                reading("a", 17, 2), reading("b", 17, 11), reading("c", 23, 5),
            ])
        #expect(chosen.map(\.row) == ["a", "b", "c"])
        #expect(chosen.map(\.used.bytes) == [99, 11, 5])
    }
}
