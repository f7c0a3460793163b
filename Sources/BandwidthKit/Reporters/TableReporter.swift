#if canImport(FoundationEssentials)
    import FoundationEssentials
#else
    import Foundation
#endif

/// A table for a terminal: a line for each row in the order of the configuration, then what needs attention, worst first.
///
/// No row is wrapped: on a narrow terminal columns go, the bar shrinks, and names are cut. It is readable from 40
/// columns on, and has bars from 60 on.
public struct TableReporter: Reporter {
    private let style: ReportStyle
    private let width: Int
    private let glyphs: TableGlyphs

    /// A reporter for a terminal of `style.width` columns, but at least 40.
    public init(_ style: ReportStyle = ReportStyle()) {
        self.style = style
        width = max(40, style.width)
        glyphs = style.isUnicode ? .unicode : .ascii
    }

    /// The table alone, without what stands below it.
    func table(of report: UsageReport) -> String {
        var text = ""
        let words = report.rows.map { RowWords($0, units: style.units, zone: style.zone) }
        write(TableRow.rows(of: words, height: style.height, showsAll: style.showsAll, glyphs), to: &text)
        return text.split(separator: "\n").joined(separator: "\n")
    }

    private func write(_ rows: [TableRow], to output: inout some TextOutputStream) {
        guard !rows.isEmpty else { return }
        let columns = TableColumns(for: rows, width: width, glyphs)
        output.write(styled(header(columns), .faint) + "\n")
        for row in rows { output.write(line(row, columns) + "\n") }
        output.write("\n")
    }

    public func write(_ report: UsageReport, to output: inout some TextOutputStream) {
        let words = report.rows.map { RowWords($0, units: style.units, zone: style.zone) }
        let rows = TableRow.rows(of: words, height: style.height, showsAll: style.showsAll, glyphs)
        write(rows, to: &output)
        let counts = UsageReport.counts(of: words.lazy.map(\.verdict.state))
        for line in brokenAfterCommas(counts) { output.write(line + "\n") }
        if var money = report.money(isBrief: false) {
            if glyphs.spelled(money).columns > width { money = report.money(isBrief: true) ?? money }
            for line in glyphs.spelled(money).wrapped(to: width) { output.write(line + "\n") }
        }
        write(ProblemList(words), to: &output)
        output.write("\n" + styled(legend(report, words, rows), .faint) + "\n")
    }

    /// Lines of a list; none of its items is wider than a line.
    private func brokenAfterCommas(_ list: String) -> [String] {
        var lines: [String] = []
        for item in list.split(separator: ",") {
            guard let line = lines.popLast() else {
                lines = [String(item)]
                continue
            }
            // A comma may follow.
            lines +=
                line.columns + item.columns + 2 <= width ? ["\(line),\(item)"] : ["\(line),", String(item.dropFirst())]
        }
        return lines
    }

    private func styled(_ text: String, _ attribute: Attribute?) -> String {
        attribute?.styled(text, style) ?? text
    }

    /// What a terminal is told to show text in (ECMA-48, SGR). Only problems have a colour.
    enum Attribute: String {
        case faint = "2"
        case red = "31"
        case yellow = "33"
        case magenta = "35"

        /// A text with this attribute, if the style has colours.
        func styled(_ text: String, _ style: ReportStyle) -> String {
            style.hasColor && !text.isEmpty ? "\u{1B}[\(rawValue)m\(text)\u{1B}[0m" : text
        }

        init?(_ mark: Verdict.Mark?) {
            switch mark {
            case .critical: self = .red
            case .warning: self = .yellow
            case .unknown: self = .magenta
            case .fine, .notJudged, nil: return nil
            }
        }
    }
}

