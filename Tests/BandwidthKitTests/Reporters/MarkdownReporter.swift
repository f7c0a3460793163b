public import BandwidthKit

/// The report as a Markdown table.
public struct MarkdownReporter: Reporter {
    /// A reporter.
    public init() {}

    public func write(_ report: UsageReport, to output: inout some TextOutputStream) {
        output.write("| | used | status |\n| --- | --- | --- |\n")
        for row in report.rows {
            let share = row.assessment?.usedPercentage.map { "\($0)%" } ?? "–"
            output.write("| \(row.title) | \(share) | \(row.status.rawValue) |\n")
        }
    }
}
