#if canImport(FoundationEssentials)
    import FoundationEssentials
#else
    import Foundation
#endif

/// The report for programs: bytes, decimal numbers, ISO 8601 dates in UTC.
///
/// Every key is always there, `null` where there is nothing to say. Within a `schema_version` keys are only added. A row
/// that could not be read is a row with status `unknown` and an `error`.
public struct JSONReporter: Reporter {
    /// A reporter.
    public init() {}

    public func write(_ report: UsageReport, to output: inout some TextOutputStream) {
        var head = JSONWriter()
        head.object { writer in
            writer.member("schema_version", 1)
            writer.member("checked_at", report.checkedAt)
            writer.member("status", report.status.rawValue)
            writer.member("complete", !report.isIncomplete)
            writer.key("overage")
            writer.object { writer in
                let soFar = report.overage, expected = report.expectedOverage
                writer.key("so_far")
                writer.list(of: soFar.amounts) { $0.money($1) }
                writer.key("expected")
                writer.list(of: expected.amounts) { $0.money($1) }
                writer.member("complete", soFar.isComplete && expected.isComplete)
            }
            writer.key("usage")
            writer.list(of: [UsageRow]()) { $0.row($1) }
        }
        // Rows are written one at a time into the empty list, so that a long report is never in memory as a whole.
        let ending = "\n\n  ]\n}"
        output.write(String(head.text.dropLast(ending.count)))
        var separator = "\n    "
        for row in report.rows {
            output.write(separator)
            var writer = JSONWriter(indent: 4)
            writer.row(row)
            output.write(writer.text)
            separator = ",\n    "
        }
        output.write(report.rows.isEmpty ? "]\n}\n" : "\n  ]\n}\n")
    }
}
