/// When a report is sent.
public enum AlertPolicy: String, Sendable, CaseIterable {
    /// On every run.
    case always

    /// On every run on which some rule holds or something is charged for.
    case exceeded

    /// Whether a report is to be sent.
    public func isDue(_ report: UsageReport) -> Bool {
        switch self {
        case .always: true
        case .exceeded: report.accounts.flatMap(\.rows).contains { $0.status == .warning || $0.status == .critical }
        }
    }
}
