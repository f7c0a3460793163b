#if canImport(FoundationEssentials)
    import FoundationEssentials
#else
    import Foundation
#endif

/// The report as a page: one file without scripts that requests nothing from anywhere, for every screen and for paper.
///
/// Above are the counts and the money, then a card for each problem, worst first, and below a table of the rest. What a
/// service or a configuration calls things is text here, whatever it looks like.
public struct HTMLReporter: Reporter {
    let style: ReportStyle
    let services: Registry<any UsageProvider>

    /// How many problems get a plot: the worst ones.
    static let mostPlots = 60

    /// A reporter.
    ///
    /// - Parameter services: the providers that the rows come from.
    public init(_ style: ReportStyle = ReportStyle(), services: Registry<any UsageProvider> = .builtIn) {
        self.style = style
        self.services = services
    }

    public func write(_ report: UsageReport, to output: inout some TextOutputStream) {
        let words = report.rows.map { RowWords($0, units: style.units, zone: style.zone) }
        let problems = ProblemList(words).items
        output.write(head(report, words))
        if !problems.isEmpty {
            output.write("<section aria-labelledby=\"problems\">\n<h2 id=\"problems\">Needs attention</h2>\n")
            output.write("<div class=\"cards\">\n")
            for (index, item) in problems.enumerated() {
                output.write(card(item, report, hasPlot: index < Self.mostPlots))
            }
            output.write("</div>\n</section>\n")
        }
        let others = words.filter { !$0.verdict.isProblem }
        if !others.isEmpty {
            let isAllFine = others.allSatisfy { $0.verdict.mark == .fine }
            output.write(
                "<section aria-labelledby=\"fine\">\n<h2 id=\"fine\">\(isAllFine ? "Fine" : "Fine or not judged")</h2>\n"
            )
            output.write(Self.tableHead)
            for words in others { output.write(line(words)) }
            output.write("</tbody>\n</table>\n</section>\n")
        }
        output.write(Self.foot)
    }

    /// The page until the first section.
    private func head(_ report: UsageReport, _ words: [RowWords]) -> String {
        let states = words.lazy.filter(\.verdict.isProblem).map(\.verdict.state)
        let others = words.lazy.filter { !$0.verdict.isProblem }.map(\.verdict.state)
        let quiet = others.isEmpty ? nil : UsageReport.counts(of: others)
        let title = states.isEmpty ? quiet ?? "nothing to report" : UsageReport.counts(of: states)
        let marks = [Verdict.Mark.critical, .warning, .unknown, .fine, .notJudged]
        let strip = marks.map { mark in (mark, words.count { $0.verdict.mark == mark }) }.filter { $0.1 > 0 }
            .map { "<i class=\"\($0.0.htmlClass)\" style=\"flex-grow:\($0.1)\"></i>" }.joined()
        return """
            <!DOCTYPE html>
            <html lang="en">
            <head>
            <meta charset="utf-8">
            <meta name="viewport" content="width=device-width, initial-scale=1">
            <meta name="color-scheme" content="light dark">
            <meta name="referrer" content="no-referrer">
            <meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'unsafe-inline'; img-src data:">
            <title>\(title.html) · bandwidth</title>
            <link rel="icon" href="data:image/svg+xml,\(Self.icon(report.status))">
            <style>
            \(Self.styleSheet)
            </style>
            </head>
            <body>
            <main>
            <header class="top">
            <div>
            <h1>\(title.capitalizedFirst.html)</h1>
            \(states.isEmpty ? "" : quiet.map { "<p class=\"quiet\">\($0.html)</p>\n" } ?? "")\
            <p class="quiet">\(time(report))</p>
            </div>
            \(money(report))</header>
            <div class="strip" aria-hidden="true">\(strip)</div>

            """
    }

    /// The overage; empty where nothing costs anything.
    private func money(_ report: UsageReport) -> String {
        let soFar = report.overage, expected = report.expectedOverage
        guard !soFar.isNothing || !expected.isNothing else { return "" }
        func amount(_ total: OverageTotal) -> String { total.isNothing ? "none" : total.description.html }
        return """
            <dl class="money">
            <div><dt>Overage so far</dt><dd>\(amount(soFar))</dd></div>
            <div><dt>Expected by the end</dt><dd>\(amount(expected))</dd></div>
            </dl>

            """
    }

    /// When it was checked, and how long ago that is.
    private func time(_ report: UsageReport) -> String {
        let time = report.checkedAt, zone = style.zone.offset(at: time).name
        let day = "\(style.zone.day(of: time)) \(style.zone.year(of: time)), \(style.zone.time(of: time.second))"
        return "<time datetime=\"\(time.isoText)\">\(day) \(zone.html)</time>"
            + (report.age.map { ", \($0) ago" } ?? "")
    }

    private static let foot = """
        <footer>
        <p><span class="key"><i class="used"></i> used</span> \
        <span class="key"><i class="more"></i> expected by the end of the period</span></p>
        </footer>
        </main>
        </body>
        </html>

        """

    /// A dot in the colour of the worst status, for the tab of the browser.
    private static func icon(_ status: Status) -> String {
        let color =
            switch status {
            case .critical: "b3261e"
            case .warning: "b8700a"
            case .unknown: "6b3fc4"
            case .ok, .info: "5b6067"
            }
        return "%3Csvg xmlns='http://www.w3.org/2000/svg' viewBox='0 0 16 16'%3E%3Ccircle cx='8' cy='8' r='6' "
            + "fill='%23\(color)'/%3E%3C/svg%3E"
    }
}

extension Verdict.Mark {
    /// The name of its colours in the style sheet.
    var htmlClass: String {
        switch self {
        case .critical: "critical"
        case .warning: "warning"
        case .unknown: "unknown"
        case .fine: "fine"
        case .notJudged: "unjudged"
        }
    }
}

extension String {
    /// The text where HTML is expected, in an element or a quoted attribute.
    var html: String {
        guard utf8.contains(where: { "&<>\"'".utf8.contains($0) }) else { return self }
        var text = ""
        for scalar in unicodeScalars {
            switch scalar {
            case "&": text += "&amp;"
            case "<": text += "&lt;"
            case ">": text += "&gt;"
            case "\"": text += "&quot;"
            case "'": text += "&#39;"
            default: text.unicodeScalars.append(scalar)
            }
        }
        return text
    }

    fileprivate var capitalizedFirst: String {
        prefix(1).uppercased() + dropFirst()
    }
}
