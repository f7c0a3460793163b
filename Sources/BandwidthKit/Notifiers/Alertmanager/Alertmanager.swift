/// Alerts in a Prometheus Alertmanager, which groups, silences and routes them.
///
/// Sends `POST /api/v2/alerts` (https://github.com/prometheus/alertmanager, `api/v2/openapi.yaml`) to every member of a
/// cluster. An alert lasts until the end of its period, or until its all-clear. Alertmanager recognizes an alert by its
/// labels, so a repeat changes nothing; it is told on every run what still holds, because a restart forgets everything.
public struct Alertmanager: Notifier {
    public static let kind = "alertmanager"
    public static let summary = ServiceSummary(
        name: "Alertmanager", purpose: "alerts of a Prometheus Alertmanager, ended when they are over",
        permission: "none, or what a proxy before it asks for in headers")
    public static let style = MessageStyle.structured
    public static let repeats = Repeatability.byKey
    public static let forgets = true
    public typealias Refusal = AnyServiceError

    /// The members of the cluster.
    let members: [BaseURL]
    let headers: [String: Secret]

    public var recipients: [String] {
        [members[0].host]
    }

    public init?(from settings: inout SettingsReader) {
        members = settings.addresses(
            "url", "the address, such as https://alerts.example.com, or a list: the members of a cluster")
        headers = settings.headers()
        if members.isEmpty { return nil }
    }

    public func realm(of recipient: String, at address: BaseURL) -> Secret? {
        Secret(members[0].description)
    }

    public func deliver(
        _ alert: Alert, to recipient: String, through api: APIClient
    ) async throws(APIError) -> Receipt {
        let alerts = AlertmanagerAlert.all(in: alert)
        let body = RequestBody.json(.array(alerts.map(\.json) + alerts.compactMap(\.otherSeverity)))
        let authorization = Authorization.headers(headers)
        let results = await members.concurrentMap { member in
            await Result.catching { () async throws(APIError) in
                _ = try await api.at(member).post(
                    "/api/v2/alerts", body: body, authorization: authorization, isRepeatable: true)
            }
        }
        var failures: [(member: BaseURL, error: APIError)] = []
        for (member, result) in zip(members, results) {
            if case .failure(let error) = result { failures.append((member, error)) }
        }
        guard let first = failures.first else { return Receipt() }
        // Members don't tell one another of alerts, but one that knows of it notifies.
        guard failures.count < members.count else { throw first.error }
        let count = members.count - failures.count
        return Receipt(detail: "\(count) of \(members.count) members; \(first.member.host): \(first.error)")
    }
}
