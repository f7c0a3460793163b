#if canImport(FoundationEssentials)
    import FoundationEssentials
#else
    import Foundation
#endif

/// What was delivered to whom: for each row, period and recipient the rules that held then.
///
/// A value that is stored as JSON. Entries are only added after a delivery; a new period has none and so starts afresh.
struct DeliveryMemory: Hashable, Codable, Sendable {
    /// The version of the form that this program writes and reads.
    static let currentVersion = 1

    /// Who got something.
    struct Recipient: Hashable, Sendable {
        /// The notifier's `kind`.
        let notifier: String
        let address: String
    }

    /// One rule of one row that somebody was told of.
    struct Entry: Hashable, Codable, Sendable {
        let provider: String
        let account: String
        /// Kind and identifier, `region:id-cgk`.
        let scope: String
        /// The first moment of the billing period.
        let period: Date
        let notifier: String
        let recipient: String
        /// `actual`, `forecast`, or `billable` where something is charged for.
        let measure: String
        let percent: Decimal
        let severity: String
    }

    private(set) var version = currentVersion
    private(set) var delivered: Set<Entry> = []

    init() {}

    /// Whether a row has something that the recipient was not told in this period: a rule of a measure of which neither
    /// this one nor a worse one was delivered. Rows that could not be read well enough have no rules and so are never due.
    func isDue(_ row: UsageRow, to recipient: Recipient, at now: Date) -> Bool {
        entries(for: row, to: recipient, at: now).contains { entry in
            !delivered.contains { $0.covers(entry) }
        }
    }

    /// Notes that a recipient was told of these rows.
    mutating func record(_ report: UsageReport, deliveredTo recipient: Recipient) {
        for row in report.rows {
            let new = entries(for: row, to: recipient, at: report.checkedAt)
            delivered.formUnion(new)
            if let first = new.first { forgetOldPeriods(of: first.row, but: first.period) }
        }
    }

    private func entries(for row: UsageRow, to recipient: Recipient, at now: Date) -> [Entry] {
        guard row.isExceeded, let assessment = row.assessment else { return [] }
        // Where the service has no period, a month's silence is enough.
        guard let period = assessment.usage.period ?? BillingPeriod.month(containing: now) else { return [] }
        func entry(_ measure: String, _ percent: Decimal, _ severity: Rule.Severity) -> Entry {
            Entry(
                provider: row.provider, account: row.account,
                scope: "\(row.scope.kind.name):\(row.scope.id ?? "")", period: period.start,
                notifier: recipient.notifier, recipient: recipient.address, measure: measure, percent: percent,
                severity: severity.rawValue)
        }
        let isCharged = !assessment.usage.drawsOnPool && (assessment.billable ?? .zero) > .zero
        return assessment.rules.map { entry($0.measure.rawValue, $0.percent, $0.severity) }
            + (isCharged ? [entry("billable", 0, .critical)] : [])
    }

    /// Keeps the last two dozen periods of a row, and always the current one. They are counted and not dated: a clock that
    /// jumps ahead forgets nothing, and one that jumps back sends nothing again.
    private mutating func forgetOldPeriods(of row: String, but current: Date) {
        let periods = Set(delivered.filter { $0.row == row }.map(\.period)).subtracting([current]).sorted()
        let old = Set(periods.dropLast(23))
        guard !old.isEmpty else { return }
        delivered = delivered.filter { $0.row != row || !old.contains($0.period) }
    }
}

extension DeliveryMemory.Entry {
    /// Whether who got this entry needs not be told of the other: of the same row and period, the same or a milder rule of
    /// the same measure, or a warning where this was critical.
    fileprivate func covers(_ other: Self) -> Bool {
        row == other.row && period == other.period && notifier == other.notifier && recipient == other.recipient
            && (severity == other.severity
                ? measure == other.measure && percent >= other.percent
                : severity == Rule.Severity.critical.rawValue)
    }

    fileprivate var row: String {
        "\(provider)\n\(account)\n\(scope)"
    }
}

extension DeliveryMemory {
    /// The text of the file: sorted, so that the same memory is the same bytes.
    var json: String {
        let entries = delivered.map { entry -> JSONValue in
            [
                "provider": .string(entry.provider), "account": .string(entry.account), "scope": .string(entry.scope),
                "period": .string(entry.period.isoText), "notifier": .string(entry.notifier),
                "recipient": .string(entry.recipient), "measure": .string(entry.measure),
                "percent": .number(entry.percent), "severity": .string(entry.severity),
            ]
        }
        let value: JSONValue = [
            "version": .number(Decimal(version)), "delivered": .array(entries.sorted { $0.text < $1.text }),
        ]
        return value.text
    }

    /// Reads what `json` wrote; `nil` for anything else, a newer version among it.
    init?(json: Data) {
        let decoder = JSONDecoder()
        decoder.dateDecodingStrategy = .iso8601
        guard let memory = try? decoder.decode(DeliveryMemory.self, from: json), memory.version == Self.currentVersion
        else { return nil }
        self = memory
    }
}
