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
