#if canImport(FoundationEssentials)
    import FoundationEssentials
#else
    import Foundation
#endif

/// The report as metrics in Prometheus's text format 0.0.4, for the textfile collector of node_exporter.
///
/// Only gauges in base units, without timestamps, because the collector skips a file that has any
/// (https://github.com/prometheus/node_exporter, `collector/textfile.go`). What is not known has no sample. `# EOF` is a
/// comment there, and makes the text OpenMetrics as well (https://prometheus.io/docs/specs/om/open_metrics_spec/).
public struct PrometheusReporter: Reporter {
    /// A reporter.
    public init() {}

    /// A metric that rows have: its name without the prefix, its help, and its value.
    private struct Family: Sendable {
        let name: String
        let help: String
        let value: @Sendable (UsageRow) -> (number: String, labels: String)?

        init(_ name: String, _ help: String, _ value: @escaping @Sendable (UsageRow) -> String?) {
            self.name = name
            self.help = help
            self.value = { row in value(row).map { ($0, "") } }
        }

        /// An amount of money, with its currency as a label.
        init(money name: String, _ help: String, _ value: @escaping @Sendable (UsageRow) -> Money?) {
            self.name = name
            self.help = help
            self.value = { row in
                value(row).map {
                    ("\($0.amount.rounded(places: 2))", ",currency=\(PrometheusReporter.quoted($0.currency))")
                }
            }
        }
    }

    private static let families = [
        Family("used_bytes", "Bytes used in the billing period. Instances draw on the pool of their account.") { row in
            row.assessment.map { "\($0.usage.used.bytes)" }
        },
        Family("quota_bytes", "Bytes that the plan includes, or your own quota.") { row in
            row.assessment?.quota.map { "\($0.bytes)" }
        },
        Family("billable_bytes", "Bytes that are charged for.") { row in
            row.assessment?.billable.map { "\($0.bytes)" }
        },
        Family("forecast_used_bytes", "Bytes expected to be used by the end of the billing period.") { row in
            row.assessment?.forecast.map { "\($0.used.bytes)" }
        },
        Family(money: "overage_cost", "Cost of the billable bytes so far.") { row in
            row.assessment?.overageCost
        },
        Family(money: "forecast_overage_cost", "Cost of the overage expected by the end of the billing period.") {
            row in
            row.assessment?.forecast?.overageCost
        },
        Family("period_start_timestamp_seconds", "Start of the billing period.") { row in
            row.assessment?.usage.period.map { "\($0.start.second)" }
        },
        Family("period_end_timestamp_seconds", "End of the billing period.") { row in
            row.assessment?.usage.period.map { "\($0.end.second)" }
        },
        Family("as_of_timestamp_seconds", "When the service measured the figures, where it says so.") { row in
            row.assessment?.usage.asOf.map { "\($0.second)" }
        },
    ]

    public func write(_ report: UsageReport, to output: inout some TextOutputStream) {
        // Two samples of one series would make a reader refuse them.
        var seen: Set<String> = []
        let rows = report.rows.filter { seen.insert($0.id).inserted }.map { (row: $0, labels: Self.labels(of: $0)) }
        for family in Self.families {
            let samples = rows.lazy.compactMap { row, labels in
                family.value(row).map { "\(labels)\($0.labels)} \($0.number)\n" }
            }
            write(family.name, family.help, samples, to: &output)
        }
        write(
            "scope_info", "The name of a part of an account; 1.",
            rows.lazy.compactMap { row, labels in
                row.scope.label.map { "\(labels),label=\(Self.quoted($0))} 1\n" }
            }, to: &output)
        write(
            "status", "1 for the status of the row, 0 for every other.",
            rows.lazy.flatMap { row, labels in
                Status.allCases.map { "\(labels),state=\"\($0.rawValue)\"} \(row.status == $0 ? 1 : 0)\n" }
            }, to: &output)
        write(accounts: report, to: &output)
        write(
            "last_run_timestamp_seconds", "When the check began.",
            ["\(report.checkedAt.second)\n"].lazy.map { " \($0)" },
            to: &output)
        write(
            "build_info", "The version of bandwidth; 1.", ["{version=\(Self.quoted(Product.version))} 1\n"],
            to: &output)
        output.write("# EOF\n")
    }

    /// Whether each account could be read completely, and when that last was.
    private func write(accounts report: UsageReport, to output: inout some TextOutputStream) {
        var order: [String] = []
        var states: [String: (isRead: Bool, success: Date?)] = [:]
        for row in report.rows {
            let labels = "{provider=\(Self.quoted(row.provider)),account=\(Self.quoted(row.account))} "
            if states[labels] == nil {
                order.append(labels)
                states[labels] = (true, report.checkedAt)
            }
            if row.error != nil { states[labels] = (false, row.lastReading?.time) }
        }
        write(
            "up", "1 if the account could be read completely, else 0.",
            order.lazy.map { "\($0)\(states[$0]?.isRead == true ? 1 : 0)\n" }, to: &output)
        write(
            "last_success_timestamp_seconds", "When the account was last read.",
            order.lazy.compactMap { labels in states[labels]?.success.map { "\(labels)\($0.second)\n" } }, to: &output)
    }

    /// Writes a metric; without samples, nothing.
    private func write(
        _ name: String, _ help: String, _ samples: some Sequence<String>, to output: inout some TextOutputStream
    ) {
        var isFirst = true
        for sample in samples {
            if isFirst { output.write("# HELP bandwidth_\(name) \(help)\n# TYPE bandwidth_\(name) gauge\n") }
            isFirst = false
            output.write("bandwidth_\(name)\(sample)")
        }
    }

    /// The labels that all metrics of a row have, without the closing brace.
    private static func labels(of row: UsageRow) -> String {
        let values = [
            ("provider", row.provider), ("account", row.account), ("scope", row.scope.kind.name),
            ("id", row.scope.id ?? ""),
        ]
        return "{" + values.map { "\($0)=\(quoted($1))" }.joined(separator: ",")
    }

    /// A label's value: https://prometheus.io/docs/instrumenting/exposition_formats/#comments-help-text-and-type-information
    private static func quoted(_ value: String) -> String {
        let escaped = value.reduce(into: "") { result, character in
            switch character {
            case "\\": result += #"\\"#
            case "\"": result += #"\""#
            case "\n": result += #"\n"#
            default: result.append(character)
            }
        }
        return "\"\(escaped)\""
    }
}
