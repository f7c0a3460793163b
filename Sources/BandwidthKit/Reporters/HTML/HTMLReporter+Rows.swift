#if canImport(FoundationEssentials)
    import FoundationEssentials
#else
    import Foundation
#endif

extension HTMLReporter {
    /// A card for something that needs attention.
    func card(_ item: ProblemList.Item, _ report: UsageReport, hasPlot: Bool) -> String {
        let words = item.words, row = words.row, mark = words.verdict.mark.htmlClass
        let provider = services[row.provider]?.summary.name ?? row.provider
        let host = item.count > 1 && row.scope.kind == .account ? nil : provider.printable.html
        let name = "<bdi>\(item.name.html.replacing("/", with: "/<wbr>"))</bdi>"
        let link = row.console.map { "<a href=\"\($0.html)\" rel=\"noreferrer\">\(host ?? "")</a>" } ?? host
        // A browser lays out what is far below only when it is scrolled there.
        var text = "<article class=\"card \(mark)\(hasPlot ? "" : " far")\">\n<header>\n<h3>\(name)</h3>\n"
        if let link, host != nil { text += "<p class=\"host\">\(link)</p>\n" }
        text += "<p class=\"state\"><b aria-hidden=\"true\">\(TableGlyphs.unicode.mark(words.verdict.mark))</b> "
        text += "\(state(of: item).html)</p>\n"
        if let cost = words.cost { text += "<p class=\"cost\">\(cost.html)</p>\n" }
        text += "</header>\n"
        if let assessment = words.assessment {
            text += figures(words, assessment)
            if hasPlot, let plot = HTMLPlot(words, report) { text += plot.html }
        }
        if saysMore(item) { text += "<p class=\"remark\">\(item.remark(in: .max).html)</p>\n" }
        return text + "</article>\n"
    }

    /// Whether the remark says more than the figures.
    private func saysMore(_ item: ProblemList.Item) -> Bool {
        let words = item.words
        guard words.missingRoom == nil, [.over, .runsOut].contains(words.verdict.state) else { return true }
        return words.costSoFar == "unknown" || words.costByEnd == "unknown"
    }

    /// `runs out Nov 22`, `over`, `not read`
    private func state(of item: ProblemList.Item) -> String {
        let words = item.words
        if words.verdict.state == .runsOut { return words.exhaustionDay.map { "runs out \($0)" } ?? "runs out" }
        return words.runsOut
    }

    private func figures(_ words: RowWords, _ assessment: Assessment) -> String {
        var text = "<p class=\"share\"><strong>\((words.share ?? words.amounts("") ?? "").html)</strong>"
        if words.share != nil, let amounts = words.amounts(" of ") { text += " <span>\(amounts.html)</span>" }
        text += "</p>\n"
        if let bar = bar(assessment) { text += bar + "\n" }
        let end = words.lastDay.map { "By \($0)" } ?? "By the end"
        let figures = [
            ("Over by", words.verdict.state == .over ? words.excess : nil),
            (end, assessment.forecast.map { words.shareByEnd ?? words.unit?.text($0.used) ?? "" }),
            (assessment.usage.used < assessment.quota ?? .zero ? "Runs out" : "Used up", words.exhaustionDay),
            ("Keep below", words.dailyBudget.map { "\($0) a day" }),
        ].compactMap { label, value in value.map { "<div><dt>\(label.html)</dt><dd>\($0.html)</dd></div>" } }
        return figures.isEmpty ? text : text + "<dl class=\"figures\">\(figures.joined())</dl>\n"
    }

    /// A bar with what is used, what is expected, and the quota where that is passed; `nil` without a quota.
    func bar(_ assessment: Assessment) -> String? {
        guard let quota = assessment.quota, quota > .zero else { return nil }
        let used = assessment.usage.used, expected = max(used, assessment.forecast?.used ?? used)
        let whole = max(quota, expected)
        func percent(_ amount: ByteCount) -> String { amount.thousandth(of: whole).percent }
        var text = "<div class=\"bar\" aria-hidden=\"true\"><i class=\"used\" style=\"width:\(percent(used))\"></i>"
        if expected > used {
            let more = expected.thousandth(of: whole) - used.thousandth(of: whole)
            text += "<i class=\"more\" style=\"left:\(percent(used));width:\(more.percent)\"></i>"
        }
        if whole > quota { text += "<i class=\"limit\" style=\"left:\(percent(quota))\"></i>" }
        return text + "</div>"
    }

    static let tableHead = """
        <table>
        <thead><tr><th scope="col">Account</th><td class="wide"></td><th scope="col" class="number">Used</th>\
        <th scope="col" class="number middle">By the end</th><th scope="col" class="number middle">Cost</th>\
        <th scope="col" class="middle">State</th></tr></thead>
        <tbody>

        """

    /// A line of the table below the cards. On a narrow screen its state stands beside the provider.
    func line(_ words: RowWords) -> String {
        let row = words.row, bar = words.assessment.flatMap { self.bar($0) } ?? ""
        let provider = services[row.provider]?.summary.name ?? row.provider
        let state = words.verdict.state == .notJudged ? "not judged" : words.runsOut.html
        func cell(_ text: String?, _ kind: String) -> String { "<td class=\"\(kind)\">\((text ?? "").html)</td>" }
        let share = words.share.map { " <b>\($0.html)</b>" } ?? ""
        return "<tr class=\"\(words.verdict.mark.htmlClass)\"><th scope=\"row\"><bdi>\(words.name.html)</bdi> "
            + "<span class=\"host\" data-state=\"\(state)\">\(provider.printable.html)</span></th>"
            + "<td class=\"wide\">\(bar)</td>"
            + "<td class=\"number\"><span>\((words.amounts(" / ") ?? "").html)</span>\(share)</td>"
            + cell(words.shareByEnd, "number middle") + cell(words.cost, "number middle")
            + "<td class=\"state middle\">\(state)</td></tr>\n"
    }
}

extension ByteCount {
    /// The share of something larger, in thousandths.
    func thousandth(of whole: ByteCount) -> Int64 {
        Int64(clamping: (Int128(bytes) * 2000 + Int128(whole.bytes)) / (2 * Int128(max(1, whole.bytes))))
    }
}

extension Int64 {
    /// `67.4%` of 674 thousandths.
    var percent: String {
        "\(self / 10)" + (self % 10 == 0 ? "" : ".\(self % 10)") + "%"
    }
}
