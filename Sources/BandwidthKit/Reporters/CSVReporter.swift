/// The report for spreadsheets: a header, then a line for each row (RFC 4180), with the names and values of the JSON
/// report. Lines end in CR LF.
public struct CSVReporter: Reporter {
    /// A reporter.
    public init() {}

    public func write(_ report: UsageReport, to output: inout some TextOutputStream) {
        write(RowField.columns, to: &output)
        for row in report.rows { write(RowField.cells(of: row), to: &output) }
    }

    private func write(_ fields: [String], to output: inout some TextOutputStream) {
        output.write(fields.map(Self.quoted).joined(separator: ",") + "\r\n")
    }

    /// The field in quotes if it needs them.
    static func quoted(_ field: String) -> String {
        guard field.utf8.contains(where: { #"",\#r\#n"#.utf8.contains($0) }) else { return field }
        // Scalar by scalar: a quote with an accent behind it is a character of its own.
        var text = "\""
        for scalar in field.unicodeScalars {
            if scalar == "\"" { text.unicodeScalars.append(scalar) }
            text.unicodeScalars.append(scalar)
        }
        return text + "\""
    }
}
