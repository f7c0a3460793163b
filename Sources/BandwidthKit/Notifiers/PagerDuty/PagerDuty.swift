#if canImport(FoundationEssentials)
    import FoundationEssentials
#else
    import Foundation
#endif

/// Incidents in PagerDuty: a row that crosses a limit triggers one, and its all-clear resolves it.
///
/// Sends `POST /v2/enqueue` (https://developer.pagerduty.com/docs/events-api-v2/trigger-events/). The alert's key is the
/// `dedup_key`: a second event with it is added to the open incident and notifies nobody. Every row has its own incident.
/// A report of all rows, as `--notify always` sends it, is one incident that a report without a problem resolves.
public struct PagerDuty: Notifier {
    public static let kind = "pagerduty"
    public static let summary = ServiceSummary(
        name: "PagerDuty", purpose: "incidents of a service, resolved when they are over",
        permission: "the integration key of an Events API v2 integration")

    /// The maximum characters of a summary
    /// (https://developer.pagerduty.com/docs/events-api-v2/trigger-events/#parameters).
    static let summaryLimit = 1024

    /// The maximum bytes of the details, far below the 512 KB that an event may have
    /// (https://developer.pagerduty.com/docs/events-api-v2/overview/#size-limits).
    static let detailsLimit = 10_000

    public static let style = MessageStyle.title(summaryLimit, body: detailsLimit)
    public static let repeats = Repeatability.byKey
    public let grouping = AlertGrouping.eachRow

    /// The key is the secret; it stands for one service.
    public let recipients = ["PagerDuty"]

    let routingKey: Secret

    public init?(from settings: inout SettingsReader) {
        let key = settings.secret("routing_key", "the integration key, 32 characters")
        settings.address("https://events.pagerduty.com")
        guard let key else { return nil }
        if key.revealed.count != 32 || !key.revealed.allSatisfy({ $0.isASCII && ($0.isLetter || $0.isNumber) }) {
            settings.report("routing_key", "expected the 32 letters and digits of an Events API v2 integration")
        }
        routingKey = key
    }

    public func realm(of recipient: String, at address: BaseURL) -> Secret? {
        routingKey
    }

    public func deliver(
        _ alert: Alert, to recipient: String, through api: APIClient
    ) async throws(APIError) -> Receipt {
        let isOver = alert.event == .resolved || alert.event == .report && alert.status <= .ok
        var event: [JSONValue.Member] = [
            .init("routing_key", .string(routingKey.revealed)),
            .init("event_action", isOver ? "resolve" : "trigger"),
            .init("dedup_key", .string(alert.event == .report ? "bandwidth/report" : alert.key)),
        ]
        if !isOver {
            event += [.init("client", "bandwidth"), .init("payload", Self.payload(of: alert))]
            if let link = alert.link {
                event.append(.init("links", [["href": .string(link.url), "text": .string(link.title)]]))
            }
        }
        try await api.post("/v2/enqueue", body: .json(.object(event)), isRepeatable: true)
        return Receipt(detail: isOver ? "resolved" : "triggered")
    }

    /// What the incident is about.
    private static func payload(of alert: Alert) -> JSONValue {
        let row = alert.rows.count == 1 ? alert.rows.first : nil
        var payload: [JSONValue.Member] = [
            .init("summary", .string(alert.title)),
            .init("source", .string(row.map { "\($0.provider):\($0.account)" } ?? "bandwidth")),
            .init("severity", .string(alert.status.severity)), .init("timestamp", .string(alert.time.isoText)),
            .init("class", "transfer quota"),
        ]
        var details: [JSONValue.Member] = alert.body.isEmpty ? [] : [.init("message", .string(alert.body))]
        if let row {
            payload += [
                .init("component", .string("\(row.scope.kind.name) \(row.scope.name ?? "")".trimmingTrailingSpaces)),
                .init("group", .string(row.account)),
            ]
            let usage = row.assessment?.usage
            let amounts = [
                ("used_bytes", usage?.used), ("quota_bytes", row.assessment?.quota),
                ("billable_bytes", row.assessment?.billable), ("forecast_bytes", row.assessment?.forecast?.used),
            ]
            details += amounts.compactMap { name, amount in
                amount.map { .init(name, .number(Decimal($0.bytes))) }
            }
            if let period = usage?.period { details.append(.init("period_end", .string(period.end.isoText))) }
        }
        return .object(payload + [.init("custom_details", .object(details))])
    }

    /// `{"status":"invalid event","message":"Event object is invalid","errors":["…"]}`
    public struct Refusal: ServiceError {
        private let words: Lenient<String>
        private let errors: Lenient<[String]>

        enum CodingKeys: String, CodingKey {
            case words = "message"
            case errors
        }

        public var message: String {
            ([words.value].compactMap { $0 } + (errors.value ?? [])).joined(separator: ": ")
        }

        public var hint: String? {
            if message.lowercased().contains("routing") {
                return "check 'routing_key'; an account in the EU also needs "
                    + "\"base_url\": \"https://events.eu.pagerduty.com\""
            }
            return errors.value == nil ? nil : "PagerDuty doesn't accept the event; please report this"
        }
    }
}

extension Status {
    /// The severity of an event
    /// (https://developer.pagerduty.com/docs/events-api-v2/trigger-events/#severity).
    fileprivate var severity: String {
        switch self {
        case .info, .ok: "info"
        case .warning: "warning"
        case .unknown: "error"
        case .critical: "critical"
        }
    }
}
