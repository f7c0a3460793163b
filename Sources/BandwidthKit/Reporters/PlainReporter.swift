/// One line a row for grep, cut and awk: the fields of the JSON report in their order, separated by tabs, without units;
/// `-` where there is nothing.
///
/// Fields are only ever added at the end. `--format csv` prints their names.
public struct PlainReporter: Reporter {
    /// A reporter.
    public init() {}

    public func write(_ report: UsageReport, to output: inout some TextOutputStream) {
        for row in report.rows {
            let fields = RowField.cells(of: row).map { $0.isEmpty ? "-" : $0.printable }
            output.write(fields.joined(separator: "\t") + "\n")
        }
    }
}
