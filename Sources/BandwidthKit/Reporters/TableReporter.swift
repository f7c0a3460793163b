#if canImport(FoundationEssentials)
    import FoundationEssentials
#else
    import Foundation
#endif

/// A table for a terminal: a row for each scope with a bar, and the remarks on it below.
///
/// On a narrow terminal the bar gets shorter, then the forecast goes, then the bar and the share of the period; then names
/// are cut. It stays readable down to 60 columns.
public struct TableReporter: Reporter {
    private let style: ReportStyle
    private let width: Int

    /// A reporter for a terminal of `style.width` columns, but at least 60.
    public init(_ style: ReportStyle = ReportStyle()) {
        self.style = style
        self.width = max(60, style.width)
    }

    public func write(_ report: UsageReport, to output: inout some TextOutputStream) {
        let lines = report.rows.map { ReportLine($0, units: style.units) }
        let columns = Columns(for: lines, width: width)
        if !lines.isEmpty {
            output.write(styled(columns.header, .bold) + "\n")
        }
        for line in lines {
            write(line, columns, to: &output)
        }
        if !lines.isEmpty { output.write("\n") }
        let ending = [
            "\(report.summary); checked \(report.checkedAt.minuteText)", report.costSummary, report.forecastSummary,
        ]
        for line in ending.compactMap({ $0 }).flatMap({ $0.wrapped(to: width) }) {
            output.write(line + "\n")
        }
    }

    private func write(_ line: ReportLine, _ columns: Columns, to output: inout some TextOutputStream) {
        let status = styled(line.status.rawValue.padded(to: Columns.status), Attribute(line.status))
        guard let amounts = line.amounts else {
            output.write("\(status)  \(line.title.cut(to: width - Columns.status - 2))\n")
            writeRemarks(["not read: " + (line.remarks.first ?? "")] + line.remarks.dropFirst(), to: &output)
            return
        }
        var cells = [
            status, line.title.cut(to: columns.title).padded(to: columns.title),
            amounts.padded(to: columns.amounts, right: true),
            (line.share ?? "").padded(to: columns.share, right: true),
        ]
        if columns.bar > 0 { cells.append(styled(bar(line.percentage, columns.bar), Attribute(line.status))) }
        if columns.hasElapsed { cells.append((line.elapsed ?? "").padded(to: columns.elapsed, right: true)) }
        if columns.hasForecast { cells.append((line.forecast ?? "").padded(to: columns.forecast, right: true)) }
        output.write(cells.joined(separator: "  ").trimmingTrailingSpaces + "\n")
        writeRemarks(line.remarks + line.notes, to: &output)
    }

    /// The remarks below a row, broken between words.
    private func writeRemarks(_ remarks: [String], to output: inout some TextOutputStream) {
        guard !remarks.isEmpty else { return }
        let indent = String(repeating: " ", count: Columns.status + 2)
        for line in remarks.joined(separator: "; ").wrapped(to: width - indent.count) {
            output.write(indent + styled(line, .faint) + "\n")
        }
    }

    private func bar(_ percentage: Decimal?, _ length: Int) -> String {
        guard let percentage else { return String(repeating: " ", count: length) }
        let eighths = (min(percentage, 100) * Decimal(length * 8) / 100).rounded(places: 0, down: true).wholeNumber ?? 0
        let full = Int(eighths / 8), part = Int(eighths % 8)
        let parts = ["", "▏", "▎", "▍", "▌", "▋", "▊", "▉"]
        let filled = String(repeating: "█", count: full) + parts[part]
        return filled + String(repeating: "░", count: length - full - (part > 0 ? 1 : 0))
    }

    private func styled(_ text: String, _ attribute: Attribute) -> String {
        style.hasColor ? "\u{1B}[\(attribute.rawValue)m\(text)\u{1B}[0m" : text
    }
}

extension TableReporter {
    /// How wide each column is.
    private struct Columns {
        static let status = 8

        var title = 7
        var amounts = 4
        var share = 5
        var bar = 16
        var elapsed = 6
        var forecast = 8
        var hasElapsed = false
        var hasForecast = false

        var header: String {
            var cells = [
                "STATUS".padded(to: Self.status), "ACCOUNT".padded(to: title), "USED".padded(to: amounts, right: true),
                "SHARE".padded(to: share, right: true),
            ]
            if bar > 0 { cells.append(String(repeating: " ", count: bar)) }
            if hasElapsed { cells.append("PERIOD".padded(to: elapsed, right: true)) }
            if hasForecast { cells.append("FORECAST".padded(to: forecast, right: true)) }
            return cells.joined(separator: "  ").trimmingTrailingSpaces
        }

        private var total: Int {
            Self.status + 2 + title + 2 + amounts + 2 + share + (bar > 0 ? bar + 2 : 0)
                + (hasElapsed ? elapsed + 2 : 0) + (hasForecast ? forecast + 2 : 0)
        }

        init(for lines: [ReportLine], width: Int) {
            let read = lines.filter { $0.amounts != nil }
            title = max(title, read.map { $0.title.columns }.max() ?? 0)
            amounts = max(amounts, read.compactMap { $0.amounts?.columns }.max() ?? 0)
            share = max(share, read.compactMap { $0.share?.columns }.max() ?? 0)
            elapsed = max(elapsed, read.compactMap { $0.elapsed?.columns }.max() ?? 0)
            forecast = max(forecast, read.compactMap { $0.forecast?.columns }.max() ?? 0)
            hasElapsed = read.contains { $0.elapsed != nil }
            hasForecast = read.contains { $0.forecast != nil }
            while total > width, bar > 6 { bar -= 1 }
            if total > width { hasForecast = false }
            if total > width { bar = 0 }
            if total > width { hasElapsed = false }
            if total > width { title = max(16, title - (total - width)) }
        }
    }

    /// What a terminal is told to show text in (ECMA-48, SGR).
    private enum Attribute: String {
        case bold = "1"
        case faint = "2"
        case red = "31"
        case green = "32"
        case yellow = "33"
        case magenta = "35"

        init(_ status: Status) {
            self =
                switch status {
                case .info: .faint
                case .ok: .green
                case .warning: .yellow
                case .unknown: .magenta
                case .critical: .red
                }
        }
    }
}
