import Foundation
import Testing

@testable import BandwidthKit

/// Zones of the system's database, compared with full Foundation, which reads it with ICU.
@Suite struct ZoneTableTests {
    private static let names = [
        "Europe/Berlin", "America/New_York", "America/Sao_Paulo", "Asia/Kolkata", "Asia/Tehran", "Australia/Lord_Howe",
        "Pacific/Apia", "Africa/Casablanca", "America/Argentina/Buenos_Aires", "Europe/Dublin", "UTC", "Etc/GMT+5",
    ]

    private static let hasDatabase = FileManager.default.fileExists(atPath: "/usr/share/zoneinfo/Europe/Berlin")

    @Test(.enabled(if: hasDatabase), arguments: names)
    func theOffsetIsTheSystems(name: String) throws {
        let zone = try #require(ReportZone(named: name)), expected = try #require(TimeZone(identifier: name))
        // Every 31 hours from 1990 to 2037, until where ICU and the C library agree.
        for second in stride(from: Int64(631_152_000), to: 2_114_380_800, by: 31 * 3600) {
            let date = Date(second: second)
            #expect(zone.offset(at: date).seconds == Int64(expected.secondsFromGMT(for: date)), "\(name) at \(date)")
        }
    }

    /// The last line of a zone file, and the first seconds of summer and of standard time.
    @Test(arguments: [
        ("CET-1CEST,M3.5.0,M10.5.0/3", "2026-03-29T01:00:00Z", "2026-10-25T01:00:00Z", 7200, 3600),
        ("EST5EDT,M3.2.0,M11.1.0", "2050-03-13T07:00:00Z", "2050-11-06T06:00:00Z", -14400, -18000),
        ("IST-1GMT0,M10.5.0,M3.5.0/1", "2026-10-25T01:00:00Z", "2026-03-29T01:00:00Z", 0, 3600),
        ("<-02>2<-01>,M3.5.0/-1,M10.5.0/0", "2026-03-29T01:00:00Z", "2026-10-25T01:00:00Z", -3600, -7200),
        ("XXX0YYY,J60/0,J300/0", "2024-03-01T00:00:00Z", "2024-10-26T23:00:00Z", 3600, 0),
        ("XXX0YYY,59/0,299/0", "2024-02-29T00:00:00Z", "2024-10-25T23:00:00Z", 3600, 0),
    ])
    func theRuleForTheYearsToComeIsApplied(
        text: String, summer: String, standard: String, summerOffset: Int64, standardOffset: Int64
    ) throws {
        let rule = try #require(ZoneRule(text))
        for (moment, offset, before) in [
            (summer, summerOffset, standardOffset), (standard, standardOffset, summerOffset),
        ] {
            let second = try date(moment).second
            #expect(rule.kind(at: second)?.offset == offset, "\(moment)")
            #expect(rule.kind(at: second - 1)?.offset == before, "before \(moment)")
        }
    }

    @Test func aZoneWithoutSummerTimeHasOneOffset() throws {
        #expect(ZoneRule("<+0530>-5:30")?.kind(at: 0) == .init(offset: 19800, name: "+0530"))
    }

    @Test(arguments: [
        "", "C", "CET", "CET-", "CET-1CEST", "CET-1CEST,", "CET-1CEST,M3.5.0", "CET-1CEST,M13.5.0,M10.5.0",
        "CET-1CEST,M3.6.0,M10.5.0", "<CET-1", "CET-1CEST,M3.5.0,M10.5.0/3x", "CET-999",
    ])
    func whatIsNoRuleIsNone(text: String) {
        #expect(ZoneRule(text) == nil)
    }

    @Test(arguments: [
        "", "Nowhere", "../../etc/passwd", "/etc/passwd", "Europe", "Europe/", "europe berlin", "+1:00", "+15:00",
    ])
    func whatIsNoZoneIsNone(name: String) {
        #expect(ReportZone(named: name) == nil)
    }

    @Test(.enabled(if: hasDatabase)) func aDamagedFileIsNoZone() throws {
        let bytes = Array(try Data(contentsOf: URL(filePath: "/usr/share/zoneinfo/Europe/Berlin")))
        #expect(ZoneTable(bytes: bytes) != nil)
        for count in stride(from: 0, to: bytes.count - 30, by: 7) {
            #expect(ZoneTable(bytes: Array(bytes.prefix(count))) == nil)
        }
        var generator = SeededGenerator(seed: 7)
        for _ in 0..<2000 {
            var bent = bytes
            for _ in 0..<3 {
                bent[Int.random(in: 0..<bent.count, using: &generator)] = .random(in: 0...255, using: &generator)
            }
            // Whatever it makes of it, it doesn't trap.
            _ = ZoneTable(bytes: bent)?.kind(at: 1_795_240_800)
        }
    }

    @Test(arguments: [("+01:00", 3600), ("-03:30", -12600), ("UTC", 0)])
    func anOffsetIsAZone(name: String, seconds: Int64) throws {
        #expect(try #require(ReportZone(named: name)).offset(at: date(today)).seconds == seconds)
    }
}
