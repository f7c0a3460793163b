import BandwidthKit
import Foundation
import Testing

/// The period of a row and the texts that are sent, run by run, through the program with its own clock.
@Suite struct PeriodTests {
    /// The result of each run of a story: time, counter, period, texts.
    private func play(_ lines: String, in story: Story) async throws -> String {
        var result: [String] = []
        for line in lines.split(separator: "\n") {
            let words = line.split(separator: " ", omittingEmptySubsequences: true).map(String.init)
            let figures = words[1].split(separator: "/").compactMap { Double($0) }
            let run = try await story.run(
                at: "\(words[0].dropLast()):00Z", used: figures[0], of: Int(figures[1]))
            let text = run.texts.isEmpty ? "-" : "text"
            #expect(run.status == 0, "\(line): \(run.errors)")
            #expect(run.texts.count <= 1)
            result.append("\(words[0]) \(words[1]) \(run.period) \(text)")
        }
        return result.joined(separator: "\n")
    }

    private func expect(
        _ lines: String, _ rules: String = #", "rules": [{ "actual": 90 }]"#,
        sourceLocation: SourceLocation = #_sourceLocation
    ) async throws {
        let story = try Story()
        story.extra = rules
        let found = try await play(lines, in: story)
        #expect(found == lines, sourceLocation: sourceLocation)
    }

    @Test func aCounterThatIsResetOnTime() async throws {
        try await expect(
            """
            2026-11-28T12:00Z 96/100 2026-11-01/2026-12-01 text
            2026-11-30T23:05Z 98/100 2026-11-01/2026-12-01 -
            2026-12-01T00:05Z 0.1/100 2026-12-01/2027-01-01 -
            2026-12-20T00:05Z 85/100 2026-12-01/2027-01-01 -
            2026-12-22T00:05Z 91/100 2026-12-01/2027-01-01 text
            2026-12-22T01:05Z 92/100 2026-12-01/2027-01-01 -
            """)
    }

    /// An alert on 28 November, a reset three hours late, and a crossing in December.
    @Test func aCounterThatIsResetThreeHoursLate() async throws {
        try await expect(
            """
            2026-11-28T12:00Z 96/100 2026-11-01/2026-12-01 text
            2026-11-30T23:05Z 98/100 2026-11-01/2026-12-01 -
            2026-12-01T00:05Z 98.1/100 2026-11-01/2026-12-01 -
            2026-12-01T02:05Z 98.3/100 2026-11-01/2026-12-01 -
            2026-12-01T03:05Z 0.1/100 2026-12-01/2027-01-01 -
            2026-12-02T03:05Z 91/100 2026-12-01/2027-01-01 text
            2026-12-02T04:05Z 92/100 2026-12-01/2027-01-01 -
            """)
    }

    /// The service's midnight is at +08:00.
    @Test func aCounterThatIsResetHoursEarly() async throws {
        try await expect(
            """
            2026-11-29T12:00Z 96/100 2026-11-01/2026-12-01 text
            2026-11-30T15:05Z 97/100 2026-11-01/2026-12-01 -
            2026-11-30T19:05Z 0.4/100 2026-11-30/2027-01-01 -
            2026-12-01T00:05Z 2/100 2026-11-30/2027-01-01 -
            2026-12-05T00:05Z 91/100 2026-11-30/2027-01-01 text
            2026-12-05T01:05Z 92/100 2026-11-30/2027-01-01 -
            """)
    }

    @Test func aCounterThatIsNotResetForTwoDays() async throws {
        try await expect(
            """
            2026-11-30T12:00Z 96/100 2026-11-01/2026-12-01 text
            2026-12-01T12:00Z 97/100 2026-11-01/2026-12-01 -
            2026-12-02T12:00Z 98/100 2026-11-01/2026-12-01 -
            2026-12-03T12:00Z 1.5/100 2026-12-01/2027-01-01 -
            2026-12-10T12:00Z 95/100 2026-12-01/2027-01-01 text
            """)
    }

