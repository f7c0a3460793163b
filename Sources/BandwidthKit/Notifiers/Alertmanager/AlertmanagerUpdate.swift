/// What an Alertmanager has to be told for a message: the alerts that fire, and the ends of those that don't.
struct AlertmanagerUpdate {
    private let alerts: [AlertmanagerAlert]

    init(_ alert: Alert) {
        let alerts = AlertmanagerAlert.all(in: alert)
        self.alerts = alerts + alerts.compactMap(\.otherSeverity)
    }

    /// Whether some alert may have to be ended.
    var endsAny: Bool {
        alerts.contains { !$0.isFiring }
    }

    /// What fires.
    var firing: [AlertmanagerAlert] {
        alerts.filter(\.isFiring)
    }

    /// The ends to send to a member.
    ///
    /// An end is only sent for what the member has, because people hear of any other one too. An all-clear for what it
    /// doesn't have is sent anyway, in both severities: after a restart it has no alerts, but may remember whom it has
    /// told of them.
    ///
    /// - Parameter known: the labels of its alerts; `nil` if that can't be known.
    func ends(whereKnown known: Set<[String: String]>?) -> [AlertmanagerAlert] {
        let ends = alerts.filter { !$0.isFiring }
        guard let known else { return ends }
        return ends.filter { alert in
            if known.contains(alert.labelSet) { return true }
            return alert.isAllClear && !alert.severities.contains { known.contains($0.labelSet) }
        }
    }
}

extension AlertmanagerAlert {
    /// The labels by name.
    fileprivate var labelSet: [String: String] {
        Dictionary(labels.map { ($0.name, $0.value) }) { first, _ in first }
    }

    /// The alert in each severity that it can have.
    fileprivate var severities: [AlertmanagerAlert] {
        [self] + [otherSeverity].compactMap { $0 }
    }
}
