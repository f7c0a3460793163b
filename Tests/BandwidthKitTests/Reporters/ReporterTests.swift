import BandwidthKit
import Foundation
import Testing

/// Reports, compared whole with the files in `Reports`.
@Suite struct ReporterTests {
    private static let reporters: [String: any Reporter] = [
        "table-60.txt": TableReporter(width: 60),
        "table-80.txt": TableReporter(width: 80),
        "table-100.txt": TableReporter(width: 100),
        "table-140.txt": TableReporter(width: 140),
        "table-color.txt": TableReporter(width: 100, color: true),
        "table-bytes.txt": TableReporter(units: .bytes, width: 100),
        "plain.txt": PlainReporter(),
        "plain-iec.txt": PlainReporter(units: .iec),
        "plain-si.txt": PlainReporter(units: .si),
        "report.json": JSONReporter(),
        "message.txt": MessageReporter(),
        "message-200.txt": MessageReporter(limit: 200),
    ]

    private static let folder = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
        .appending(path: "Reports")

    @Test(arguments: reporters.keys.sorted())
    func theReportIsAsExpected(name: String) throws {
        let text = try #require(Self.reporters[name]).text(of: .example())
        let file = Self.folder.appending(path: name)
        if ProcessInfo.processInfo.environment["RECORD_FIXTURES"] != nil {
            // To be read line by line before it is committed.
            try text.write(to: file, atomically: true, encoding: .utf8)
        }
        #expect(try text == String(contentsOf: file, encoding: .utf8))
    }

    @Test(arguments: [60, 61, 66, 72, 80, 90, 100, 120, 200])
    func noLineOfATableIsWiderThanTheTerminal(width: Int) throws {
        for line in TableReporter(width: width).text(of: try .example()).split(separator: "\n") {
            #expect(line.columns <= width, "\(line)")
        }
    }

    @Test func coloursChangeNothingElse() throws {
        let plain = TableReporter(width: 100).text(of: try .example())
        let colored = TableReporter(width: 100, color: true).text(of: try .example())
        #expect(colored.contains("\u{1B}[31m"))
        #expect(!plain.contains("\u{1B}"))
        #expect(colored.replacing(/\u{1B}\[\d+m/, with: "") == plain)
    }

    @Test func anEmptyReportSaysSo() throws {
        let report = UsageReport(checkedAt: try date(today), accounts: [])
        #expect(TableReporter().text(of: report) == "nothing to report; checked 2026-11-21 06:00 UTC\n")
        #expect(PlainReporter().text(of: report).isEmpty)
        #expect(MessageReporter().text(of: report) == "Bandwidth: nothing to report")
        #expect(JSONReporter().text(of: report).contains("\"status\" : \"ok\""))
    }

    @Test func plainLinesHaveTenFields() throws {
        for line in PlainReporter().text(of: try .example()).split(separator: "\n") {
            #expect(line.split(separator: "\t", omittingEmptySubsequences: false).count == 10)
        }
    }
}
