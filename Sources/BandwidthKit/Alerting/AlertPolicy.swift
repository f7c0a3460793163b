/// When a report is sent.
public enum AlertPolicy: String, Sendable, CaseIterable {
    /// On every run.
    case always

    /// On every run on which some rule holds or something is charged for.
    case exceeded

    /// Once for each rule, row and billing period; again only when a worse rule holds. What was delivered is remembered
    /// in the state folder.
    case crossing

    /// What the alerts of this policy are.
    var event: Alert.Event {
        self == .crossing ? .crossed : .report
    }

    /// The part of a report that a recipient is due to get; `nil`: nothing.
    ///
    /// - Parameter memory: what was delivered before; only `crossing` asks it.
    func dueReport(
        of report: UsageReport, to recipient: DeliveryMemory.Recipient, memory: DeliveryMemory
    ) -> UsageReport? {
        switch self {
        case .always:
            return report
        case .exceeded:
            return report.rows.contains { $0.isExceeded } ? report : nil
        case .crossing:
            let rows = report.rows.filter { memory.isDue($0, to: recipient, at: report.checkedAt) }
            return rows.isEmpty ? nil : UsageReport(checkedAt: report.checkedAt, rows: rows)
        }
    }
}

extension UsageRow {
    /// Whether there is something to warn of.
    var isExceeded: Bool {
        status == .warning || status == .critical
    }
}
