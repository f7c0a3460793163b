/// Puts a report into the words of a message: worst first, in the alphabet and within the limits of a notifier.
struct MessageComposer {
    let style: MessageStyle
    let units: UnitSystem

    /// Title and body; what does not fit is counted. The third is the title of the news that accounts can be read again.
    func message(about report: UsageReport) -> (title: String, body: String, allClear: String) {
        let order: [Status] = [.critical, .warning, .unknown, .ok, .info]
        let title = style.prefix(of: style.spelled("Bandwidth: \(report.summary)"), style.titleLimit)
        let lines = report.rows.map { (status: $0.status, text: line($0)) }
        let sorted = order.flatMap { status in lines.filter { $0.status == status }.map { style.spelled($0.text) } }
        // Where title and body are one text, the body has what the title and a line break leave.
        let limit = style.bodyLimit ?? style.titleLimit - style.length(of: title) - 1
        var accounts: [String] = []
        for row in report.rows {
            let name = row.provider == row.account ? row.account : "\(row.provider) \(row.account)"
            if accounts.last != name { accounts.append(name) }
        }
        let allClear = style.spelled("Bandwidth: can be read again: \(accounts.joined(separator: ", "))".printable)
        return (title, fit(sorted, limit), style.prefix(of: allClear, style.titleLimit))
    }

    private func line(_ row: UsageRow) -> String {
        guard let assessment = row.assessment else {
            let since = row.isUnreadForLong ? row.unreadSince.map { "not read since \($0.minuteText): " } : nil
            return "\(row.title): \(since ?? "")\(row.error?.brief ?? "not read")"
        }
        let line = ReportLine(row, units: units)
        let figures = [line.amounts.map { "\(line.title) \($0)" }, line.share].compactMap { $0 }
        return (figures + line.remarks + (assessment.status == .ok ? [] : line.notes)).joined(separator: ", ")
    }

    /// The lines that fit, and how many do not.
    private func fit(_ lines: [String], _ limit: Int) -> String {
        var text = "", length = 0
        for (index, line) in lines.enumerated() {
            let separator = text.isEmpty ? "" : "\n"
            let rest = lines.count - index
            let ending = rest > 1 ? "\nand \(rest - 1) more" : ""
            let added = style.length(of: separator + line)
            if length + added + style.length(of: ending) > limit {
                let more = "\(separator)and \(rest) more"
                return length + style.length(of: more) <= limit ? text + more : text
            }
            text += separator + line
            length += added
        }
        return text
    }
}

extension MessageStyle {
    /// The most that a title may have, or a text as a whole.
    fileprivate var titleLimit: Int {
        switch self {
        case .gsm7(let limit), .plain(let limit), .title(let limit, body: _): limit
        case .structured: 16384
        }
    }

    /// The most that a body may have; `nil` where it shares its limit with the title.
    fileprivate var bodyLimit: Int? {
        if case .title(_, body: let limit) = self { limit } else { nil }
    }

    /// The text in the style's alphabet.
    fileprivate func spelled(_ text: String) -> String {
        if case .gsm7 = self { GSM7.text(text) } else { text }
    }

    fileprivate func length(of text: String) -> Int {
        if case .gsm7 = self { GSM7.length(of: text) } else { text.utf8.count }
    }

    /// As much of the beginning as fits.
    fileprivate func prefix(of text: String, _ limit: Int) -> String {
        if case .gsm7 = self { return GSM7.prefix(of: text, limit) }
        var result = "", length = 0
        for character in text {
            length += character.utf8.count
            guard length <= limit else { break }
            result.append(character)
        }
        return result
    }
}
