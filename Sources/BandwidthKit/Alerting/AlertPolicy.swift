/// When a report is sent.
public enum AlertPolicy: String, Sendable, CaseIterable {
    /// On every run.
    case always

    /// On every run on which a rule holds or overage is charged.
    case exceeded

    /// When something new happens: once for each rule, row and billing period; again for a worse rule, for each further
    /// pack that is bought, and for an account that could not be read for a long time. Deliveries are remembered in the
    /// state folder.
    case crossing
}

extension UsageRow {
    /// Whether the row is worth a warning.
    var isExceeded: Bool {
        status == .warning || status == .critical
    }
}

/// An alert that is due for a recipient.
struct DueAlert: Sendable {
    let event: Alert.Event

    /// The rows that it is about.
    let report: UsageReport

    /// What to remember once it is delivered.
    let entries: [DeliveryMemory.Entry]

    /// The same as an alert for each row, if that is how the channel wants it.
    func grouped(_ grouping: AlertGrouping) -> [DueAlert] {
        guard grouping == .eachRow, event == .crossed else { return [self] }
        return report.rows.map { row in
            DueAlert(
                event: event, report: UsageReport(checkedAt: report.checkedAt, rows: [row]),
                entries: entries.filter { $0.row == row.id })
        }
    }
}

extension AlertPolicy {
    /// The alerts about a report that are due for a recipient.
    ///
    /// - Parameter memory: what was delivered before; only `crossing` uses it.
    func dueAlerts(
        of report: UsageReport, to recipient: DeliveryMemory.Recipient, memory: DeliveryMemory
    ) -> [DueAlert] {
        switch self {
        case .always:
            return [DueAlert(event: .report, report: report, entries: [])]
        case .exceeded:
            let isExceeded = report.rows.contains { $0.isExceeded && $0.assessment?.mayAlert ?? true }
            return isExceeded ? [DueAlert(event: .report, report: report, entries: [])] : []
        case .crossing:
            return [crossed(report, recipient, memory), recovered(report, recipient, memory)].compactMap { $0 }
        }
    }

    private func crossed(
        _ report: UsageReport, _ recipient: DeliveryMemory.Recipient, _ memory: DeliveryMemory
    ) -> DueAlert? {
        var rows: [UsageRow] = []
        var entries: [DeliveryMemory.Entry] = []
        for row in report.rows where !memory.news(of: row, for: recipient, at: report.checkedAt).isEmpty {
            rows.append(row)
            entries += DeliveryMemory.entries(of: row, for: recipient, at: report.checkedAt)
        }
        guard !rows.isEmpty else { return nil }
        return DueAlert(
            event: .crossed, report: UsageReport(checkedAt: report.checkedAt, rows: rows), entries: entries)
    }

    /// The accounts that can be read again after the recipient was told that they can't.
    private func recovered(
        _ report: UsageReport, _ recipient: DeliveryMemory.Recipient, _ memory: DeliveryMemory
    ) -> DueAlert? {
        let entries = memory.recovered(in: report, for: recipient)
        let rows = report.rows.filter { row in
            row.error == nil && entries.contains { $0.row.hasPrefix("\(row.provider)/\(row.account)/") }
        }
        guard !rows.isEmpty else { return nil }
        return DueAlert(
            event: .resolved, report: UsageReport(checkedAt: report.checkedAt, rows: rows), entries: entries)
    }
}
