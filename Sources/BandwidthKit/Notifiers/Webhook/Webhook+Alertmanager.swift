#if canImport(FoundationEssentials)
    import FoundationEssentials
#else
    import Foundation
#endif

/// The message of a webhook as Alertmanager sends it, version 4, for receivers that are made for that
/// (https://prometheus.io/docs/alerting/latest/configuration/#webhook_config).
extension Webhook {
    /// An alert that fires has no end yet (https://github.com/prometheus/alertmanager, `template/template.go`: Go's zero
    /// time).
    private static let noEnd = "0001-01-01T00:00:00Z"

    static func alertmanagerBody(of alert: Alert, hashing: any Hashing) -> JSONValue {
        let alerts = AlertmanagerAlert.all(in: alert)
        let common = alerts.first.map { first in
            first.labels.filter { label in alerts.allSatisfy { $0.labels.contains { $0 == label } } }
        }
        let group = common?.filter { $0.name == "alertname" } ?? []
        let key = group.map { "\($0.name)=\"\($0.value)\"" }.joined(separator: ",")
        return [
            "version": "4", "groupKey": .string("{}:{\(key)}"), "truncatedAlerts": 0,
            "status": alerts.contains(where: \.isFiring) ? "firing" : "resolved", "receiver": "bandwidth",
            "groupLabels": .texts(group), "commonLabels": .texts(common ?? []),
            "commonAnnotations": .texts(alerts.count == 1 ? alerts[0].annotations : []), "externalURL": "",
            "alerts": .array(
                alerts.map { alert in
                    [
                        "status": alert.isFiring ? "firing" : "resolved", "labels": .texts(alert.labels),
                        "annotations": .texts(alert.annotations), "startsAt": .string(alert.start.isoText),
                        "endsAt": .string(alert.isFiring ? noEnd : alert.end.isoText),
                        "generatorURL": .string(alert.page ?? ""),
                        // Without the severity: a warning that becomes critical is still the same alert.
                        "fingerprint": .string(
                            String(hashing.digest(alert.identity.map { "\($0.name)=\($0.value)" }).prefix(16))),
                    ]
                }),
        ]
    }
}
