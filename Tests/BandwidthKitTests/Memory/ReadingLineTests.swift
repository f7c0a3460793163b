import Foundation
import Testing

@testable import BandwidthKit

/// One reading as one line of JSON.
@Suite struct ReadingLineTests {
    static let line =
        #"{"v":1,"row":"linode/production/region/id-cgk","time":1795240800,"used":126701535232,"quota":107374182400,"#
        + #""start":1793491200,"end":1796083200,"basis":"calendar"}"#

    private func text(of reading: Reading) -> String {
        var writer = LineWriter()
        reading.write(to: &writer)
        writer.append("}")
        return String(decoding: writer.bytes, as: UTF8.self)
    }

    private func reading(_ line: String) throws(UnreadableLine) -> Reading {
        let bytes = Array(line.utf8)
        guard let reading = try Reading(line: bytes.indices, of: bytes) else { throw .damaged }
        return reading
    }

    private func reason(_ line: String) -> UnreadableLine? {
        do throws(UnreadableLine) {
            _ = try reading(line)
            return nil
        } catch {
            return error
        }
    }

    @Test func theFormIsAsItIsDocumented() throws {
        let reading = try #require(
            Reading(
                row: "linode/production/region/id-cgk", time: try date(today), used: .gigabytes(118),
                quota: .gigabytes(100), period: .november()))
        #expect(text(of: reading) == Self.line)
        #expect(try self.reading(Self.line) == reading)
    }

    @Test func itIsJSON() throws {
        let value = try JSONParser().parse(Array(Self.line.utf8))
        #expect(
            value.members?.map(\.key) == ["v", "row", "time", "used", "quota", "start", "end", "basis"])
    }

    @Test(arguments: [
        "linode/production/account", #"a "quoted" \ account"#, "Zürich/日本/🛰", "tab\tand\u{1}control", "a\u{7F}b",
        String(repeating: "x", count: 1024),
    ])
    func everyIdentifierComesBack(row: String) throws {
        for period in [nil, try BillingPeriod.november(), CalendarMonth("2026-10")?.period] {
            let reading = try #require(
                Reading(row: row, time: try date(today), used: .maximum, quota: nil, period: period))
            #expect(try self.reading(text(of: reading)) == reading)
            let value = try JSONParser().parse(Array(text(of: reading).utf8))
            #expect(value["row"] == .string(row))
        }
    }

    @Test func whatIsOfNoUseIsNoReading() throws {
        let now = try date(today)
        #expect(Reading(row: "", time: now, used: .zero, period: nil) == nil)
        #expect(Reading(row: String(repeating: "x", count: 1025), time: now, used: .zero, period: nil) == nil)
        #expect(Reading(row: "a", time: .distantPast, used: .zero, period: nil) == nil)
        #expect(Reading(row: "a", time: Date(timeIntervalSince1970: .infinity), used: .zero, period: nil) == nil)
    }

    @Test func everyTornLineIsDamaged() {
        for length in 0..<Self.line.utf8.count {
            #expect(reason(String(Self.line.prefix(length))) == .damaged)
        }
    }

    @Test(
        arguments: [
            (#"{"v":2,"whatever":[]}"#, .newer), (#"{"v":100"#, .newer), (#"{"v":0,"row":"a"}"#, .damaged),
            (#"{"v":-1}"#, .damaged), ("[]", .damaged), ("garbage", .damaged),
            (#"{"v":99999999999999999999}"#, .damaged),
        ] as [(String, UnreadableLine)])
    func otherLinesAreSkipped(line: String, expected: UnreadableLine) {
        #expect(reason(line) == expected)
    }

    @Test(arguments: [
        ("126701535232", "-1"), ("126701535232", "9223372036854775808"), ("126701535232", "1.5"),
        ("126701535232", "null"), ("1795240800", "-1"), ("1795240800", "253402214400"), ("calendar", "moon"),
        ("linode/production/region/id-cgk", ""), ("107374182400", "1e3"), (#""v":1"#, #""v":1.0"#),
        (#""calendar"}"#, #""calendar"},"#),
    ])
    func aValueOutOfRangeIsDamage(value: String, other: String) {
        #expect(reason(Self.line.replacing(value, with: other)) == .damaged)
    }

    /// No change of bytes crashes the program, and any reading that is parsed can be written again.
    @Test func noBytesTrap() throws {
        var generator = SeededGenerator(seed: 7)
        for _ in 0..<5000 {
            var bytes = Array(Self.line.utf8)
            for _ in 0..<Int.random(in: 1...4, using: &generator) {
                let place = Int.random(in: 0..<bytes.count, using: &generator)
                switch Int.random(in: 0..<3, using: &generator) {
                case 0: bytes[place] = UInt8.random(in: 0...255, using: &generator)
                case 1: bytes.remove(at: place)
                default: bytes.insert(bytes[Int.random(in: 0..<bytes.count, using: &generator)], at: place)
                }
            }
            guard let reading = try? Reading(line: bytes.indices, of: bytes) else { continue }
            #expect(try self.reading(text(of: reading)) == reading)
        }
    }
}
