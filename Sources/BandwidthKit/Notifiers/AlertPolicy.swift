/// When a report is sent.
public enum AlertPolicy: String, Sendable, CaseIterable {
    /// On every run.
    case always

    /// On every run on which some rule holds or something is charged for.
    case exceeded

    /// Once for each rule, row and billing period; again only when a worse rule holds. What was delivered is remembered
    /// in an `AlertStore`.
    case crossing

    /// The part of a report that a recipient is due to get; `nil`: nothing.
    ///
    /// - Parameter memory: what was delivered before; only `crossing` asks it.
    func dueReport(
        of report: UsageReport, to recipient: AlertMemory.Recipient, memory: AlertMemory
    ) -> UsageReport? {
        switch self {
        case .always:
            return report
        case .exceeded:
            let isExceeded = report.rows.contains { $0.isExceeded }
            return isExceeded ? report : nil
        case .crossing:
            let accounts = report.accounts.compactMap { account -> AccountReport? in
                let rows = account.rows.filter { memory.isDue($0, of: account, to: recipient, at: report.checkedAt) }
                guard !rows.isEmpty else { return nil }
                return AccountReport(provider: account.provider, account: account.account, rows: rows, errors: [])
            }
            return accounts.isEmpty ? nil : UsageReport(checkedAt: report.checkedAt, accounts: accounts)
        }
    }
}

extension AssessedUsage {
    /// Whether there is something to warn of.
    var isExceeded: Bool {
        status == .warning || status == .critical
    }
}
