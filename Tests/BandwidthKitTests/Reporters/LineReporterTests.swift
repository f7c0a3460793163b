import Foundation
import Testing

@testable import BandwidthKit

/// One line for prompts and bars, in the forms that those programs read.
@Suite struct LineReporterTests {
    private func row(
        _ account: String, used: Int64, of quota: Int64?, _ scope: UsageScope = .account, drawsOnPool: Bool = false,
        asOf: String? = nil, rules: [Rule] = Rule.standard
    ) throws -> UsageRow {
        let usage = Usage.example(
            scope, used: .gigabytes(used), quota: quota.map { .gigabytes($0) }, period: try .november(),
            asOf: try asOf.map { try date($0) }, drawsOnPool: drawsOnPool)
        return UsageRow(
            provider: "linode", account: account,
            Assessment(usage, by: .with { $0.rules = rules }, now: try date(today)))
    }

    private func unread(_ account: String, last: LastReading? = nil) throws -> UsageRow {
        UsageRow(
            provider: "linode", account: account, scope: .account,
            result: .failure(APIError(.unauthorized, "the token was refused", httpStatus: 401)), lastReading: last)
    }

    private func text(
        _ rows: [UsageRow], _ form: LineReporter.Form = .line, shownAfter minutes: Double? = nil
    ) throws -> String {
        let now = try date(today)
        var report = UsageReport(checkedAt: now, rows: rows)
        if let minutes { report = report.shown(at: now.addingTimeInterval(minutes * 60)) }
        return LineReporter(form).text(of: report)
    }

    @Test func whereAllIsFineItIsTheHighestShare() throws {
        let rows = [
            try row("a", used: 10, of: 100), try row("b", used: 45, of: 100), try row("c", used: 9000, of: nil),
            try row("d", used: 99, of: 100, drawsOnPool: true),
        ]
        #expect(try text(rows) == "bw ✓ 45%\n")
        #expect(try text([row("c", used: 9000, of: nil)]) == "bw ✓\n")
        #expect(try text([row("d", used: 99, of: 100, drawsOnPool: true)]) == "bw · 99%\n")
        #expect(try text([]) == "bw ✓\n")
    }

    @Test func theWorstIsNamedAndTheOthersAreCounted() throws {
        let rows = [
            try row("a", used: 10, of: 100), try unread("b"),
            try row("shop", used: 80, of: 100, UsageScope(.server, id: "1", label: "shop-sin")),
            try row("d", used: 75, of: 100),
        ]
        #expect(try text(rows) == "bw !2 ?1 shop-sin 80%\n")
        #expect(try text(rows + [row("over", used: 120, of: 100)]) == "bw ✗1 !2 ?1 over 120%\n")
    }

    @Test func anUnreadAccountHasItsLastFigureWithItsAgeAndIsNeverFine() throws {
        let last = LastReading(used: .gigabytes(82), quota: .gigabytes(100), time: try date("2026-11-21T03:00:00Z"))
        #expect(try text([unread("b")]) == "bw ?1 b\n")
        #expect(try text([unread("b", last: last)]) == "bw ?1 b 82% 3h old\n")
        #expect(try text([row("a", used: 1, of: 100), unread("b", last: last)]) == "bw ?1 b 82% 3h old\n")
        #expect(try text([unread("b", last: last)], shownAfter: 60) == "bw ?1 b 82% 4h old\n")
        let traffic = LastReading(used: .gigabytes(1), quota: nil, time: try date("2026-11-18T03:00:00Z"))
        #expect(try text([unread("b", last: traffic)]) == "bw ?1 b 1.07 GB 3d old\n")
        #expect(
            try text([row("a", used: 5, of: 100, asOf: "2026-11-18T03:00:00Z")]) == "bw ?1 a 5% 3d old\n")
    }

    @Test func aRememberedReportShowsItsAge() throws {
        let fine = try row("a", used: 10, of: 100), worse = try row("b", used: 80, of: 100)
        #expect(try text([fine], shownAfter: 0.5) == "bw ✓ 10%\n")
        #expect(try text([fine], shownAfter: 25) == "bw ✓ 10% 25m old\n")
        #expect(try text([fine, worse], shownAfter: 60 * 50) == "bw !1 b 80% 2d old\n")
    }

    @Test func manyFailuresWithOneCauseAreCounted() throws {
        let rows = (1...5).map { number in
            UsageRow(
                provider: "linode", account: "production",
                APIError(.timeout, "no answer", scope: UsageScope(.instance, id: "\(number)")))
        }
        #expect(try text(rows) == "bw ?5 production\n")
    }

    /// What a hostile or careless label would do in each program.
    @Test func aLabelIsNoMarkupAndNoParameter() throws {
        let label = #"<b>A&B</b> | href=file:///x \n"q" :bug:"#
        let rows = [try row("a", used: 120, of: 100, UsageScope(.server, id: "1", label: label))]
        let waybar = try JSONParser().parse(Array(try text(rows, .waybar).utf8))
        let shown = try #require(waybar["text"]?.string)
        #expect(shown == #"bw ✗1 &lt;b&gt;A&amp;B&lt;/b&gt; | href=file:///x \n"q" :bug: 120%"#)
        #expect(waybar["tooltip"]?.string?.contains("<") == false)
        for line in try text(rows, .swiftbar).split(separator: "\n") where line != "---" {
            let parts = line.split(separator: "|")
            #expect(parts.count == 2)
            #expect(!parts[0].contains("\\"))
            #expect(line.hasPrefix("Refresh") || parts[1].hasPrefix(" emojize=false symbolize=false"))
            #expect(!parts[1].contains("file:"))
        }
        #expect(try text(rows, .i3blocks).split(separator: "\n").count == 3)
    }

    @Test func waybarGetsOneLineOfJSONWithItsKeys() throws {
        for rows in [try [row("a", used: 10, of: 100)], [], try [unread("b"), row("c", used: 200, of: 100)]] {
            let text = try text(rows, .waybar)
            #expect(text.split(separator: "\n", omittingEmptySubsequences: false).count == 2)
            let value = try JSONParser().parse(Array(text.utf8))
            #expect(value.members?.map(\.key) == ["text", "tooltip", "alt", "class", "percentage"])
            #expect(["ok", "critical"].contains(value["class"]?.string))
            #expect((0...100).contains(try #require(value["percentage"]?.number)))
        }
    }

    /// The fourth line would be the background, and a fifth an error.
    @Test func i3blocksGetsAColourOnlyForAProblem() throws {
        #expect(try text([row("a", used: 10, of: 100)], .i3blocks) == "bw ✓ 10%\nbw ✓\n")
        #expect(try text([row("a", used: 120, of: 100)], .i3blocks) == "bw ✗1 a 120%\nbw ✗1\n#FF5555\n")
    }

    @Test func aLongListIsCounted() throws {
        let rows = try (1...200).map { try row("account-\($0)", used: 120, of: 100) }
        let menu = try text(rows, .swiftbar).split(separator: "\n")
        #expect(menu.count == 2 + 1 + 20 + 1 + 1 + 1)
        #expect(menu.contains { $0.hasPrefix("180 more |") })
    }
}
