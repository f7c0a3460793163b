/// The report as a text message: worst first, in characters that every phone gets cheaply, cut to a limit.
public struct MessageReporter: Reporter {
    private let units: UnitSystem
    private let limit: Int

    /// A reporter for messages of at most `limit` characters of GSM-7; those of its extension count twice.
    public init(units: UnitSystem = .provider, limit: Int = 1600) {
        self.units = units
        self.limit = limit
    }

    /// The message ends without a line break.
    public func write(_ report: UsageReport, to output: inout some TextOutputStream) {
        let order: [Status] = [.critical, .warning, .unknown, .ok]
        let lines = order.flatMap { status in
            self.lines(of: report).filter { $0.status == status }.map(\.text)
        }
        output.write(Self.fit(GSM7.text("Bandwidth: \(report.summary)"), lines.map(GSM7.text), limit))
    }

    private func lines(of report: UsageReport) -> [(status: Status, text: String)] {
        report.accounts.flatMap { account in
            account.rows.map { row in
                let line = ReportLine(row, of: account, units: units)
                let figures = [line.amounts.map { "\(line.title) \($0)" }, line.share].compactMap { $0 }
                let notes = row.status == .ok ? [] : line.notes
                return (row.status, (figures + line.remarks + notes).joined(separator: ", "))
            }
                + account.errors.map { (.unknown, "\(account.title(of: $0.scope ?? .account)): \($0.brief)") }
        }
    }

    /// The lines that fit, and how many do not.
    private static func fit(_ header: String, _ lines: [String], _ limit: Int) -> String {
        var text = GSM7.prefix(of: header, limit)
        for (index, line) in lines.enumerated() {
            let rest = lines.count - index
            let ending = rest > 1 ? "\nand \(rest - 1) more" : ""
            if GSM7.length(of: text + "\n" + line + ending) > limit {
                let more = "\nand \(rest) more"
                return GSM7.length(of: text + more) <= limit ? text + more : text
            }
            text += "\n" + line
        }
        return text
    }
}
