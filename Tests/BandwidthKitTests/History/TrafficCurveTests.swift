import Foundation
import Testing

@testable import BandwidthKit

/// What was transferred between two times, derived from readings.
@Suite struct TrafficCurveTests {
    private func amounts(
        _ lines: String, _ times: [String], basis: PeriodBasis = .service
    ) throws -> [TrafficCurve.Amount] {
        let curve = TrafficCurve(try ReadingScript(basis: basis).readings(lines))
        let seconds = try times.map { try date("2026-\($0):00Z").second }
        return zip(seconds, seconds.dropFirst()).map { curve.amount(from: $0, to: $1) }
    }

    @Test func aCounterGrowsEvenlyBetweenReadings() throws {
        let lines = """
            2026-11-10T12:00Z 10
            2026-11-11T12:00Z 34
            2026-11-12T12:00Z 34
            """
        let days = try amounts(lines, ["11-10T00:00", "11-11T00:00", "11-12T00:00", "11-13T00:00"])
        #expect(days.map(\.bytes) == [12_000_000_000, 12_000_000_000, 0])
        #expect(days.map(\.seen) == [43200, 86400, 43200])
    }

    @Test func theDaysAddUpToTheCounter() throws {
        let traffic = try DailyTraffic("peyton-manning")
        let month = try #require(BillingPeriod.month(containing: date("2012-11-21T00:00:00Z")))
        let readings = stride(from: 0, through: 21 * 24, by: 7).compactMap { hour in
            let time = month.start.addingTimeInterval(Double(hour) * 3600)
            return Reading(
                row: "a/b/account", time: time, used: ByteCount(traffic.used(at: time, in: month)) ?? .zero,
                period: month)
        }
        let curve = TrafficCurve(readings), last = try #require(readings.last), start = month.start.second
        let days = (0...21).map { curve.amount(from: start + Int64($0) * 86400, to: start + Int64($0 + 1) * 86400) }
        #expect(days.reduce(0) { $0 + $1.bytes } == last.used.bytes)
        #expect(days.reduce(0) { $0 + $1.seen } == last.time.second - start)
    }

    /// The counter is reset at the start of a month; what it counted between the last reading and then is unknown.
    @Test func aNewPeriodBeginsAtZeroAndTheRestIsUnseen() throws {
        let lines = """
            2026-10-31T12:00Z 500
            2026-11-01T12:00Z 10
            """
        let days = try amounts(lines, ["10-31T00:00", "11-01T00:00", "11-02T00:00"])
        #expect(days.map(\.bytes) == [0, 10_000_000_000])
        #expect(days.map(\.seen) == [0, 43200])
    }

    /// Without the service's word, a counter that went on rising is still the old one.
    @Test func onlyAStatedPeriodResetsACounterThatDidNotFall() throws {
        let lines = """
            2026-10-31T12:00Z 5
            2026-11-01T12:00Z 10
            """
        #expect(try amounts(lines, ["10-31T00:00", "11-02T00:00"]).map(\.bytes) == [10_000_000_000])
        #expect(
            try amounts(lines, ["10-31T00:00", "11-02T00:00"], basis: .counter).map(\.bytes) == [5_000_000_000])
    }

    @Test func aCounterThatWasResetInBetweenHasStartedAtTheLastReading() throws {
        let lines = """
            2026-11-10T00:00Z 500
            2026-11-11T00:00Z 20
            """
        let day = try #require(try amounts(lines, ["11-10T00:00", "11-11T00:00"]).first)
        #expect(day == TrafficCurve.Amount(bytes: 20_000_000_000, seen: 86400, longest: 86400))
    }

    @Test func aCorrectionIsNegative() throws {
        let lines = """
            2026-11-10T00:00Z 500
            2026-11-10T12:00Z 510
            2026-11-11T00:00Z 480
            """
        let day = try #require(try amounts(lines, ["11-10T00:00", "11-11T00:00"]).first)
        #expect(day.bytes == -20_000_000_000)
        #expect(day.correction == -30_000_000_000)
    }

    @Test func nothingOverflows() throws {
        let readings = [(0, 0), (1, Int64.max), (2, 0), (3, .max), (4, .max / 2 + 2)].compactMap { day, used in
            Reading(
                row: "a", time: Date(second: 1_700_000_000 + day * 86400), used: ByteCount(used) ?? .zero, period: nil)
        }
        let amount = TrafficCurve(readings).amount(from: 0, to: .max)
        #expect(amount.bytes == .max / 2 + 2 + 0 || amount.bytes > 0)
        #expect(amount.seen == 4 * 86400)
    }
}
