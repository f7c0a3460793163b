import Foundation
import Testing

@testable import BandwidthKit

/// Readings as a table, out of the memory and into it.
@Suite struct HistoryImportTests {
    private func table(_ files: any StateFiles, at now: String = today) throws -> String {
        var text = ""
        let problems = HistoryExport(files).write(now: try date(now)) { text += $0 }
        #expect(problems == [])
        return text
    }

    @discardableResult
    private func take(
        _ table: String, into files: FilesInMemory, at now: String = today
    ) throws -> HistoryImport.Result {
        try HistoryImport(table: Array(table.utf8), now: date(now)).write(to: files, now: date(now))
    }

    private func csv(_ lines: String) -> String {
        "id,time,used_bytes\n" + lines
    }

    /// What half a year of hourly runs leaves behind.
    private func halfAYear() throws -> FilesInMemory {
        let files = FilesInMemory(), start = try date("2026-05-20T00:05:00Z")
        let scope = UsageScope(.region, id: "id,\"cgk\"", label: "Jakarta, \"ID\"\u{301}")
        let row = RememberedRow(provider: "linode", account: "production", scope: scope, unit: .binaryGigabyte)
        for hour in stride(from: 0, through: 185 * 24, by: 3) {
            let now = start.addingTimeInterval(Double(hour) * 3600)
            var history = ReadingHistory(in: files, at: now)
            for (name, quota) in [(row.id, ByteCount.gigabytes(100)), ("linode/production/account", nil)] {
                let month = try #require(BillingPeriod.month(containing: now))
                let used = Int64(now.timeIntervalSince(month.start)) * (quota == nil ? 17_003 : 40_001)
                history.remember(
                    try #require(
                        Reading(row: name, time: now, used: ByteCount(used) ?? .zero, quota: quota, period: month)),
                    isJudged: true)
            }
            history.save()
            #expect(history.problems == [])
        }
        var directory = RowDirectory(in: files)
        if directory.update([row], today: 20_778) { try directory.save(in: files) }
        return files
    }

    @Test func whatWasExportedIsTheSameAfterAnImport() throws {
        let files = try halfAYear(), now = "2026-11-21T02:00:00Z"
        let exported = try table(files, at: now), copy = FilesInMemory()
        let result = try take(exported, into: copy, at: now)
        #expect(result.added == exported.split(separator: "\r\n").count - 1)
        #expect(result.duplicates == 0 && result.dropped == 0 && result.problems == [] && result.troubles == [])
        #expect(try table(copy, at: now) == exported)
        #expect(copy.names() == files.names())
        // What a check needs is there too.
        let growth = [files, copy].map { files -> ByteCount? in
            let past = (try? date(now)).flatMap {
                ReadingHistory(in: files, at: $0).past(of: "linode/production/account")
            }
            return past.flatMap { past in past.newest.map { past.growth(upTo: $0) } }?.lastSevenDays
        }
        #expect(growth[0] != nil && growth[0] == growth[1])
    }

    @Test func aSecondImportAddsNothing() throws {
        let files = try halfAYear(), now = "2026-11-21T02:00:00Z"
        let exported = try table(files, at: now), before = files.files
        let result = try take(exported, into: files, at: now)
        #expect(result.added == 0 && result.dropped == 0)
        #expect(result.duplicates == exported.split(separator: "\r\n").count - 1)
        #expect(try table(files, at: now) == exported)
        #expect(files.files.filter { $0.key != "recent.jsonl" } == before.filter { $0.key != "recent.jsonl" })
    }

    @Test func threeColumnsAreEnough() throws {
        let files = FilesInMemory()
        let lines = """
            linode/production/account,2026-11-20T06:00:00Z,100 GB
            linode/production/account,2026-11-21T05:30:00+00:00,"2,5"
            """
        let result = try take(csv(lines), into: files)
        #expect(result.problems == ["line 3: used_bytes: expected bytes, or a size such as 118 GB, but got '2,5'"])
        #expect(result.added == 1)
        #expect(result.newRows == ["linode/production/account"])
        // The calendar month is assumed, as a check does.
        #expect(
            try table(files).hasSuffix(
                "linode/production/account,2026-11-20T06:00:00Z,100000000000,,2026-11-01T00:00:00Z,2026-12-01T00:00:00Z,"
                    + "calendar,,GB,1000000000\r\n"))
    }

    @Test(arguments: [
        ("linode/production/account,2026-11-20T06:00:00Z", "expected 3 fields, but got 2"),
        (
            "production,2026-11-20T06:00:00Z,1",
            "id: expected one such as linode/production/account, but got 'production'"
        ),
        ("a//b,2026-11-20T06:00:00Z,1", "id: expected one such as linode/production/account, but got 'a//b'"),
        ("a/b/c,yesterday,1", "time: expected a time such as 2026-11-21T06:00:00Z, but got 'yesterday'"),
        ("a/b/c,,1", "time: missing"), ("a/b/c,2026-11-22T06:00:00Z,1", "time: is in the future"),
        ("a/b/c,2026-11-20T06:00:00Z,-1", "used_bytes: expected bytes, or a size such as 118 GB, but got '-1'"),
        ("a/b/c,2026-11-20T06:00:00Z,", "used_bytes: expected bytes, or a size such as 118 GB, but got nothing"),
        (
            "a/b/c,2026-11-20T06:00:00Z,99999999999999999999",
            "used_bytes: expected bytes, or a size such as 118 GB, but got '99999999999999999999'"
        ),
    ])
    func aBadLineIsToldWithItsNumberAndTheOthersAreTaken(line: String, problem: String) throws {
        let good = "x/y/account,2026-11-20T06:00:00Z,1"
        let result = try take(csv("\(good)\n\"quoted\n\",,\n\(line)\n"), into: FilesInMemory())
        #expect(result.added == 1)
        #expect(result.problems.last == "line 5: \(problem)")
    }

    @Test func aThousandBadLinesAreCounted() throws {
        let result = try take(csv(String(repeating: "nonsense\n", count: 1000)), into: FilesInMemory())
        #expect(result.problems.count == 21)
        #expect(result.problems.last == "980 more lines can't be taken")
    }

    @Test(arguments: [
        ("", "the column id is missing"), ("id,time\n", "the column used_bytes is missing"),
        ("id,time,used_bytes,id\n", "a column is there twice"),
        (
            "id,time,used_bytes,colour\n",
            "unknown column 'colour'; the columns are: id,time,used_bytes,quota_bytes,period_start,period_end,"
                + "period_basis,label,unit,unit_bytes"
        ),
    ])
    func withoutAHeaderNothingIsTaken(text: String, problem: String) throws {
        let error = #expect(throws: ConfigurationError.self) {
            try HistoryImport(table: Array(text.utf8), now: date(today))
        }
        #expect(error?.problems.map(\.description) == ["line 1: \(problem)"])
    }

    @Test func whatIsThereAlreadyStaysAsItIs() throws {
        let files = FilesInMemory()
        try take(csv("a/b/account,2026-11-20T06:10:00Z,1\na/b/account,2026-11-21T05:00:00Z,5\n"), into: files)
        let result = try take(
            csv("a/b/account,2026-11-20T06:10:00Z,999\na/b/account,2026-11-20T09:00:00Z,3\n"), into: files)
        #expect(result.added == 1)
        #expect(result.duplicates == 1)
        let used = try table(files).split(separator: "\r\n").dropFirst().map { $0.split(separator: ",")[2] }
        #expect(used == ["1", "3", "5"])
    }

    @Test func oneReadingAnHourIsKept() throws {
        let files = FilesInMemory()
        let minutes = (0..<180).map {
            "a/b/account,2026-11-20T\(6 + $0 / 60):\($0 % 60 < 10 ? "0" : "")\($0 % 60):00Z,\($0)"
        }
        let result = try take(csv(minutes.joined(separator: "\n")), into: files)
        #expect(result.added == 3)
        #expect(result.dropped == 177)
        let used = try table(files).split(separator: "\r\n").dropFirst().map { $0.split(separator: ",")[2] }
        #expect(used == ["59", "119", "179"])
        // The next reading an hour later keeps the last of these.
        var history = ReadingHistory(in: files, at: try date("2026-11-20T09:30:00Z"))
        history.remember(
            try #require(
                Reading(
                    row: "a/b/account", time: date("2026-11-20T09:30:00Z"), used: ByteCount(200) ?? .zero,
                    period: .november())), isJudged: true)
        history.save()
        #expect(try table(files).split(separator: "\r\n").count == 5)
    }

    @Test func anImportedWeekIsABasisForForecasts() throws {
        let files = FilesInMemory()
        let days = (10...20).map { "a/b/account,2026-11-\($0)T06:00:00Z,\($0)GB" }
        try take(csv(days.joined(separator: "\n")), into: files)
        let history = ReadingHistory(in: files, at: try date(today))
        let past = try #require(history.past(of: "a/b/account"))
        let reading = try #require(
            Reading(
                row: "a/b/account", time: date(today), used: ByteCount(21_000_000_000) ?? .zero, period: .november()))
        #expect(past.growth(upTo: reading).lastSevenDays?.bytes == 7_000_000_000)
    }

    @Test func whatIsOlderThanThreeYearsIsNotKept() throws {
        let files = FilesInMemory()
        let result = try take(
            csv("a/b/account,2020-01-01T00:00:00Z,1\na/b/account,2025-01-01T00:00:00Z,2\n"), into: files)
        #expect(result.added == 1)
        #expect(result.dropped == 1)
    }

    /// Whenever the import is killed, every reading is still there that was there before.
    @Test func aKilledImportLosesNothing() throws {
        let now = "2026-11-21T02:00:00Z"
        let original = try halfAYear(), before = Set(try table(original, at: now).split(separator: "\r\n"))
        let lines = ["2026-06-01T06:30:00Z", "2026-06-20T06:30:00Z", "2026-11-20T06:30:00Z", "2026-11-21T01:30:00Z"]
            .map { "linode/production/account,\($0),5" }.joined(separator: "\n")
        for changes in 0..<12 {
            let files = FilesInMemory(original.files)
            files.set { $0.changes = changes }
            let result = try take(csv(lines), into: files, at: now)
            files.set { $0.changes = .max }
            if !result.troubles.isEmpty { #expect(result.troubles.allSatisfy { $0.contains("killed") }) }
            var text = ""
            // A line that was torn when it was copied is still where it came from.
            _ = HistoryExport(files).write(now: try date(now)) { text += $0 }
            let after = Set(text.split(separator: "\r\n"))
            // A later reading of the same hour or old day takes the place of one before.
            #expect(before.subtracting(after).count <= 2, "killed after \(changes) changes")
        }
    }

    @Test func anyTableIsTakenOrRefused() throws {
        let files = try FilesInMemory.remembering(try ReadingScript().readings("2026-11-20T06:00Z 5/100"))
        let exported = try table(files)
        var mutator = Mutator(seed: 8), taken = 0
        for _ in 0..<FuzzTests.rounds * 4 {
            guard let table = try? HistoryImport(table: mutator.mutate(exported), now: date(today)) else { continue }
            let result = table.write(to: FilesInMemory(), now: try date(today))
            taken += result.added
            for problem in result.problems { #expect(problem == problem.printable) }
        }
        #expect(taken > 0)
    }
}
