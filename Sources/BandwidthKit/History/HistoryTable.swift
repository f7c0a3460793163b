#if canImport(FoundationEssentials)
    import FoundationEssentials
#else
    import Foundation
#endif

/// History for a terminal: for each row a plot of its period, its days and its months; of many rows, one line each.
struct HistoryTable {
    let style: ReportStyle
    let glyphs: TableGlyphs
    let width: Int

    init(_ style: ReportStyle) {
        self.style = style
        glyphs = style.isUnicode ? .unicode : .ascii
        width = max(60, style.width)
    }

    /// Everything, ending in a line break.
    func text(of report: HistoryReport) -> String {
        guard !report.rows.isEmpty else { return "nothing is remembered yet; each check adds a reading\n" }
        guard report.isDetailed else { return overview(of: report) }
        return report.rows.map { details(of: $0, in: report) }.joined(separator: "\n")
    }

    private func details(of history: RowHistory, in report: HistoryReport) -> String {
        var text = heading(of: history)
        let unit = unit(of: history)
        let plot = HistoryPlot(history, unit, style.zone, columns: width - 2)
        text += "\n" + (plot?.lines(glyphs).map { "  \($0)\n" }.joined() ?? "")
        let days = history.days(report.days ?? HistoryReport.usualDays, in: style.zone)
        // Someone who asks for months only gets months only.
        let hasDays = report.days ?? (report.months == nil ? 1 : 0) > 0
        let months = history.periods(report.months ?? HistoryReport.usualMonths)
        if hasDays { text += "\n" + list(of: days, history) }
        if months.count > (report.months == nil ? 1 : 0) { text += "\n" + list(of: months, unit, now: report.now) }
        return text + "\n" + faint(footer(of: history, hasDays ? days : []))
    }

    /// `linode production · November · 2310 of 9141 GB, 25% · 37% by Nov 30`, broken between its parts.
    private func heading(of history: RowHistory) -> String {
        let newest = history.newest, unit = unit(of: history)
        var parts = [history.row.title, newest.period.map { style.zone.longName(of: $0) }]
        parts.append(
            newest.quota.map { quota in
                "\(unit.text(newest.used, of: quota, " of ")), \(newest.used.roundedPercentage(of: quota))"
            } ?? unit.text(newest.used))
        if let forecast = history.forecast, let period = newest.period {
            let expected = newest.quota.map { forecast.used.roundedPercentage(of: $0) } ?? unit.text(forecast.used)
            parts.append("\(expected) by \(style.zone.lastDay(of: period))")
            let exhaustion = newest.quota.flatMap { quota in
                newest.used < quota ? forecast.exhaustion(of: quota, now: newest.time) : nil
            }
            parts.append(exhaustion.map { "runs out \(style.zone.day(of: $0))" })
        }
        let separator = style.isUnicode ? " · " : ", "
        var lines: [String] = []
        for part in parts.compactMap({ $0 }).map(glyphs.spelled) {
            if let last = lines.last, last.columns + separator.columns + part.columns <= width {
                lines[lines.count - 1] = last + separator + part
            } else {
                lines.append(lines.isEmpty ? glyphs.cut(part, to: width) : "  " + part)
            }
        }
        return lines.joined(separator: "\n") + "\n"
    }

    func unit(of history: RowHistory) -> ReadableUnit {
        ReadableUnit(
            history.row.unit, style.units, largest: max(history.newest.used, history.newest.quota ?? .zero))
    }

    func faint(_ text: String) -> String {
        TableReporter.Attribute.faint.styled(text, style) + "\n"
    }

    // MARK: - Days and months

    private func list(of days: [HistoryDay], _ history: RowHistory) -> String {
        let most = days.map(\.bytes).max() ?? .zero
        let weeks = [history.lastWeek, history.weekBefore].map { $0.map { ByteCount(clamping: Int128($0.bytes) / 7) } }
        let unit = ReadableUnit(history.row.unit, style.units, largest: max(most, weeks[0] ?? .zero), shrinks: true)
        let hasQuota = days.contains { $0.quota != nil }
        let isMonth = history.newest.period?.calendarMonth != nil
        let amounts = days.map { day in
            day.amount.seen == 0 ? glyphs.spelled("–") : (day.isEstimated ? "~" : "") + unit.text(day.bytes)
        }
        let column = amounts.reduce(10) { max($0, $1.columns + 1) }
        var head = "day".padded(to: 7) + "used".padded(to: column, right: true)
        if hasQuota { head += (isMonth ? "of month" : "of quota").padded(to: 10, right: true) }
        let pace = paceSentence(weeks, unit)
        let isBeside = pace.map { head.columns + 10 + $0.columns <= width } ?? false
        var text = faint("  " + head + (isBeside ? "        " + (pace ?? "") : ""))
        if let pace, !isBeside { text = pace.wrapped(to: width - 2).map { "  \($0)\n" }.joined() + "\n" + text }
        for (day, amount) in zip(days, amounts) {
            var line = style.zone.name(ofDay: day.number).padded(to: 7) + amount.padded(to: column, right: true)
            if hasQuota {
                let share = day.quota.map { day.used.roundedPercentage(of: $0) } ?? ""
                line += share.padded(to: 10, right: true)
            }
            text += "  " + with(remark(on: day, history, unit), line, bar(day.bytes, of: most)) + "\n"
        }
        return text
    }

