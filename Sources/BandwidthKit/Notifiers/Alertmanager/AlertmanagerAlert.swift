#if canImport(FoundationEssentials)
    import FoundationEssentials
#else
    import Foundation
#endif

/// A row's alert as Alertmanager knows one: labels that identify it, annotations that explain it, and when it ends
/// (https://prometheus.io/docs/alerting/latest/alerts_api/).
struct AlertmanagerAlert {
    /// What is wrong with a row; the label `alertname`.
    enum Name: String {
        /// A rule holds, or overage is charged.
        case quota = "TransferQuota"

        /// The account could not be read for a long time.
        case unreadable = "TransferUnreadable"

        /// Nothing: a test.
        case test = "BandwidthTest"
    }

    let name: Name

    /// `critical`, `warning` or `info`.
    private(set) var severity: String

    /// What identifies it, besides its severity, in the order in which it is shown.
    let identity: [(name: String, value: String)]
    let annotations: [(name: String, value: String)]
    let start: Date
    private(set) var end: Date
    private(set) var isFiring: Bool

    /// Whether it is over for another reason than the end of its period, when it ends by itself.
    var isAllClear = false

    let page: String?

    /// The labels, with the severity.
    var labels: [(name: String, value: String)] {
        identity + [("severity", severity)]
    }

    /// How long an account is taken for unreadable without another word: runs are at least daily.
    private static let unreadTime: Double = 2 * 86400

    /// How long a test is shown.
    private static let testTime: Double = 300

    /// The alerts that a message is about.
    static func all(in alert: Alert) -> [AlertmanagerAlert] {
        guard alert.event != .test else { return [AlertmanagerAlert(test: alert)] }
        return alert.rows.flatMap { row -> [AlertmanagerAlert] in
            let name: Name = row.error == nil ? .quota : .unreadable
            switch alert.event {
            case .resolved:
                let resolution = alert.resolutions[row.id, default: .readAgain]
                let name: Name = resolution == .readAgain ? .unreadable : .quota
                var ended = AlertmanagerAlert(name, of: row, in: alert, isFiring: false)
                ended.isAllClear = resolution != .newPeriod
                return [ended]
            case .report where !row.isExceeded && row.error == nil:
                return [Name.quota, .unreadable].map { AlertmanagerAlert($0, of: row, in: alert, isFiring: false) }
            case .report, .crossed, .reminded, .test:
                return [AlertmanagerAlert(name, of: row, in: alert, isFiring: true)]
            }
        }
    }

    private init(_ name: Name, of row: UsageRow, in alert: Alert, isFiring: Bool) {
        self.name = name
        self.isFiring = isFiring
        severity = row.status == .critical ? "critical" : "warning"
        let parts = [
            ("alertname", name.rawValue), ("provider", row.provider), ("account", row.account),
            ("scope", row.scope.kind.name), ("id", row.scope.kind == .account ? "" : row.scope.id ?? ""),
        ]
        // An empty label is the same as none.
        identity = parts.filter { !$0.1.isEmpty }
        let words = alert.words(about: row)
        annotations = [("summary", words.title)] + (words.body.isEmpty ? [] : [("description", words.body)])
        start = alert.time
        let period = row.assessment?.usage.period ?? BillingPeriod.month(containing: alert.time)
        let periodEnd = period.map { max($0.end, alert.time) } ?? alert.time
        end = !isFiring ? alert.time : row.error == nil ? periodEnd : alert.time.addingTimeInterval(Self.unreadTime)
        page = row.console
    }

    private init(test alert: Alert) {
        name = .test
        isFiring = true
        severity = "info"
        identity = [("alertname", Name.test.rawValue)]
        annotations = [("summary", alert.title)]
        start = alert.time
        end = alert.time.addingTimeInterval(Self.testTime)
        page = nil
    }

    /// Matches the alerts of this program among those that an Alertmanager has.
    static let filter = "alertname=~\"\(Name.quota.rawValue)|\(Name.unreadable.rawValue)\""

    /// The same, ended, with the other severity: an alert whose severity has changed is another one to Alertmanager.
    var otherSeverity: AlertmanagerAlert? {
        guard name == .quota else { return nil }
        var other = self
        other.severity = severity == "critical" ? "warning" : "critical"
        other.end = start
        other.isFiring = false
        return other
    }

    /// The alert for `/api/v2/alerts`.
    var json: JSONValue {
        var members: [JSONValue.Member] = [
            .init("labels", .texts(labels)), .init("annotations", .texts(annotations)),
            .init("startsAt", .string(start.isoText)), .init("endsAt", .string(end.isoText)),
        ]
        if let page { members.append(.init("generatorURL", .string(page))) }
        return .object(members)
    }
}

extension JSONValue {
    /// An object of texts.
    static func texts(_ values: [(name: String, value: String)]) -> JSONValue {
        .object(values.map { Member($0.name, .string($0.value)) })
    }
}
