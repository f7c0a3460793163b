import Foundation
import Testing

@testable import BandwidthKit

/// What Prometheus's text format demands, which no reader forgives.
@Suite struct PrometheusReporterTests {
    private func lines(_ report: UsageReport) -> [Substring] {
        PrometheusReporter().text(of: report).split(separator: "\n", omittingEmptySubsequences: false)
    }

    @Test func everyMetricIsTogetherBelowItsHelpAndType() throws {
        let lines = lines(try .example())
        #expect(lines.suffix(2) == ["# EOF", ""])
        var described: [Substring] = []
        var current: Substring = ""
        for line in lines.dropLast(2) {
            if line.hasPrefix("# HELP ") {
                current = line.split(separator: " ")[2]
                #expect(!described.contains(current), "\(current) comes twice")
                described.append(current)
            } else if line.hasPrefix("# TYPE ") {
                #expect(line == "# TYPE \(current) gauge")
            } else {
                #expect(line.prefix { $0 != "{" && $0 != " " } == current, "\(line)")
                #expect(line.contains(/^[a-z_]+(\{([a-z]+="[^"]*",?)+\})? -?[0-9.]+$/), "no timestamp: \(line)")
            }
        }
    }

    @Test func noSeriesComesTwice() throws {
        let row = UsageRow(provider: "linode", account: "a", APIError(.network, "none"))
        let report = UsageReport(checkedAt: Date(timeIntervalSince1970: 1_795_240_800), rows: [row, row])
        let series = lines(report).filter { !$0.hasPrefix("#") }.map { $0.prefix { $0 != " " } }
        #expect(Set(series).count == series.count)
    }

    @Test func labelsAreEscaped() {
        let row = UsageRow(provider: "linode", account: #"a"b\c"#, APIError(.network, "none"))
        let report = UsageReport(checkedAt: Date(timeIntervalSince1970: 1_795_240_800), rows: [row])
        #expect(lines(report).contains(#"bandwidth_up{provider="linode",account="a\"b\\c"} 0"#))
    }

    @Test func whatCouldNotBeReadHasNoFigures() throws {
        let report = UsageReport(
            checkedAt: Date(timeIntervalSince1970: 1_795_240_800),
            rows: [UsageRow(provider: "linode", account: "a", APIError(.unauthorized, "refused"))])
        let samples = lines(report).filter { !$0.hasPrefix("#") && !$0.isEmpty }
        #expect(!samples.contains { $0.contains("used_bytes") || $0.contains("quota") || $0.contains("last_success") })
        #expect(samples.contains(#"bandwidth_up{provider="linode",account="a"} 0"#))
        #expect(
            samples.contains(
                #"bandwidth_status{provider="linode",account="a",scope="account",id="",state="unknown"} 1"#))
        #expect(
            samples.contains(#"bandwidth_status{provider="linode",account="a",scope="account",id="",state="ok"} 0"#))
        #expect(samples.contains("bandwidth_last_run_timestamp_seconds 1795240800"))
    }

    @Test func aPartThatCouldNotBeReadMakesItsAccountIncomplete() throws {
        let example = try UsageReport.example()
        let part = UsageRow(
            provider: "linode", account: "production",
            APIError(.timeout, "no answer", scope: UsageScope(.instance, id: "1")))
        let report = UsageReport(checkedAt: example.checkedAt, rows: example.rows + [part])
        #expect(lines(report).contains(#"bandwidth_up{provider="linode",account="production"} 0"#))
    }
}
