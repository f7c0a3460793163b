#if canImport(FoundationEssentials)
    import FoundationEssentials
#else
    import Foundation
#endif

/// Puts a report into the words of a message: worst first, in the alphabet and within the limits of a notifier.
///
/// One crossing is a sentence or two; several, and a report that is sent regularly, are a line each below a line that
/// counts them. What does not fit is counted.
struct MessageComposer {
    var style: MessageStyle
    let units: UnitSystem
    let zone: ReportZone

    /// The user's own words, by event.
    var templates: [Alert.Event: MessageTemplate] = [:]

    /// Title and body; the body is empty where the title says it all.
    func message(
        _ event: Alert.Event, about report: UsageReport, resolutions: [String: Alert.Resolution] = [:]
    ) -> (title: String, body: String) {
        let words = report.rows.map { RowWords($0, units: units, zone: zone) }
        if let template = templates[event] { return filled(template, event, words, report, resolutions) }
        switch event {
        case .resolved:
            return allClear(words, resolutions)
        case .crossed, .reminded:
            let start = event == .reminded ? "Bandwidth reminder: " : "Bandwidth: "
            if words.count == 1 {
                var sentence = Sentence(words[0], at: report.checkedAt)
                sentence.start = start
                return told(sentence)
            }
            let message = listed(start + report.counts, ProblemList(words).items.map { (line($0), $0.count) })
            return (message.title, message.body)
        case .test:
            return ("Bandwidth: this is a test message.", "")
        case .report:
            let counts = UsageReport.counts(of: words.map(\.verdict.state), loud: true)
            let title = "Bandwidth \(zone.day(of: report.checkedAt)): \(counts)"
            let items = ProblemList(words).items
            let money = [report.extraCost].compactMap { $0 }.map { ($0, 0) }
            let whole = listed(title, money + items.map { (line($0), $0.count) })
            // Where not all of them fit, each is told in fewer words.
            guard style.isText, whole.rest > 0 else { return (whole.title, whole.body) }
            let short = listed(title, money + items.map { (line($0, isShort: true), $0.count) })
            return (short.title, short.body)
        }
    }

    /// The user's own words: a line for each row, the worst first, or once.
    private func filled(
        _ template: MessageTemplate, _ event: Alert.Event, _ words: [RowWords], _ report: UsageReport,
        _ resolutions: [String: Alert.Resolution]
    ) -> (title: String, body: String) {
        var plain = self
        plain.templates = [:]
        let usual = plain.message(event, about: report, resolutions: resolutions)
        func text(_ row: RowWords?) -> String {
            template.filled { placeholder in
                switch placeholder {
                case .title: usual.title
                case .body: usual.body
                case .event: event.rawValue
                case .date: zone.day(of: report.checkedAt)
                default: row.flatMap { $0.value(of: placeholder) } ?? "-"
                }
            }
        }
        let problems = ProblemList(words).items.map(\.words)
        let rows = template.isOfRows ? (problems.isEmpty ? words : problems) : []
        let texts = template.isOfRows && !rows.isEmpty ? rows.map { text($0) } : [text(nil)]
        let lines = texts.flatMap { text in
            text.split(whereSeparator: \.isNewline).enumerated().map { (String($1), $0 == 0 ? 1 : 0) }
        }
        let message = listed(lines.first?.0 ?? usual.title, Array(lines.dropFirst()))
        return (message.title, message.body)
    }

    /// A sentence, with as many clauses as fit. Long names are cut before anything is left out.
    private func told(_ sentence: Sentence) -> (title: String, body: String) {
        if style.hasTitle {
            let whole = sentence.title
            let title = style.fits(whole) ? whole : sentence.named(sentence.name.shortened(to: 40)).title
            var clauses = sentence.clauses
            while style.length(of: sentence.body(clauses)) > style.bodyLimit, !clauses.isEmpty { clauses.removeLast() }
            return (style.prefix(of: title, style.titleLimit), sentence.body(clauses))
        }
        let names = [sentence.name, sentence.name.shortened(to: 60), sentence.name.shortened(to: 40)]
        for name in names where name == names[0] || name != sentence.name {
            let text = style.spelled(sentence.named(name).text(sentence.clauses))
            if style.fitsInOne(text) { return (text, "") }
        }
        var shorter = sentence.named(names[2])
        while !shorter.clauses.isEmpty {
            shorter.clauses.removeLast()
            let text = style.spelled(shorter.text(shorter.clauses))
            if style.fitsInOne(text) { return (text, "") }
        }
        return (style.prefix(of: style.spelled(shorter.text([])), style.placesOfOne), "")
    }

    /// A title, the lines that fit below it, and how many things are in those that do not.
    private func listed(
        _ title: String, _ lines: [(text: String, count: Int)]
    ) -> (title: String, body: String, rest: Int) {
        let title = style.prefix(of: style.spelled(title), style.titleLimit)
        func fits(_ body: String) -> Bool {
            if style.hasTitle { return style.length(of: body) <= style.bodyLimit }
            return style.fits(body.isEmpty ? title : "\(title)\n\(body)")
        }
        // More lines than places can't fit.
        let spelled = lines.prefix(style.bodyLimit).map { style.spelled($0.text) }
        var length = 0
        var kept = spelled.prefix { line in
            length += style.length(of: line) + 1
            return length <= style.bodyLimit + 1
        }.count
        while true {
            let rest = lines.dropFirst(kept).reduce(0) { $0 + $1.count }
            let body = (spelled.prefix(kept) + (rest > 0 ? ["\(rest.grouped) more"] : [])).joined(separator: "\n")
            if fits(body) { return (title, body, rest) }
            if kept == 0 { return (title, "", rest) }
            kept -= 1
        }
    }

