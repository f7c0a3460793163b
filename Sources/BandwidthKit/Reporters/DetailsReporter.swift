/// Everything that is known about rows, one paragraph each: what `bandwidth show` prints.
public struct DetailsReporter: Reporter {
    private let style: ReportStyle
    private let services: Registry<any UsageProvider>
    private let glyphs: TableGlyphs
    private let width: Int

    /// The columns of the labels.
    private static let labels = 14

    /// A reporter for a terminal of `style.width` columns, but at least 60.
    ///
    /// - Parameter services: the providers that the rows come from.
    public init(_ style: ReportStyle = ReportStyle(), services: Registry<any UsageProvider> = .builtIn) {
        self.style = style
        self.services = services
        glyphs = style.isUnicode ? .unicode : .ascii
        width = max(60, style.width)
    }

    public func write(_ report: UsageReport, to output: inout some TextOutputStream) {
        for (index, row) in report.rows.enumerated() {
            if index > 0 { output.write("\n") }
            write(row, checkedAt: report, to: &output)
        }
    }

    private func write(_ row: UsageRow, checkedAt report: UsageReport, to output: inout some TextOutputStream) {
        let words = RowWords(row, units: style.units, zone: style.zone)
        let attribute = TableReporter.Attribute(words.verdict.mark)
        let mark =
            attribute.map { $0.styled(glyphs.mark(words.verdict.mark), style) } ?? glyphs.mark(words.verdict.mark)
        output.write("\(mark) \(glyphs.spelled(row.title))\n")
        let remark = ProblemList([words]).items.first?.remark(in: .max) ?? words.outlook
        for line in glyphs.spelled(remark).wrapped(to: width - 2) { output.write("  \(line)\n") }
        output.write("\n")
        let details = RowDetails(words, at: report.checkedAt, glyphs, services[row.provider]?.summary)
        for (label, texts) in details.all where !texts.isEmpty {
            var label = label
            for text in texts {
                for line in glyphs.spelled(text).wrapped(to: width - 2 - Self.labels) {
                    output.write("  \(label.padded(to: Self.labels))\(line)\n")
                    label = ""
                }
            }
        }
    }
}
