/// Writes a report.
///
/// The same report gives the same bytes.
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

/// The forms that a report can have.
public enum ReportFormat: String, Sendable, CaseIterable {
    /// For a terminal.
    case table

    /// One line a row, fields separated by tabs.
    case plain

    /// For programs.
    case json
}
