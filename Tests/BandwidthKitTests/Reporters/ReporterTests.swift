import Foundation
import Testing

@testable import BandwidthKit

/// Reports, compared in full with the files in `Reports`.
@Suite struct ReporterTests {
    private static let reporters: [String: any Reporter] = [
        "table-60.txt": TableReporter(ReportStyle(width: 60)),
        "table-80.txt": TableReporter(ReportStyle(width: 80)),
        "table-100.txt": TableReporter(ReportStyle(width: 100)),
        "table-140.txt": TableReporter(ReportStyle(width: 140)),
        "table-color.txt": TableReporter(ReportStyle(width: 100, hasColor: true)),
        "table-ascii.txt": TableReporter(ReportStyle(width: 100, isUnicode: false)),
        "table-bytes.txt": TableReporter(ReportStyle(units: .bytes)),
        "plain.txt": PlainReporter(),
        "report.csv": CSVReporter(),
        "report.json": JSONReporter(),
        "report.prom": PrometheusReporter(),
        "nagios.txt": NagiosReporter(),
        "line.txt": LineReporter(.line), "line-ascii.txt": LineReporter(.line, ReportStyle(isUnicode: false)),
        "waybar.json": LineReporter(.waybar), "swiftbar.txt": LineReporter(.swiftbar),
        "i3blocks.txt": LineReporter(.i3blocks), "page.html": HTMLReporter(),
        "message.txt": MessageText(event: .report),
        "message-crossed.txt": MessageText(event: .crossed),
    ]

    /// A text message, in addition to the reports.
    private struct MessageText: Reporter {
        let event: Alert.Event

        func write(_ report: UsageReport, to output: inout some TextOutputStream) {
            output.write(Alert.text(event, of: report) + "\n")
        }
    }

    private static let folder = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
        .appending(path: "Reports")

    @Test(arguments: reporters.keys.sorted())
    func theReportIsAsExpected(name: String) throws {
        let text = try #require(Self.reporters[name]).text(of: .example())
        let file = Self.folder.appending(path: name)
        if ProcessInfo.processInfo.environment["RECORD_FIXTURES"] != nil {
            // Read it line by line before you commit it.
            try text.write(to: file, atomically: true, encoding: .utf8)
        }
        #expect(try text == String(contentsOf: file, encoding: .utf8))
    }

    @Test func coloursChangeNothingElse() throws {
        let plain = TableReporter(ReportStyle(width: 100)).text(of: try .example())
        let colored = TableReporter(ReportStyle(width: 100, hasColor: true)).text(of: try .example())
        #expect(colored.contains("\u{1B}[31m"))
        #expect(!plain.contains("\u{1B}"))
        #expect(colored.replacing(/\u{1B}\[\d+m/, with: "") == plain)
    }

    @Test func anEmptyReportSaysSo() throws {
        let report = UsageReport(checkedAt: try date(today), rows: [])
        #expect(TableReporter().text(of: report) == "nothing to report\n\nNov 21 06:00 UTC\n")
        #expect(PlainReporter().text(of: report).isEmpty)
        #expect(Alert.text(of: report) == "Bandwidth Nov 21: nothing to report")
        #expect(JSONReporter().text(of: report).contains("\"status\" : \"ok\""))
    }

    @Test func plainLinesHaveTheColumnsOfTheCSVHeader() throws {
        let header = try #require(CSVReporter().text(of: try .example()).split(separator: "\r\n").first)
        let columns = header.split(separator: ",").count
        let lines = PlainReporter().text(of: try .example()).split(separator: "\n")
        #expect(lines.count == 9)
        for line in lines { #expect(line.split(separator: "\t", omittingEmptySubsequences: false).count == columns) }
    }

    @Test func everyColumnOfTheCSVIsAKeyOfTheJSON() throws {
        let json = try JSONParser().parse(Array(JSONReporter().text(of: try .example()).utf8))
        let rows = try #require(json["usage"]?.array)
        var names: Set<String> = []
        func collect(_ value: JSONValue, _ prefix: String) {
            for member in value.members ?? [] {
                let name = prefix + member.key
                names.insert(name)
                if member.value.members != nil { collect(member.value, name + "_") }
            }
        }
        for row in rows { collect(row, "") }
        let header = try #require(CSVReporter().text(of: try .example()).split(separator: "\r\n").first)
        for column in header.split(separator: ",") { #expect(names.contains(String(column)), "\(column)") }
    }

    @Test func fieldsThatNeedItAreQuoted() throws {
        let usage = Usage.example(
            UsageScope(.team, id: "t", label: #"a "b", c"#), used: .gigabytes(1), period: nil,
            note: "one, two")
        let report = UsageReport(
            checkedAt: try date(today),
            rows: [
                UsageRow(
                    provider: "netlify", account: "x", Assessment(usage, by: AccountPolicy(), now: try date(today)))
            ])
        let line = try #require(CSVReporter().text(of: report).split(separator: "\r\n").last)
        #expect(line.hasPrefix(#"netlify/x/team/t,netlify,x,team,t,"a ""b"", c",ok,1073741824,,"#))
        #expect(line.contains(#","one, two","#))
    }

    @Test func aQuoteWithAnAccentIsStillAQuote() {
        #expect(CSVReporter.quoted("a\"\u{301},b") == "\"a\"\"\u{301},b\"")
    }
}
