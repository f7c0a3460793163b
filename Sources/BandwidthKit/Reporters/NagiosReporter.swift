#if canImport(FoundationEssentials)
    import FoundationEssentials
#else
    import Foundation
#endif

/// The report as the output of a monitoring plugin, for Nagios, Icinga, Checkmk, Sensu and Centreon
/// (https://github.com/monitoring-plugins/monitoring-plugin-guidelines, `monitoring_plugins_interface/03.Output.md`).
///
///     BANDWIDTH CRITICAL - 2 over, 1 running out | 'shop/shop-sin'=119.9%;70;100
///     [CRITICAL] shop/shop-sin: over by 0.2 TB, EUR 1.48 so far; EUR 5.76 by Nov 30
///
/// The first line has the counts and, for each judged row with a quota, its share with the lowest limits of its `actual`
/// rules. What needs attention follows, worst first.
public struct NagiosReporter: Reporter {
    private let style: ReportStyle
    private let glyphs = TableGlyphs.ascii

    /// A reporter; the text is ASCII whatever the style says, the labels of the data are as the names are.
    public init(_ style: ReportStyle = ReportStyle()) {
        self.style = style
    }

    public func write(_ report: UsageReport, to output: inout some TextOutputStream) {
        let words = report.rows.map { RowWords($0, units: style.units, zone: style.zone) }
        output.write(Self.line(report.status, UsageReport.counts(of: words.lazy.map(\.verdict.state))))
        var separator = " | "
        for words in words {
            guard let data = performanceData(words) else { continue }
            output.write(separator + data)
            separator = " "
        }
        output.write("\n")
        for item in ProblemList(words).items {
            let remark = glyphs.spelled(item.remark(in: .max)), name = glyphs.spelled(item.name)
            output.write("[\(item.words.row.status.word)] \(name): \(remark)".withoutBars + "\n")
        }
    }

    /// What is printed where there is no report: `BANDWIDTH UNKNOWN - no account`.
    static func failure(_ problem: String) -> String {
        line(.unknown, problem) + "\n"
    }

    private static func line(_ status: Status, _ text: String) -> String {
        "BANDWIDTH \(status.word) - \(TableGlyphs.ascii.spelled(text).withoutBars)"
    }

    /// `'shop/shop-sin'=119.9%;70;100`; `nil` for what is not judged.
    private func performanceData(_ words: RowWords) -> String? {
        guard let assessment = words.assessment, let share = assessment.usedPercentage, !assessment.isStale,
            assessment.status != .info
        else { return nil }
        // Two names that ASCII can't tell apart would be one series.
        let name = words.name.withoutBars.map { $0 == "'" || $0 == "=" ? "_" : $0 }
        func limit(_ severity: Rule.Severity) -> String {
            let limits = assessment.appliedRules.filter { $0.measure == .actual && $0.severity == severity }.map(
                \.limit)
            return limits.min().map { "\($0)" } ?? ""
        }
        return "'\(String(name))'=\(share)%;\(limit(.warning));\(limit(.critical))"
    }
}

extension Status {
    /// The word of the guidelines.
    fileprivate var word: String {
        switch self {
        case .ok, .info: "OK"
        case .warning: "WARNING"
        case .critical: "CRITICAL"
        case .unknown: "UNKNOWN"
        }
    }
}

extension String {
    /// What follows a bar is performance data.
    fileprivate var withoutBars: String {
        String(map { $0 == "|" ? "/" : $0 })
    }
}
