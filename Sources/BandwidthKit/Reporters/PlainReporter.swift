/// One line a row for grep, cut and awk: status, provider, account, scope, used, quota, share, forecast, cost and
/// remarks, separated by tabs, `-` where there is nothing.
///
/// Fields are only ever added at the end.
public struct PlainReporter: Reporter {
    private let units: UnitSystem

    /// A reporter that shows figures in `units`.
    public init(units: UnitSystem = .provider) {
        self.units = units
    }

    public func write(_ report: UsageReport, to output: inout some TextOutputStream) {
        for account in report.accounts {
            for row in account.rows {
                let unit = units.unit(for: row.usage)
                let line = ReportLine(row, of: account, units: units)
                let remarks = line.remarks + line.notes
                write(
                    [
                        row.status.rawValue, account.provider, account.account, row.usage.scope.plainText,
                        row.usage.used.text(in: unit), row.quota?.text(in: unit), line.share, line.forecast,
                        row.overageCost?.description, remarks.isEmpty ? nil : remarks.joined(separator: "; "),
                    ], to: &output)
            }
            for error in account.errors {
                let remark = ([error.message] + (error.hint.map { [$0] } ?? [])).joined(separator: "; ")
                write(
                    [
                        Status.unknown.rawValue, account.provider, account.account,
                        (error.scope ?? .account).plainText, nil, nil, nil, nil, nil,
                        "\(error.code.rawValue): \(remark)",
                    ], to: &output)
            }
        }
    }

    private func write(_ fields: [String?], to output: inout some TextOutputStream) {
        output.write(fields.map { $0?.printable ?? "-" }.joined(separator: "\t") + "\n")
    }
}

extension UsageScope {
    /// `region:id-cgk`, or `account`.
    fileprivate var plainText: String {
        name.map { "\(kind):\($0)" } ?? kind
    }
}