    /// `last 7 days 114 GB a day, the 7 before 108`
    private func paceSentence(_ weeks: [ByteCount?], _ unit: ReadableUnit) -> String? {
        guard let last = weeks[0] else { return nil }
        return "last 7 days \(unit.text(last)) a day" + (weeks[1].map { ", the 7 before \(unit.figure($0))" } ?? "")
    }

    private func remark(on day: HistoryDay, _ history: RowHistory, _ unit: ReadableUnit) -> String? {
        var remarks: [String] = []
        if day.end > history.newest.time.second {
            remarks.append("so far")
        } else if let first = history.readings.first?.time.second, first > day.start {
            remarks.append("from \(style.zone.time(of: first))")
        } else if !day.isWhole {
            remarks.append(day.amount.seen == 0 ? "not seen" : "in part")
        }
        switch day.event {
        case .newPeriod: remarks.append("new period")
        case .reset: remarks.append("counter was reset")
        case .quota(let quota):
            remarks.append(quota.map { "quota now \(self.unit(of: history).text($0))" } ?? "no quota")
        case nil: break
        }
        if day.amount.correction < 0 {
            remarks.append("corrected by -\(unit.text(ByteCount(clamping: -Int128(day.amount.correction))))")
        }
        return remarks.isEmpty ? nil : remarks.joined(separator: ", ")
    }

    private func list(of periods: [HistoryPeriod], _ unit: ReadableUnit, now: Date) -> String {
        let most = periods.map(\.last.used).max() ?? .zero
        let names = periods.map { glyphs.spelled(style.zone.name(of: $0.period)) }
        let column = names.reduce(8) { max($0, $1.columns) }
        let amount = periods.reduce(11) { max($0, unit.text($1.last.used).columns + 1) }
        let hasQuota = periods.contains { $0.last.quota != nil }
        var text = faint(
            "  " + "month".padded(to: column) + "used".padded(to: amount, right: true)
                + (hasQuota ? "of quota".padded(to: 10, right: true) : ""))
        for (period, name) in zip(periods, names) {
            let share = period.last.quota.map { period.last.used.roundedPercentage(of: $0) } ?? ""
            let line =
                name.padded(to: column) + unit.text(period.last.used).padded(to: amount, right: true)
                + (hasQuota ? share.padded(to: 10, right: true) : "")
            let remark =
                period.period.end > now
                ? "so far" : period.isWhole(now: now) ? nil : "until \(style.zone.day(of: period.last.time))"
            text += "  " + with(remark, line, bar(period.last.used, of: most)) + "\n"
        }
        return text
    }

    private func with(_ remark: String?, _ line: String, _ bar: String) -> String {
        let line = (line + "  " + bar).trimmingTrailingSpaces
        guard let remark else { return line }
        return glyphs.cut(
            line.padded(to: max(line.columns, min(45, width - 4 - remark.columns))) + "  " + remark, to: width - 2)
    }

    /// A bar of at most 16 cells, in eighths of one.
    private func bar(_ amount: ByteCount, of most: ByteCount) -> String {
        guard most > .zero else { return "" }
        let eighths = Int(Int128(amount.bytes) * 128 / Int128(most.bytes))
        guard style.isUnicode else { return String(repeating: "#", count: (eighths + 4) / 8) }
        let rest = eighths % 8
        return String(repeating: "█", count: eighths / 8) + (rest > 0 ? String(Array("▏▎▍▌▋▊▉")[rest - 1]) : "")
    }

    private func footer(of history: RowHistory, _ days: [HistoryDay]) -> String {
        let zone = style.zone.offset(at: history.newest.time).name
        let first = history.readings.first.map { style.zone.minute(of: $0.time) } ?? ""
        var parts = ["last reading \(style.zone.minute(of: history.newest.time)) \(zone)"]
        if history.readings.count == 1 {
            parts.append("it is the first one")
        } else if history.newest.time.timeIntervalSince(history.readings[0].time) < 8 * 86400 {
            parts.append("the first of \(history.readings.count) was \(first)")
        }
        if days.contains(where: \.isEstimated) { parts.append("~ spread evenly over days without a reading") }
        return glyphs.cut(parts.joined(separator: "; "), to: width)
    }
}
