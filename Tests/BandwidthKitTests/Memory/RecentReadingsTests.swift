import Foundation
import Testing

@testable import BandwidthKit

/// The newest readings of all rows: what is kept of them, and how they are restored from text.
@Suite struct RecentReadingsTests {
    private func reading(
        _ time: String, _ used: Int64, row: String = "vultr/shop/account", month: String = "2026-11"
    ) throws -> Reading {
        try #require(
            Reading(
                row: row, time: try date(time), used: ByteCount(used) ?? .zero, quota: ByteCount(1_000_000),
                period: CalendarMonth(month)?.period))
    }

    private func text(_ recent: RecentReadings) -> [UInt8] {
        var writer = LineWriter()
        recent.write(to: &writer)
        return writer.bytes
    }

    /// Remembers readings run by run, and collects what each run keeps.
    private func remember(
        _ readings: [Reading], isJudged: Bool = true, in recent: inout RecentReadings
    ) throws -> [Int64] {
        var kept: [Int64] = []
        for reading in readings {
            if let last = recent.remember(reading, isJudged: isJudged) { kept.append(last.used.bytes) }
            recent = RecentReadings(text(recent), at: reading.time)
            #expect(recent.ignored.isEmpty)
            #expect(recent.newest.contains(reading))
        }
        return kept
    }

    @Test func theFormIsAsItIsDocumented() throws {
        var recent = RecentReadings()
        _ = try remember(
            [
                reading("2026-11-21T04:00:00Z", 100), reading("2026-11-21T05:00:00Z", 90),
                reading("2026-11-21T06:00:00Z", 170),
            ], in: &recent)
        #expect(
            String(decoding: text(recent), as: UTF8.self)
                == #"{"v":1,"row":"vultr/shop/account","time":1795240800,"used":170,"quota":1000000,"#
                + #""start":1793491200,"end":1796083200,"basis":"service","span":7200,"earlier":[3600,80,3600,-10]}"#
                + "\n")
    }

    @Test func theLastReadingOfEachHourIsKept() throws {
        var recent = RecentReadings()
        let kept = try remember(
            [
                reading("2026-11-21T04:10:00Z", 1), reading("2026-11-21T04:50:00Z", 2),
                reading("2026-11-21T04:59:59Z", 3), reading("2026-11-21T05:00:00Z", 4),
                reading("2026-11-21T07:30:00Z", 5), reading("2026-11-21T08:30:00Z", 6),
            ], in: &recent)
        #expect(kept == [3, 4, 5])
        #expect(recent.past(of: "vultr/shop/account")?.earlier.map(\.used) == [5, 4, 3])
        #expect(recent.past(of: "vultr/shop/account")?.newest?.used.bytes == 6)
    }

    @Test func theLastReadingOfEachDayIsKeptOfARowThatIsNotJudged() throws {
        var recent = RecentReadings()
        let kept = try remember(
            [
                reading("2026-11-19T04:10:00Z", 1), reading("2026-11-19T23:50:00Z", 2),
                reading("2026-11-20T00:10:00Z", 3), reading("2026-11-21T07:30:00Z", 4),
            ], isJudged: false, in: &recent)
        #expect(kept == [2, 3])
    }

    @Test func theLastReadingOfAPeriodIsKeptAndStillOneAnHour() throws {
        var recent = RecentReadings()
        let kept = try remember(
            [
                reading("2026-11-30T16:01:00Z", 98), reading("2026-11-30T16:20:00Z", 1, month: "2026-12"),
                reading("2026-11-30T16:40:00Z", 2, month: "2026-12"),
                reading("2026-11-30T17:01:00Z", 3, month: "2026-12"),
                reading("2026-11-30T18:01:00Z", 4, month: "2026-12"),
            ], in: &recent)
        #expect(kept == [98, 3])
    }

    @Test func onlyTheElevenDaysBeforeTheNewestAreKept() throws {
        var recent = RecentReadings()
        let start = try date("2026-11-01T00:30:00Z")
        for hour in 0..<600 {
            let time = start.addingTimeInterval(Double(hour) * 3600)
            let reading = try #require(
                Reading(row: "a", time: time, used: ByteCount(hour) ?? .zero, period: .november()))
            _ = recent.remember(reading, isJudged: true)
            if hour % 50 == 0 { recent = RecentReadings(text(recent), at: time) }
        }
        let past = try #require(recent.past(of: "a"))
        #expect(past.earlier.map(\.used) == (0...264).map { 598 - $0 })
        let next = try #require(
            Reading(
                row: "a", time: start.addingTimeInterval(600 * 3600), used: ByteCount(600) ?? .zero, period: .november()
            ))
        #expect(past.growth(upTo: next).lastSevenDays?.bytes == 168)
        #expect(past.growth(upTo: next).pace?.percentage == 100)
    }

    /// Lists are the same whether they are copied from the text or in memory.
    @Test(arguments: [1, 2, 3, 4])
    func itDoesNotMatterHowOftenTheyAreWrittenAndReadBack(seed: UInt64) throws {
        var generator = SeededGenerator(seed: seed)
        var inMemory = RecentReadings(), onDisk = RecentReadings()
        var time = try date("2026-11-01T00:00:00Z"), used: Int64 = 0
        for _ in 0..<400 {
            time += Double.random(in: -1800...14400, using: &generator)
            used = Bool.random(using: &generator) ? used + 1000 : used * 4 / 5
            let reading = try #require(
                Reading(
                    row: "a", time: time, used: ByteCount(used) ?? .zero, period: BillingPeriod.month(containing: time))
            )
            let isJudged = Int.random(in: 0..<20, using: &generator) > 0
            let kept = inMemory.remember(reading, isJudged: isJudged)
            #expect(onDisk.remember(reading, isJudged: isJudged) == kept)
            onDisk = RecentReadings(text(onDisk), at: time)
            #expect(onDisk.past(of: "a") == inMemory.past(of: "a"))
            #expect(text(onDisk) == text(inMemory))
        }
    }

    @Test func theSameReadingTwiceIsOne() throws {
        var recent = RecentReadings()
        let kept = try remember(
            [
                reading("2026-11-21T04:10:00Z", 1), reading("2026-11-21T04:10:00Z", 1),
                reading("2026-11-21T05:10:00Z", 2), reading("2026-11-21T05:10:00Z", 2),
            ], in: &recent)
        #expect(kept == [1])
        #expect(recent.past(of: "vultr/shop/account")?.earlier.map(\.used) == [1])
    }

    @Test func anOlderReadingThanTheNewestIsNotRemembered() throws {
        var recent = RecentReadings()
        #expect(recent.remember(try reading("2026-11-21T05:10:00Z", 2), isJudged: true) == nil)
        #expect(recent.remember(try reading("2026-11-21T03:10:00Z", 1), isJudged: true) == nil)
        #expect(recent.past(of: "vultr/shop/account")?.newest?.used.bytes == 2)
        #expect(recent.past(of: "vultr/shop/account")?.earlier == [])
    }

    @Test func aReadingFromTheFutureLeavesTheOnesBeforeIt() throws {
        var recent = RecentReadings()
        _ = try remember(
            [
                reading("2026-11-21T04:10:00Z", 1), reading("2026-11-21T05:10:00Z", 2),
                reading("2027-03-01T05:10:00Z", 3, month: "2027-03"),
            ], in: &recent)
        recent = RecentReadings(text(recent), at: try date("2026-11-21T06:10:00Z"))
        #expect(recent.ignored == IgnoredLines(future: 1))
        let past = try #require(recent.past(of: "vultr/shop/account"))
        #expect(past.newest == nil)
        #expect(past.earlier.map(\.used) == [2, 1])
        #expect(recent.remember(try reading("2026-11-21T06:10:00Z", 4), isJudged: true) == nil)
        #expect(recent.past(of: "vultr/shop/account")?.earlier.map(\.used) == [2, 1])
    }

    @Test func rowsThatAreNotReadStayAsTheyAre() throws {
        var recent = RecentReadings()
        for hour in 1...5 {
            for row in ["a", "b", "c"] {
                _ = recent.remember(try reading("2026-11-21T0\(hour):00:00Z", Int64(hour), row: row), isJudged: true)
            }
        }
        let before = text(recent)
        recent = RecentReadings(before, at: try date(today))
        #expect(text(recent) == before)
        _ = recent.remember(try reading(today, 6, row: "b"), isJudged: true)
        let lines = text(recent).lineRanges.map { String(decoding: text(recent)[$0], as: UTF8.self) }
        let old = before.lineRanges.map { String(decoding: before[$0], as: UTF8.self) }
        #expect(lines[0] == old[0])
        #expect(lines[1] != old[1])
        #expect(lines[2] == old[2])
    }

    @Test func aRowThatWasNotSeenFor40DaysIsHandedOut() throws {
        var recent = RecentReadings()
        _ = recent.remember(try reading("2026-10-01T00:00:00Z", 1, row: "gone"), isJudged: true)
        _ = recent.remember(try reading("2026-11-09T00:00:00Z", 2, row: "away"), isJudged: true)
        _ = recent.remember(try reading("2026-11-11T00:00:00Z", 3, row: "here"), isJudged: true)
        recent = RecentReadings(text(recent), at: try date("2099-11-12T00:00:00Z"))
        // A clock that jumps ahead makes nothing older.
        _ = recent.remember(try reading("2099-11-12T00:00:00Z", 4, row: "here"), isJudged: true)
        #expect(recent.forgetAbsent().map(\.row) == ["gone"])
        #expect(recent.past(of: "gone") == nil)
        #expect(
            RecentReadings(text(recent), at: try date("2099-11-12T00:00:00Z")).newest.map(\.row) == ["away", "here"])
    }

    @Test func linesThatCannotBeReadAreCounted() throws {
        var recent = RecentReadings()
        for row in ["a", "b"] {
            for hour in 1...3 {
                _ = recent.remember(try reading("2026-11-21T0\(hour):00:00Z", Int64(hour), row: row), isJudged: true)
            }
        }
        let lines = String(decoding: text(recent), as: UTF8.self).split(separator: "\n")
        let damaged =
            "garbage\n\n\(lines[0])\n{\"v\":2,\"row\":7}\n\0\0\0\n\(lines[1].dropLast(4))\n\(lines[1])\n"
            + "\(lines[0].dropLast(20))"
        recent = RecentReadings(Array(damaged.utf8), at: try date(today))
        #expect(recent.ignored == IgnoredLines(damaged: 4, newer: 1))
        #expect(
            recent.ignored.description == "4 damaged lines, 1 line from a newer version of the program")
        #expect(recent.newest.map(\.row) == ["a", "b"])
        #expect(recent.past(of: "b")?.earlier.map(\.used) == [2, 1])
        #expect(String(decoding: text(recent), as: UTF8.self) == lines.joined(separator: "\n") + "\n")
    }

    @Test func ofTwoLinesOfARowTheNewerOneCounts() throws {
        var early = RecentReadings(), late = RecentReadings()
        _ = early.remember(try reading("2026-11-21T01:00:00Z", 1), isJudged: true)
        _ = late.remember(try reading("2026-11-21T02:00:00Z", 2), isJudged: true)
        for text in [text(early) + text(late), text(late) + text(early)] {
            #expect(RecentReadings(text, at: try date(today)).newest.map(\.used.bytes) == [2])
        }
    }

    @Test(
        arguments: [
            ("[3600,80,3600,-10]", [90, 100]), ("[3600,80,3600]", [90]), ("[3600,80,0,1]", [90]), ("[]", []),
            ("[3600,80,3600,91]", [90]), ("[3600,80,-3600,1]", [90]), ("[3600,80,9999999999,1]", [90]),
            ("[3600,-9223372036854775807,1,1]", []), ("[3600,80,,]", [90]), ("[x]", []),
        ] as [(String, [Int64])])
    func aListIsReadAsFarAsItCanBe(list: String, expected: [Int64]) throws {
        var recent = RecentReadings()
        _ = recent.remember(try reading(today, 170), isJudged: true)
        let line = String(decoding: text(recent), as: UTF8.self).replacing("[]", with: list)
        recent = RecentReadings(Array(line.utf8), at: try date(today))
        #expect(recent.past(of: "vultr/shop/account")?.earlier.map(\.used) == expected)
    }

    @Test(arguments: [
        (#""span":9223372036854775807,"earlier":[1,0,1,0,1,0]"#, 1),
        (#""span":2000000,"earlier":[4000,0,1,0,1,0,9223372036854775807,0]"#, 0),
        (#""span":10000000000,"earlier":[4000,0,1,0,1,0,9223372036854775807,0]"#, 1),
    ])
    func impossibleDistancesTrapNothing(list: String, ignored: Int) throws {
        var recent = RecentReadings()
        _ = recent.remember(try reading("2026-11-21T04:30:00Z", 50), isJudged: true)
        let line = String(decoding: text(recent), as: UTF8.self).replacing(#""span":0,"earlier":[]"#, with: list)
        var damaged = RecentReadings(Array(line.utf8), at: try date(today))
        #expect(damaged.ignored.damaged == ignored)
        for hour in 5...9 {
            let next = try reading("2026-11-21T0\(hour):30:00Z", 60)
            _ = damaged.remember(next, isJudged: true)
            damaged = RecentReadings(text(damaged), at: next.time)
            #expect(damaged.ignored.isEmpty)
            #expect(damaged.newest == [next])
        }
    }

    @Test func noBytesTrap() throws {
        var recent = RecentReadings()
        for row in ["a", "b"] {
            for hour in 1...5 {
                _ = recent.remember(try reading("2026-11-21T0\(hour):00:00Z", Int64(hour), row: row), isJudged: true)
            }
        }
        let intact = text(recent)
        var generator = SeededGenerator(seed: 3)
        for _ in 0..<3000 {
            var bytes = intact
            for _ in 0..<Int.random(in: 1...4, using: &generator) {
                let place = Int.random(in: 0..<bytes.count, using: &generator)
                switch Int.random(in: 0..<3, using: &generator) {
                case 0: bytes[place] = UInt8.random(in: 0...255, using: &generator)
                case 1: bytes.removeSubrange(place...)
                default: bytes.insert(bytes[place], at: place)
                }
                if bytes.isEmpty { bytes = intact }
            }
            var damaged = RecentReadings(bytes, at: try date(today))
            let next = try reading("2026-11-21T06:30:00Z", 9, row: "a")
            _ = damaged.past(of: "a")?.growth(upTo: next).pace
            _ = damaged.past(of: "b")?.growth(upTo: next).lastSevenDays
            _ = damaged.remember(next, isJudged: true)
            #expect(RecentReadings(text(damaged), at: next.time).newest.contains(next))
        }
    }
}
