import Foundation
import Testing

@testable import BandwidthKit

/// The page. What only a browser can tell is in `Tests/Integration/page.py`.
@Suite struct HTMLReporterTests {
    private func row(_ name: String, used: Int64, of quota: Int64 = 100) throws -> UsageRow {
        let usage = Usage.example(used: .gigabytes(used), quota: .gigabytes(quota), period: try .november())
        return UsageRow(
            provider: "linode", account: name, Assessment(usage, by: AccountPolicy(), now: try date(today)))
    }

    private func page(_ rows: [UsageRow], past: [Reading] = []) throws -> String {
        let report = UsageReport(checkedAt: try date(today), rows: rows)
            .with(past: Dictionary(grouping: past, by: \.row))
        return HTMLReporter().text(of: report)
    }

    private func count(_ text: String, in page: String) -> Int {
        page.split(separator: text, omittingEmptySubsequences: false).count - 1
    }

    private func line(_ kind: String, in page: String) throws -> String? {
        try page.firstMatch(of: Regex("<path class=\"\(kind)\" d=\"([^\"]*)\"/>"))?.output[1].substring.map(String.init)
    }

    @Test func whatLooksLikeMarkupIsText() throws {
        let name = "<script>alert(\"1\")</script>&'"
        let escaped = "&lt;script&gt;alert(&quot;1&quot;)&lt;/<wbr>script&gt;&amp;&#39;"
        let page = try page([row(name, used: 120), row(name, used: 10)])
        #expect(!page.contains("<script"))
        #expect(page.contains("<h3><bdi>\(escaped)</bdi></h3>"))
        #expect(page.contains("<bdi>\(escaped.replacing("<wbr>", with: ""))</bdi>"))
    }

    /// Nothing but the page itself is needed, even if somebody smuggled in an address.
    @Test func nothingIsLoadedFromAnywhere() throws {
        let page = HTMLReporter().text(of: try .example())
        #expect(page.contains("content=\"default-src 'none'; style-src 'unsafe-inline'; img-src data:\""))
        for forbidden in ["<script", "<img", "@import", "url(", "src=", "<iframe"] {
            #expect(!page.contains(forbidden), "\(forbidden)")
        }
    }

    @Test func readingsAreALineAndTheForecastIsDashed() throws {
        let past = try ReadingScript(row: "linode/a/account").readings(
            """
            2026-10-31T06:00Z 900/107
            2026-11-02T00:00Z 20/107
            2026-11-04T12:00Z 40/107
            """)
        let page = try page([row("a", used: 80)], past: past)
        // From zero at the start of the period; more than three days without a reading are thinner.
        #expect(try line("read", in: page) == "M0 1000L33 864L116 727")
        #expect(try line("gap", in: page) == "M116 727L675 414")
        #expect(try line("expected", in: page) == "M675 414L1000 131")
        #expect(try line("quota", in: page) == "M0 267H1000")
        #expect(page.contains("<figcaption>80 GB used from Nov 1 to Nov 21, 119 GB expected by Nov 30, quota 100 GB, "))
    }

    @Test func withoutMemoryThePlotSaysSo() throws {
        let page = try page([row("a", used: 80)])
        #expect(try line("read", in: page) == nil)
        #expect(try line("gap", in: page) != nil)
        #expect(page.contains(", no earlier readings</figcaption>"))
    }

    /// The run remembers its readings while it writes the page.
    @Test func itDoesNotMatterWhetherThisReadingIsRememberedYet() throws {
        let script = ReadingScript(row: "linode/a/account")
        let before = try script.readings("2026-11-20T06:00Z 75/107\n2026-11-21T05:59Z 84/107")
        let after = before + (try script.readings("2026-11-21T06:00Z 85.899/107"))
        #expect(try page([row("a", used: 80)], past: before) == page([row("a", used: 80)], past: after))
    }

    @Test func readingsOfAnotherPeriodAreNotDrawn() throws {
        let past = try ReadingScript(row: "linode/a/account").readings("2026-10-02T00:00Z 20\n2026-10-30T12:00Z 40")
        #expect(try page([row("a", used: 80)], past: past) == page([row("a", used: 80)]))
    }

    @Test func aThousandReadingsAreAHundredPoints() throws {
        let month = try BillingPeriod.november()
        let past = (0..<20 * 24 * 4).compactMap { quarter in
            Reading(
                row: "linode/a/account", time: month.start.addingTimeInterval(Double(quarter) * 900),
                used: ByteCount(quarter * 40_000_000) ?? .zero, period: month)
        }
        let drawn = try #require(try line("read", in: try page([row("a", used: 80)], past: past)))
        #expect((60...130).contains(drawn.split(separator: "L").count))
    }

    @Test func onlyTheWorstHavePlots() throws {
        let page = try page((0..<200).map { try row("account-\($0)", used: 120) })
        #expect(count("<article", in: page) == 200)
        #expect(count("<figure", in: page) == HTMLReporter.mostPlots)
        #expect(count(" far\"", in: page) == 200 - HTMLReporter.mostPlots)
    }

    @Test func whatCouldNotBeReadSaysWhyAndWhatItWas() throws {
        let unread = UsageRow(
            provider: "linode", account: "old-key", scope: .account,
            result: .failure(APIError(.unauthorized, "the token was refused", httpStatus: 401)),
            lastReading: LastReading(
                used: .gigabytes(82), quota: .gigabytes(100), time: try date("2026-11-21T03:00:00Z")))
        let page = try page([unread])
        #expect(page.contains("<h1>1 not read</h1>"))
        #expect(page.contains("not read: token refused (401)"))
        #expect(page.contains("82% on Nov 21 03:00"))
        #expect(!page.contains("<figure"))
    }

    @Test func aRememberedReportSaysHowOldItIs() throws {
        let report = UsageReport(checkedAt: try date(today), rows: [try row("a", used: 10)])
        let page = HTMLReporter().text(of: report.shown(at: report.checkedAt.addingTimeInterval(3 * 3600)))
        #expect(page.contains("Nov 21 2026, 06:00 UTC</time>, 3 hours ago"))
        #expect(page.contains("<h1>1 fine</h1>"))
        #expect(!page.contains("Needs attention"))
    }

    @Test func anEmptyReportIsAPage() throws {
        let page = try page([])
        #expect(page.contains("<h1>Nothing to report</h1>"))
        #expect(page.hasSuffix("</html>\n"))
    }
}
