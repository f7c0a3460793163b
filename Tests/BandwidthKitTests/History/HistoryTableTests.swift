import Foundation
import Testing

@testable import BandwidthKit

/// History as it is printed: the whole texts are in `Reports`, and what happens to counters is here.
@Suite struct HistoryTableTests {
    /// A month of bursty and of calm traffic, scaled to a Linode account and its region.
    static func example() throws -> ([Reading], [RememberedRow]) {
        let rows = [
            RememberedRow(provider: "linode", account: "production", scope: .account, unit: .binaryGigabyte),
            RememberedRow(
                provider: "hetzner", account: "shop", scope: UsageScope(.server, id: "42", label: "shop-sin"),
                unit: .binaryTerabyte),
            RememberedRow(
                provider: "bunny", account: "media", scope: UsageScope(.zone, id: "7", label: "video"), unit: .gigabyte),
        ]
        let plans: [(DailyTraffic, Int64, ByteCount?)] = [
            (try DailyTraffic("r-language"), 30, .gigabytes(9141)),
            (try DailyTraffic("peyton-manning"), 90, .gigabytes(1024)),
            (try DailyTraffic("peyton-manning"), 10, nil),
        ]
        var readings: [Reading] = []
        // Fourteen years after the traffic: the same days of the same months.
        let shift: Double = 5113 * 86400
        for (row, (traffic, factor, quota)) in zip(rows, plans) {
            for hours in stride(from: 120 * 24, through: 0, by: -6) {
                let time = try date(today).addingTimeInterval(-Double(hours) * 3600)
                let then = time.addingTimeInterval(-shift)
                let month = try #require(BillingPeriod.month(containing: time))
                let past = try #require(BillingPeriod.month(containing: then))
                let used = traffic.used(at: then, in: past) * factor
                readings.append(
                    try #require(
                        Reading(
                            row: row.id, time: time, used: ByteCount(used) ?? .zero, quota: quota, period: month,
                            basis: .counter)))
            }
        }
        return (readings, rows)
    }

    private static let folder = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
        .appending(path: "Reports")

    private static let texts: [String: (name: String?, HistoryReport.Format, ReportStyle)] = [
        "history-60.txt": ("production", .table, ReportStyle(width: 60)),
        "history-80.txt": ("shop-sin", .table, ReportStyle(width: 80)),
        "history-100.txt": ("production", .table, ReportStyle(width: 100)),
        "history-ascii.txt": ("shop-sin", .table, ReportStyle(width: 80, isUnicode: false)),
        "history-color.txt": ("video", .table, ReportStyle(width: 80, hasColor: true)),
        "history-all-100.txt": (nil, .table, ReportStyle(width: 100)),
        "history-all-60.txt": (nil, .table, ReportStyle(width: 60, isUnicode: false)),
        "history.csv": ("production", .csv, ReportStyle()),
        "history.json": ("production", .json, ReportStyle()),
    ]

    @Test(arguments: texts.keys.sorted())
    func theTextIsAsExpected(name: String) throws {
        let (rowName, format, style) = try #require(Self.texts[name])
        let (readings, rows) = try Self.example()
        let text = try HistoryReport.text(readings, rows, of: rowName, at: today, format, style)
        let file = Self.folder.appending(path: name)
        if ProcessInfo.processInfo.environment["RECORD_FIXTURES"] != nil {
            try text.write(to: file, atomically: true, encoding: .utf8)
        }
        #expect(try text == String(contentsOf: file, encoding: .utf8))
        for line in text.split(separator: "\n") where format == .table && !style.hasColor {
            #expect(line.columns <= style.width)
            #expect(style.isUnicode || line.utf8.allSatisfy { $0 < 128 })
        }
    }

    private func lines(_ text: String, from start: String) -> [String] {
        text.split(separator: "\n").map(String.init).filter { $0.hasPrefix("  \(start)") }
    }

    @Test func withoutMemoryItSaysSo() throws {
        let report = try HistoryReport(in: FilesInMemory(), of: nil, days: nil, months: nil, now: date(today))
        #expect(report.text(.table, ReportStyle()) == "nothing is remembered yet; each check adds a reading\n")
        #expect(report.text(.csv, ReportStyle()) == "id,span,start,end,used_bytes,quota_bytes,complete\r\n")
        let json = try JSONParser().parse(Array(report.text(.json, ReportStyle()).utf8))
        #expect(json["history"] == [])
        let error = #expect(throws: HistoryReport.UnknownName.self) {
            try HistoryReport(in: FilesInMemory(), of: "production", days: nil, months: nil, now: date(today))
        }
        #expect(error?.description == "nothing is remembered yet")
    }

    @Test func aSingleReadingIsShownAsThat() throws {
        let text = try HistoryReport.text(
            ReadingScript().readings("2026-11-21T06:00Z 82/100"), at: "2026-11-21T06:00:00Z", .table,
            ReportStyle(width: 100))
        #expect(text.hasPrefix("linode production · November · 82 of 100 GB, 82% · 121% by Nov 30 · runs out Nov 25\n"))
        #expect(text.contains("Nov 21          –       82%"))
        #expect(text.hasSuffix("last reading Nov 21 06:00 UTC; it is the first one\n"))
        #expect(!text.contains("last 7 days"))
    }

    @Test func aShortMemorySaysSinceWhen() throws {
        let readings = try ReadingScript().readings(
            """
            2026-11-19T06:00Z 70/100
            2026-11-20T06:00Z 76/100
            2026-11-21T06:00Z 82/100
            """)
        let text = try HistoryReport.text(readings, at: "2026-11-21T06:00:00Z")
        #expect(lines(text, from: "Nov 21") == ["  Nov 21     1.5 GB       82%  ████              so far"])
        #expect(lines(text, from: "Nov 20") == ["  Nov 20       6 GB       81%  ████████████████"])
        #expect(lines(text, from: "Nov 19") == ["  Nov 19     4.5 GB       75%  ████████████      from 06:00"])
        #expect(text.hasSuffix("last reading Nov 21 06:00 UTC; the first of 3 was Nov 19 06:00\n"))
    }

    @Test func whatHappenedToTheCounterIsSaid() throws {
        let readings = try ReadingScript().readings(
            """
            2026-10-30T00:00Z 90/100
            2026-10-31T00:00Z 92/100
            2026-11-01T00:00Z 0/100
            2026-11-02T00:00Z 4/100
            2026-11-03T00:00Z 8/200
            2026-11-04T00:00Z 7/200
            2026-11-05T00:00Z 2/200
            2026-11-10T00:00Z 12/200
            2026-11-11T00:00Z 14/200
            """)
        let text = try HistoryReport.text(readings, at: "2026-11-11T00:00:00Z")
        #expect(
            text.split(separator: "\n").drop { !$0.hasPrefix("  day") }.dropFirst().prefix { $0.hasPrefix("  ") }
                .map { String($0.replacing(/[█▏▎▍▌▋▊▉]+ */, with: "# ")).trimmingTrailingSpaces } == [
                    "  Nov 10       2 GB        7%  #",
                    "  Nov 9       ~2 GB        6%  #",
                    "  Nov 8       ~2 GB        5%  #",
                    "  Nov 7       ~2 GB        4%  #",
                    "  Nov 6       ~2 GB        3%  #",
                    "  Nov 5       ~2 GB        2%  #",
                    "  Nov 4        2 GB        1%  # counter was reset",
                    "  Nov 3        0 GB        4%                    corrected by -1 GB",
                    "  Nov 2        4 GB        4%  # quota now 200 GB",
                    "  Nov 1        4 GB        4%  # new period",
                    "  Oct 31          –       92%                    not seen",
                    "  Oct 30       2 GB       92%  #",
                    "  month          used  of quota",
                    "  Nov 2026      14 GB        7%  # so far",
                    "  Oct 2026      92 GB       92%  #",
                ])
        #expect(text.contains("~ spread evenly over days without a reading"))
    }

    /// Five days without a reading are drawn lighter.
    @Test func aGapIsDrawnAsOne() throws {
        let readings = try ReadingScript().readings(
            """
            2026-11-01T00:00Z 0/100
            2026-11-05T00:00Z 20/100
            2026-11-06T00:00Z 40/100
            2026-11-16T00:00Z 80/100
            2026-11-17T00:00Z 90/100
            """)
        let text = try HistoryReport.text(readings, at: "2026-11-17T00:00:00Z")
        let axis = try #require(text.split(separator: "\n").firstIndex { $0.contains("└") })
        let bottom = text.split(separator: "\n")[axis - 1].drop { $0 != "│" }
        #expect(bottom.hasPrefix("│ ░░░░░░▇██░░░░░░░░░░░░░░░░░░░████"), "\(bottom)")
        let ascii = try HistoryReport.text(
            readings, at: "2026-11-17T00:00:00Z", .table, ReportStyle(width: 80, isUnicode: false))
        #expect(ascii.contains("| ::::::###:::::::::::::::::::####"))
    }

    @Test func whatWasUsedBeforeTheFirstReadingIsNotDrawnAsSeen() throws {
        let readings = try ReadingScript().readings(
            """
            2026-11-20T00:00Z 60/100
            2026-11-21T00:00Z 66/100
            """)
        let text = try HistoryReport.text(readings, at: "2026-11-21T00:00:00Z")
        #expect(text.contains("░"))
        #expect(lines(text, from: "Nov 19").isEmpty)
    }

    @Test func theQuotaIsDrawnWhereItWas() throws {
        let readings = try ReadingScript().readings(
            """
            2026-11-01T00:00Z 0/50
            2026-11-02T00:00Z 5/50
            2026-11-10T00:00Z 45/50
            2026-11-11T00:00Z 50/100
            """)
        let text = try HistoryReport.text(readings, at: "2026-11-11T00:00:00Z")
        let dashes = text.split(separator: "\n").filter { $0.contains("- -") }
        #expect(dashes.map { $0.contains("quota") } == [true, false])
        let columns = dashes.map { Array($0.drop { $0 != "┤" && $0 != "│" }.dropFirst()) }
        // Until the tenth it was 50 GB.
        #expect(columns[0].firstIndex(of: "-") == 20)
        #expect(columns[1].lastIndex(of: "-").map { $0 < 20 } == true)
        #expect(text.contains("quota now 100 GB"))
    }

    @Test func anOldReadingGivesNoForecast() throws {
        let readings = try (1...15).flatMap {
            try ReadingScript().readings("2026-11-\($0 < 10 ? "0" : "")\($0)T00:00Z \($0 * 5)/100")
        }
        let text = try HistoryReport.text(readings, at: "2026-11-20T00:00:00Z")
        #expect(text.hasPrefix("linode production · November · 75 of 100 GB, 75%\n"))
        #expect(text.contains("last reading Nov 15 00:00 UTC"))
        #expect(try HistoryReport.text(readings, at: "2026-11-16T00:00:00Z").contains("by Nov 30"))
    }

    @Test func aPeriodThatIsNoMonthIsNamedByItsDays() throws {
        var script = ReadingScript()
        script.period = { BillingPeriod.month(containing: $0, resetDay: 15, isAssumed: false) }
        let readings = try (1...20).flatMap {
            try script.readings("2026-11-\($0 < 10 ? "0" : "")\($0)T12:00Z \(($0 + 16) % 31 * 2)/100")
        }
        let text = try HistoryReport.text(readings, at: "2026-11-20T12:00:00Z")
        #expect(text.hasPrefix("linode production · Nov 15 – Dec 14 · 10 of 100 GB, 10% · "))
        #expect(text.contains("Nov 15              Nov 25              Dec 5"))
        #expect(text.contains("of quota"))
        #expect(lines(text, from: "Oct 15 – Nov 14").first?.contains("60 GB") == true)
    }

    @Test func daysAreThoseOfTheReadersZone() throws {
        let readings = try ReadingScript().readings(
            """
            2026-11-19T05:00Z 10/100
            2026-11-20T05:00Z 20/100
            2026-11-21T05:00Z 40/100
            """)
        let zone = ReportZone.fixed(-5 * 3600, name: "EST")
        let text = try HistoryReport.text(
            readings, at: "2026-11-21T05:00:00Z", .table, ReportStyle(width: 80, zone: zone))
        #expect(lines(text, from: "Nov 20").map { $0.prefix(30) } == ["  Nov 20      20 GB       40% "])
        #expect(text.contains("last reading Nov 21 00:00 EST"))
        // Programs get UTC.
        let csv = try HistoryReport.text(
            readings, at: "2026-11-21T05:00:00Z", .csv, ReportStyle(width: 80, zone: zone))
        #expect(csv.contains("linode/production/account,day,2026-11-20T00:00:00Z,2026-11-21T00:00:00Z,"))
    }

    @Test func aRowWithoutAPeriodHasDays() throws {
        var script = ReadingScript()
        script.period = { _ in nil }
        let readings = try (1...21).flatMap {
            try script.readings("2026-11-\($0 < 10 ? "0" : "")\($0)T00:00Z \($0 * 5)")
        }
        let text = try HistoryReport.text(readings, months: 3, at: "2026-11-21T00:00:00Z")
        #expect(text.hasPrefix("linode production · 105 GB\n"))
        #expect(!text.contains("month"))
    }

    @Test func onlyWhatWasAskedForIsListed() throws {
        let (readings, rows) = try Self.example()
        let days = try HistoryReport.text(readings, rows, of: "production", days: 3, months: 0, at: today)
        #expect(lines(days, from: "Nov ").count == 3)
        #expect(!days.contains("  month"))
        let months = try HistoryReport.text(readings, rows, of: "production", months: 2, at: today)
        #expect(!months.contains("  day"))
        #expect(lines(months, from: "Oct 2026").count == 1)
        #expect(lines(months, from: "Sep 2026").isEmpty)
    }

    @Test(arguments: [
        ("production", 1), ("linode/production/account", 1), ("shop-sin", 1), ("shop/shop-sin", 1), ("shop/42", 1),
        ("shop", 1), ("bunny", 1),
    ])
    func aRowHasSeveralNames(name: String, count: Int) throws {
        let (readings, rows) = try Self.example()
        let report = try HistoryReport(
            in: FilesInMemory.remembering(readings, rows), of: name, days: 1, months: 0, now: date(today))
        #expect(report.rows.count == count)
    }

    @Test func aMistypedNameIsAnsweredWithTheNearest() throws {
        let (readings, rows) = try Self.example()
        let files = try FilesInMemory.remembering(readings, rows)
        func problem(_ name: String) throws -> String? {
            #expect(throws: HistoryReport.UnknownName.self) {
                try HistoryReport(in: files, of: name, days: 1, months: 0, now: date(today))
            }?.description
        }
        #expect(try problem("produciton") == "nothing is remembered of 'produciton'; did you mean 'production'?")
        #expect(
            try problem("xyz") == "nothing is remembered of 'xyz'; the accounts are: media, shop, production")
    }

    /// An account that was removed from the configuration half a year ago.
    @Test func whatIsNoLongerReadStillHasHistory() throws {
        let row = RememberedRow(provider: "linode", account: "gone", scope: .account, unit: .binaryGigabyte)
        var script = ReadingScript()
        script.row = row.id
        let readings = try (10...28).flatMap { try script.readings("2026-05-\($0)T00:00Z \($0 * 5)/200") }
        let files = try FilesInMemory.remembering(readings, [row])
        // After 40 days, the newest reading is only in the file of its day.
        var history = ReadingHistory(in: files, at: try date("2026-11-20T00:00:00Z"))
        history.remember(
            try #require(
                Reading(row: "other/x/account", time: date("2026-11-20T00:00:00Z"), used: .zero, period: nil)),
            isJudged: true)
        history.save()
        history = ReadingHistory(in: files, at: try date("2026-11-20T01:00:00Z"))
        history.remember(
            try #require(
                Reading(row: "other/x/account", time: date("2026-11-20T01:00:00Z"), used: .zero, period: nil)),
            isJudged: true)
        history.save()
        let report = try HistoryReport(in: files, of: "gone", days: nil, months: nil, now: date(today))
        let text = report.text(.table, ReportStyle(width: 80))
        #expect(text.hasPrefix("linode gone · May · 130 of 186 GB, 70%\n"), "\(text)")
        #expect(lines(text, from: "May 27").count == 1)
        #expect(text.contains("last reading May 28 00:00 UTC"))
    }

    @Test func withoutTheDirectoryRowsAreNamedByTheirIdentifiers() throws {
        var script = ReadingScript()
        script.row = "hetzner/my/shop/server/42"
        let text = try HistoryReport.text(
            script.readings("2026-11-21T00:00Z 5/100"), of: "my/shop", at: "2026-11-21T00:00:00Z")
        #expect(text.hasPrefix("hetzner my/shop/42 · November"))
    }

    /// Quickly enough for the suite: the time is proportional to their number.
    @Test(arguments: [60, 80, 100]) func exactBytesFitToo(width: Int) throws {
        let (readings, rows) = try Self.example()
        for name in [nil, "shop-sin"] {
            let style = ReportStyle(units: .bytes, width: width)
            let text = try HistoryReport.text(readings, rows, of: name, at: today, .table, style)
            for line in text.split(separator: "\n") { #expect(line.columns <= width, "\(line)") }
            #expect(!text.contains(/2026\d/))
        }
    }

    @Test func aPeriodOfThousandsOfYearsIsDrawnAtOnce() throws {
        var script = ReadingScript()
        script.period = { _ in
            BillingPeriod(start: Date(timeIntervalSince1970: 0), end: Date(timeIntervalSince1970: 253_402_214_000))
        }
        let text = try HistoryReport.text(script.readings("2026-11-20T00:00Z 5/9"), at: "2026-11-21T00:00:00Z")
        #expect(text.contains("linode production · Jan 1 – Dec 30"))
    }

    @Test func aThousandRowsAreALineEach() throws {
        let readings = (0..<1000).compactMap { number in
            Reading(
                row: "linode/fleet/instance/\(number)", time: Date(second: 1_795_240_800),
                used: ByteCount(number) ?? .zero, period: nil)
        }
        let text = try HistoryReport.text(readings, of: "fleet", at: today)
        #expect(text.split(separator: "\n").count == 1003)
    }
}
