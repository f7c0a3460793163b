import Foundation
import Testing

@testable import BandwidthKit

/// When it is quiet, on the days too on which clocks change.
@Suite(.enabled(if: FileManager.default.fileExists(atPath: "/usr/share/zoneinfo/Europe/Berlin")))
struct QuietHoursTests {
    private func hours(_ from: String, _ to: String, zone: String = "Europe/Berlin") throws -> QuietHours {
        let entry = """
            { "type": "ntfy", "topic": "t", "quiet": { "from": "\(from)", "to": "\(to)", "zone": "\(zone)" } }
            """
        return try #require(
            try load(#"{ "providers": [], "notify": [\#(entry)] }"#).channels.first?.routing.quiet)
    }

    /// The first and the last quiet minute, and the first after it, in UTC.
    @Test(arguments: [
        ("22:00", "07:00", "2026-11-20T21:00:00Z", "2026-11-21T05:59:00Z", "2026-11-21T06:00:00Z"),
        // The night in which the clock is set forward, an hour shorter.
        ("22:00", "07:00", "2026-03-28T21:00:00Z", "2026-03-29T04:59:00Z", "2026-03-29T05:00:00Z"),
        // And back, an hour longer.
        ("22:00", "07:00", "2026-10-24T20:00:00Z", "2026-10-25T05:59:00Z", "2026-10-25T06:00:00Z"),
        // Hours that don't exist on that day begin and end when the clock jumps over them.
        ("02:30", "03:30", "2026-03-29T01:00:00Z", "2026-03-29T01:29:00Z", "2026-03-29T01:30:00Z"),
        ("9:05", "17:00", "2026-11-20T08:05:00Z", "2026-11-20T15:59:00Z", "2026-11-20T16:00:00Z"),
    ])
    func itIsQuietByTheClockOnTheWall(from: String, to: String, first: String, last: String, after: String) throws {
        let quiet = try hours(from, to)
        let start = try date(first), end = try date(after)
        #expect(!quiet.contains(start - 60))
        #expect(quiet.contains(start))
        #expect(quiet.contains(try date(last)))
        #expect(!quiet.contains(end))
        #expect(quiet.end(after: start) == end)
        #expect(quiet.end(after: start + 59) == end)
    }

    /// Half past two comes twice on that night, and is quiet twice.
    @Test func anHourThatComesTwiceIsQuietTwice() throws {
        let quiet = try hours("02:00", "02:45")
        let expected = [
            ("2026-10-24T23:59:00Z", false), ("2026-10-25T00:00:00Z", true), ("2026-10-25T00:44:00Z", true),
            ("2026-10-25T00:45:00Z", false), ("2026-10-25T01:00:00Z", true), ("2026-10-25T01:44:00Z", true),
            ("2026-10-25T01:45:00Z", false),
        ]
        for (moment, isQuiet) in expected { #expect(quiet.contains(try date(moment)) == isQuiet, "\(moment)") }
    }

    @Test func anOffsetIsAZoneToo() throws {
        let quiet = try hours("22:00", "07:00", zone: "-03:30")
        #expect(quiet.contains(try date("2026-11-21T01:30:00Z")))
        #expect(!quiet.contains(try date("2026-11-21T10:30:00Z")))
    }

    @Test func whatIsHeldOnANightOfAChangeIsSentOnceInTheMorning() async throws {
        for night in ["2026-03-28", "2026-10-24"] {
            let story = try AlertStory(
                AlertStory.ntfy("one", #", "quiet": { "from": "22:00", "to": "07:00", "zone": "Europe/Berlin" }"#))
            var sent: [String] = []
            var now = try date("\(night)T18:30:00Z")
            for step in 0..<14 {
                let run = try await story.run(at: now.isoText, .init(used: step < 4 ? 50 : 95))
                if !run.sent.isEmpty { sent.append(now.isoText) }
                now += 3600
            }
            // The first run after seven o'clock, in summer time and in winter time.
            #expect(sent == [night == "2026-03-28" ? "2026-03-29T05:30:00Z" : "2026-10-25T06:30:00Z"])
        }
    }
}
