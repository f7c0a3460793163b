/// Writes a report in some format.
///
/// The same report gives the same bytes. A reporter knows nothing of where its text goes; what it depends on besides the
/// report is in its `ReportStyle`.
public protocol Reporter: Sendable {
    /// Writes the whole report, ending in a line break.
    func write(_ report: UsageReport, to output: inout some TextOutputStream)
}

extension Reporter {
    /// The whole report.
    public func text(of report: UsageReport) -> String {
        var text = ""
        write(report, to: &text)
        return text
    }
}