    /// `OVER shop/shop-sin 120%, €1.48, €5.76 by Nov 30`, `Nov 23 teams/Example Team, $55.00`
    private func line(_ item: ProblemList.Item, isShort: Bool = false) -> String {
        let words = item.words, name = item.name.shortened(to: 60)
        switch words.verdict.state {
        case .over:
            let byEnd = words.lastDay.map { " by \($0)" } ?? ""
            let parts = [
                "OVER \(name)\(words.share.map { " \($0)" } ?? "")", words.costSoFar ?? words.billableFromPool,
                words.costByEnd.map { $0 + byEnd },
            ]
            return isShort ? parts[0] ?? name : parts.compactMap { $0 }.joined(separator: ", ")
        case .usedUp:
            // `switched off` of `the zone is switched off`
            let reason = words.stopReason.map { reason in
                reason.split(separator: " ").drop { $0 != "is" }.dropFirst().joined(separator: " ")
            }
            return "USED UP \(name)" + (reason.map { $0.isEmpty || isShort ? "" : " (\($0))" } ?? "")
        case .runsOut:
            return "\(words.exhaustionDay ?? "") \(name)" + (isShort ? "" : words.costByEnd.map { ", \($0)" } ?? "")
        case .high:
            return "HIGH \(name)" + ((isShort ? words.share.map { " \($0)" } : words.reason.map { ": \($0)" }) ?? "")
        case .tooOld:
            return "TOO OLD \(name)"
        case .notRead:
            return "NOT READ \(name): \(item.manyParts.map { "\($0), " } ?? "")\(words.row.error?.brief ?? "")"
        case .noRoom, .lasts, .fine, .noQuota, .noData, .notJudged:
            return name
        }
    }

    /// That what was told before is over. A row that is not in `resolutions` can be read again.
    private func allClear(
        _ words: [RowWords], _ resolutions: [String: Alert.Resolution]
    ) -> (title: String, body: String) {
        let isClear = !words.contains { $0.verdict.isProblem }
        let start = isClear ? "Bandwidth: all clear. " : "Bandwidth: "
        guard words.count > 1, let first = words.first else {
            guard let row = words.first else { return ("Bandwidth: all clear", "") }
            let separator = resolutions[row.row.id, default: .readAgain] == .readAgain ? " " : ": "
            return told(
                Sentence(start: start, name: row.fullName, head: separator + change(of: row, resolutions, " (", ")")))
        }
        guard words.allSatisfy({ resolutions[$0.row.id, default: .readAgain] == .readAgain }) else {
            let title = "Bandwidth: " + (isClear ? "all clear for \(words.count)" : "\(words.count) have changed")
            let message = listed(title, words.map { ("\($0.name): \(change(of: $0, resolutions))", 1) })
            return (message.title, message.body)
        }
        var names: [String] = []
        for row in words where names.last != row.row.account.printable { names.append(row.row.account.printable) }
        guard names.count == 1 else {
            return told(Sentence(start: start + "Can be read again: ", name: names.joined(separator: ", "), head: ""))
        }
        let counts = UsageReport.counts(of: words.map(\.verdict.state))
        return told(Sentence(start: start, name: first.fullAccountName, head: " can be read again: \(counts)"))
    }

    /// `new period, 0.4 of 100 GB`, `can be read again: 6 of 100 GB (6%)`
    private func change(
        of row: RowWords, _ resolutions: [String: Alert.Resolution], _ open: String = ", ", _ close: String = ""
    ) -> String {
        let amounts = row.amounts(" of ") ?? ""
        switch resolutions[row.row.id, default: .readAgain] {
        case .readAgain: return "can be read again: \(amounts)" + (row.share.map { open + $0 + close } ?? "")
        case .newPeriod: return "new period, \(amounts)"
        case .quotaRaised: return "more quota, \(amounts)"
        }
    }
}

extension MessageComposer {
    /// The same with another style.
    func with(style: MessageStyle) -> MessageComposer {
        var composer = self
        composer.style = style
        return composer
    }

    /// The page of the worst row's account.
    func link(to report: UsageReport) -> Alert.Link? {
        let words = report.rows.map { RowWords($0, units: units, zone: zone) }
        guard let row = ProblemList(words).items.first?.words ?? words.first, let url = row.row.console else {
            return nil
        }
        return Alert.Link(title: "Open \(row.brand ?? row.row.provider)", url: url)
    }
}

extension UsageReport {
    /// `Extra €1.48 + $0.27, by end €5.76 + $59.58`; `nil` where nothing costs anything.
    fileprivate var extraCost: String? {
        let soFar = overage, expected = expectedOverage
        let texts = [
            soFar.isNothing ? nil : "\(soFar)", expected == soFar || expected.isNothing ? nil : "by end \(expected)",
        ].compactMap { $0 }
        return texts.isEmpty ? nil : "Extra " + texts.joined(separator: ", ")
    }
}

extension String {
    /// A name of at most so many characters.
    fileprivate func shortened(to length: Int) -> String {
        count <= length ? self : prefix(length - 3) + "..."
    }
}
