/// An alert as a mail: a subject that says the worst, then the list, the table, and why it was sent.
extension Alert {
    /// `[bandwidth] OVER: shop/shop-sin 120%, 7 more; €5.76 + $59.58 expected`
    var subject: String {
        "[bandwidth] " + (composer.templates[event] == nil ? worst ?? brief : brief)
    }

    /// The first line, without the program's name.
    private var brief: String {
        title.hasPrefix("Bandwidth: ") ? String(title.dropFirst("Bandwidth: ".count)) : title
    }

    /// What is worst, how much else there is, and what it will cost; `nil` if nothing is wrong.
    private var worst: String? {
        guard event != .resolved, event != .test else { return nil }
        let items = ProblemList(rows.map { RowWords($0, units: composer.units, zone: composer.zone) }).items
        guard let first = items.first else { return nil }
        let words = first.words
        let state =
            switch words.verdict.state {
            case .over: "OVER"
            case .usedUp: "USED UP"
            case .runsOut: "RUNS OUT \(words.exhaustionDay ?? "")"
            case .high: "HIGH"
            case .tooOld: "TOO OLD"
            default: "NOT READ"
            }
        let rest = items.dropFirst().reduce(first.count - 1) { $0 + $1.count }
        let cost = UsageReport(checkedAt: time, rows: rows).expectedOverage
        let parts = [
            "\(state): \(first.name)" + (words.share.map { " \($0)" } ?? "")
                + (rest > 0 ? ", \(rest.grouped) more" : ""),
            cost.isNothing ? nil : "\(cost) expected",
        ]
        return (event == .reminded ? "still " : "") + parts.compactMap { $0 }.joined(separator: "; ")
    }

    /// The list, the table of the whole report, and why.
    var mailBody: String {
        let list = [brief, body].filter { !$0.isEmpty }.joined(separator: "\n")
        let style = ReportStyle(units: composer.units, width: 100, height: 60, zone: composer.zone)
        let table = report.rows.isEmpty ? nil : TableReporter(style).table(of: report)
        let parts = [list, table, link.map { "\($0.title): \($0.url)" }, reason]
        return parts.compactMap { $0 }.joined(separator: "\n\n")
    }

    private var reason: String {
        switch event {
        case .test: return "You get this because somebody ran 'bandwidth notify test'."
        case .report: return "You get this on every run, or on every run on which a limit is exceeded (--notify)."
        case .resolved: return "You get this because you were told of it before, and it is over."
        case .crossed, .reminded:
            let rules = rows.map { row in
                "  \(RowWords(row, units: composer.units, zone: composer.zone).name): "
                    + (row.error == nil ? row.rulesInWords : "could not be read for a long time")
            }
            let start =
                event == .crossed
                ? "You get this because of these rules" : "You get this again because of these rules, which still hold"
            return "\(start):\n" + rules.prefix(50).joined(separator: "\n")
        }
    }
}