extension TableReporter {
    private func header(_ columns: TableColumns) -> String {
        let gap = String(repeating: " ", count: columns.gap)
        var line = "  " + "ACCOUNT".padded(to: columns.name)
        if columns.bar > 0 { line += gap + columns.headers.used.padded(to: columns.bar + 1) }
        if columns.share > 0 { line += gap + "".padded(to: columns.share) }
        for (width, text) in [
            (columns.amounts, columns.headers.amounts), (columns.byEnd, "BY END"), (columns.runsOut, "RUNS OUT"),
            (columns.cost, columns.headers.cost),
        ] where width > 0 {
            line += gap + text.padded(to: width, right: true)
        }
        return line
    }

    private func line(_ row: TableRow, _ columns: TableColumns) -> String {
        let attribute = Attribute(row.mark)
        let mark = styled(row.mark.map(glyphs.mark) ?? " ", row.mark == nil ? nil : attribute)
        if row.isOnlyName { return "\(mark) \(glyphs.cut(row.name, to: width - 2))" }
        let gap = String(repeating: " ", count: columns.gap)
        var line = "\(mark) " + glyphs.cut(row.name, to: columns.name).padded(to: columns.name)
        if columns.bar > 0 {
            let bar = row.bar?.drawn(columns.bar, glyphs)
            line += gap + (bar.map { styled($0, attribute) } ?? "".padded(to: columns.bar + 1))
        }
        // The style's codes take no columns: they go around what is padded.
        for (width, text, attribute) in [
            (columns.share, row.share, nil), (columns.amounts, row.amounts, nil), (columns.byEnd, row.byEnd, nil),
            (columns.runsOut, row.runsOut, attribute), (columns.cost, row.cost, nil),
        ] where width > 0 {
            let text = glyphs.cut(text, to: width)
            line += gap + "".padded(to: width - text.columns) + styled(text, attribute)
        }
        return line.trimmingTrailingSpaces
    }

    private func write(_ list: ProblemList, to output: inout some TextOutputStream) {
        guard !list.items.isEmpty else { return }
        output.write("\n")
        let names = list.items.map { glyphs.spelled($0.name) }
        let column = min(names.reduce(0) { max($0, $1.columns) }, width / 2 - 4)
        for (item, name) in zip(list.items, names) {
            let mark = item.words.verdict.mark
            let room = width - 2 - column - 2
            let remark = glyphs.cut(glyphs.spelled(item.remark(in: room)), to: room)
            output.write(styled(glyphs.mark(mark), Attribute(mark)) + " ")
            output.write("\(glyphs.cut(name, to: column).padded(to: column))  \(remark)\n")
        }
    }

    /// When it was checked, and what the signs mean that are there.
    private func legend(_ report: UsageReport, _ words: [RowWords], _ rows: [TableRow]) -> String {
        let zone = style.zone.offset(at: report.checkedAt).name
        let time = "\(style.zone.minute(of: report.checkedAt)) \(zone)" + (report.age.map { ", \($0) ago" } ?? "")
        guard width >= 60, rows.contains(where: { $0.bar != nil }) else { return time }
        let assessments = words.lazy.compactMap(\.assessment)
        let hasForecast = assessments.contains { $0.forecast != nil }
        let isOver = assessments.contains { row in
            row.quota.map { max(row.usage.used, row.forecast?.used ?? .zero) > $0 } ?? false
        }
        let isNotJudged = words.contains { $0.verdict.mark == .notJudged }
        func line(expected: String, gap: String) -> String {
            let signs = [
                "\(glyphs.used) used", hasForecast ? "\(glyphs.expected) \(expected)" : nil,
                isOver ? "\(glyphs.over) over" : nil,
                isNotJudged ? "\(glyphs.mark(.notJudged)) not judged" : nil,
            ]
            return time + gap + signs.compactMap { $0 }.joined(separator: "  ")
        }
        let whole = line(expected: "expected by the period's end", gap: "   ")
        return whole.columns <= width ? whole : glyphs.cut(line(expected: "expected", gap: "  "), to: width)
    }
}