    @Test func aCorrectionIsNoNewPeriod() async throws {
        try await expect(
            """
            2026-11-20T12:00Z 92/100 2026-11-01/2026-12-01 text
            2026-11-20T13:00Z 89.2/100 2026-11-01/2026-12-01 -
            2026-11-20T14:00Z 92.5/100 2026-11-01/2026-12-01 -
            """)
    }

    /// It isn't known yet whether the counter has been reset, so nothing is sent for 12 hours.
    @Test func theFirstRunEverFiveMinutesIntoAMonth() async throws {
        try await expect(
            """
            2026-12-01T00:05Z 96/100 2026-12-01/2027-01-01 -
            2026-12-01T01:05Z 96.1/100 2026-12-01/2027-01-01 -
            2026-12-01T03:05Z 0.1/100 2026-12-01/2027-01-01 -
            2026-12-20T12:05Z 91/100 2026-12-01/2027-01-01 text
            """)
    }

    @Test func theFirstRunEverOfAnAccountThatIsReallyOver() async throws {
        try await expect(
            """
            2026-12-01T00:05Z 96/100 2026-12-01/2027-01-01 -
            2026-12-01T11:05Z 97/100 2026-12-01/2027-01-01 -
            2026-12-01T12:05Z 97/100 2026-12-01/2027-01-01 text
            2026-12-01T13:05Z 97/100 2026-12-01/2027-01-01 -
            """)
    }

    @Test func aMonthWithoutAnyRun() async throws {
        try await expect(
            """
            2026-10-20T12:00Z 92/100 2026-10-01/2026-11-01 text
            2026-11-25T12:00Z 95/100 2026-11-01/2026-12-01 text
            2026-11-25T13:00Z 95/100 2026-11-01/2026-12-01 -
            """)
    }

    @Test func aQuotaThatIsRaisedInTheMiddle() async throws {
        try await expect(
            """
            2026-11-20T12:00Z 92/100 2026-11-01/2026-12-01 text
            2026-11-20T13:00Z 93/200 2026-11-01/2026-12-01 -
            2026-11-28T13:00Z 185/200 2026-11-01/2026-12-01 -
            """)
    }

    @Test func anAccountThatIsRenamedStartsAfresh() async throws {
        let story = try Story()
        story.extra = #", "rules": [{ "actual": 90 }]"#
        #expect(try await story.run(at: "2026-11-20T12:00:00Z", used: 92).texts.count == 1)
        story.name = "live"
        let renamed = try await story.run(at: "2026-11-20T13:00:00Z", used: 92)
        #expect(renamed.texts.count == 1)
        #expect(renamed.rows.first?["id"] == "linode/live/account")
        #expect(try await story.run(at: "2026-11-20T14:00:00Z", used: 92).texts.isEmpty)
    }

    /// Half a year of daily runs, with a crossing in each month.
    @Test func halfAYearOfDailyRunsTellsEachCrossingOnce() async throws {
        let story = try Story()
        story.extra = #", "rules": [{ "actual": 90 }]"#
        var texts: [String: Int] = [:]
        var day = try Date("2026-01-01T06:00:00Z", strategy: .iso8601)
        for _ in 0..<180 {
            let number = Calendar(identifier: .gregorian).component(.day, from: day)
            let run = try await story.run(at: day.formatted(.iso8601), used: Double(number) * 3.4)
            texts[String(day.formatted(.iso8601).prefix(7)), default: 0] += run.texts.count
            day += 86400
        }
        #expect(texts == ["2026-01": 1, "2026-02": 1, "2026-03": 1, "2026-04": 1, "2026-05": 1, "2026-06": 1])
    }

    @Test func theForecastIsByTheLastSevenDaysOnceTheyAreKnown() async throws {
        let story = try Story()
        var basis: [String] = []
        for day in 1...12 {
            let run = try await story.run(at: "2026-11-\(day < 10 ? "0" : "")\(day)T06:00:00Z", used: Double(day), [])
            basis.append(run.rows.first?["forecast"]?["basis"]?.string ?? "-")
        }
        #expect(
            basis == ["-", "-", "-"] + Array(repeating: "straight_line", count: 4)
                + Array(repeating: "last_7_days", count: 5))
    }
}
