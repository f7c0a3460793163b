/// Alerts in a Prometheus Alertmanager, which groups, silences and routes them.
///
/// Sends `POST /api/v2/alerts` (https://github.com/prometheus/alertmanager, `api/v2/openapi.yaml`) to every member of a
/// cluster. An alert lasts until the end of its period, or until its all-clear. Alertmanager recognizes an alert by its
/// labels, so a repeat changes nothing; it is told on every run what still holds, because a restart forgets everything.
/// It tells people of every ended alert that it gets, even if it never had that alert; so each member is asked first what
/// it has.
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
        let results = await members.concurrentMap { member in
            await Result.catching { () async throws(APIError) in
                try await deliver(alert, through: api.at(member))
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

    /// Tells one member. What fires comes first: it must not wait for the answer about what there is to end.
    private func deliver(_ alert: Alert, through api: APIClient) async throws(APIError) {
        let update = AlertmanagerUpdate(alert), authorization = Authorization.headers(headers)
        try await post(update.firing, to: api, authorization)
        guard update.endsAny else { return }
        try await post(update.ends(whereKnown: alerts(of: api, authorization)), to: api, authorization)
    }

    private func post(
        _ alerts: [AlertmanagerAlert], to api: APIClient, _ authorization: Authorization
    ) async throws(APIError) {
        guard !alerts.isEmpty else { return }
        _ = try await api.post(
            "/api/v2/alerts", body: .json(.array(alerts.map(\.json))), authorization: authorization,
            isRepeatable: true)
    }

    /// The labels of the alerts of this kind that a member has and that haven't ended; `nil` if it doesn't say, for
    /// example because a proxy only lets alerts in.
    private func alerts(
        of api: APIClient, _ authorization: Authorization
    ) async throws(APIError) -> Set<[String: String]>? {
        do throws(APIError) {
            let alerts: [Known] = try await api.get(
                "/api/v2/alerts", query: [("filter", AlertmanagerAlert.filter)], authorization: authorization)
            return Set(alerts.map(\.labels))
        } catch {
            guard error.httpStatus != nil || error.code == .badResponse else { throw error }
            return nil
        }
    }

    /// An alert as a member shows it.
    private struct Known: Decodable {
        let labels: [String: String]
    }
}
