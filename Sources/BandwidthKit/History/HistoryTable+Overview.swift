/// One line for each row: its days as a sparkline, the pace of the last 7 days, how that changed, and what is used.
extension HistoryTable {
    func overview(of report: HistoryReport) -> String {
        let names = report.rows.map { glyphs.spelled($0.row.title) }
        let lines = report.rows.map { OverviewLine($0, unit(of: $0), style) }
        let used = lines.reduce(4) { max($0, $1.used.columns) }
        // Days go first, then what is used, then the end of names.
        var name = min(names.reduce(3) { max($0, $1.columns) }, 32), days = min(max(1, report.days ?? 30), 60)
        let pace = lines.reduce(9) { max($0, $1.pace.columns) }, others = 2 + 2 + 2 + pace + 2 + 6
        days = max(min(days, 14), days - max(0, others + name + days + 2 + used - width))
        let hasUsed = others + min(name, 20) + days + 2 + used <= width
        name = min(name, max(8, width - others - days - (hasUsed ? 2 + used : 0)))
        let title = days < 12 ? "\(days) DAYS" : "LAST \(days) DAYS"
        var head =
            "  " + "ROW".padded(to: name) + "  " + title.padded(to: days) + "  " + "A DAY".padded(to: pace, right: true)
        head += "  CHANGE" + (hasUsed ? "  " + "USED".padded(to: used, right: true) : "")
        var text = faint(head)
        for (row, title) in zip(lines, names) {
            var line = "  " + glyphs.cut(title, to: name).padded(to: name) + "  " + row.spark(days, in: style) + "  "
            line += row.pace.padded(to: pace, right: true) + "  " + row.change.padded(to: 6, right: true)
            if hasUsed { line += "  " + row.used.padded(to: used, right: true) }
            text += line.trimmingTrailingSpaces + "\n"
        }
        let legend = "A DAY: mean of the last 7 days; CHANGE: against the 7 before"
        return text + "\n" + faint(legend) + faint("bandwidth history NAME shows a row in full")
    }
}

/// One row of the overview.
private struct OverviewLine {
    private let history: RowHistory
    let pace, change, used: String

    init(_ history: RowHistory, _ unit: ReadableUnit, _ style: ReportStyle) {
        self.history = history
        let newest = history.newest
        let day = history.lastWeek.map { ByteCount(clamping: Int128($0.bytes) / 7) }
        pace = day.map { ReadableUnit(history.row.unit, style.units, largest: $0, shrinks: true).text($0) } ?? ""
        if let last = history.lastWeek, let before = history.weekBefore, before > .zero {
            let change = (Int128(last.bytes) - Int128(before.bytes)) * 100 / Int128(before.bytes)
            self.change = change > 999 ? ">999%" : (change > 0 ? "+" : "") + "\(change)%"
        } else {
            change = ""
        }
        used =
            newest.quota.map { quota in
                unit.text(newest.used, of: quota, " / ")
                    + newest.used.roundedPercentage(of: quota).padded(to: 6, right: true)
            } ?? unit.text(newest.used) + "      "
    }

    /// A sign for each day, the last one being that of the newest reading; a gap where nothing was seen.
    func spark(_ count: Int, in style: ReportStyle) -> String {
        let days = history.days(count, in: style.zone)
        let most = Int128(days.map(\.bytes.bytes).max() ?? 0), levels = Array(style.isUnicode ? "▁▂▃▄▅▆▇█" : "_.:-=+*#")
        let signs = days.reversed().map { day -> Character in
            guard day.amount.seen > 0, most > 0 else { return " " }
            return levels[Int(Int128(day.bytes.bytes) * 7 / most)]
        }
        return String(repeating: " ", count: max(0, count - signs.count)) + String(signs)
    }
}
