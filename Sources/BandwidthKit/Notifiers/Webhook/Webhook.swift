#if canImport(FoundationEssentials)
    import FoundationEssentials
#else
    import Foundation
#endif

/// Any URL that accepts a POST, following Standard Webhooks 1.0.0
/// (https://github.com/standard-webhooks/standard-webhooks/blob/main/spec/standard-webhooks.md).
///
/// The body is `{ "type": "bandwidth.crossed", "timestamp": …, "data": … }`, with the alert of one row as data; or what
/// Alertmanager sends, or the JSON report. Every message has a `webhook-id` by which a receiver recognizes duplicates;
/// with a `secret` it is signed, so that the receiver can verify the sender.
public struct Webhook: Notifier {
    public static let kind = "webhook"
    public static let summary = ServiceSummary(
        name: "any webhook", purpose: "events as JSON, by Standard Webhooks or as Alertmanager's, or the report",
        permission: "the address; a shared secret if messages are to be signed")
    public static let style = MessageStyle.structured
    public static let repeats = Repeatability.byKey
    public typealias Refusal = AnyServiceError

    /// The number of bytes that a secret may have, according to the specification.
    static let keyLength = 24...64

    /// What the body is.
    enum Format: String, Sendable, CaseIterable {
        /// An event by Standard Webhooks, with the alert.
        case standard

        /// What Alertmanager sends to its webhooks.
        case alertmanager

        /// The whole report, as `--json` prints it.
        case report
    }

    let endpoint: Endpoint
    let format: Format
    let key: Secret?
    let headers: [String: Secret]

    /// The host only, because the rest of the address may be a secret.
    public var recipients: [String] {
        [endpoint.base.host]
    }

    public init?(from settings: inout SettingsReader) {
        let endpoint = settings.endpoint("url", "the address to send to; it may be a secret", isSecret: true)
        key = settings.secret("secret", "what messages are signed with (whsec_…)", isRequired: false)
        if let key, Self.bytes(of: key) == nil {
            settings.report("secret", "expected whsec_ and the base64 of 24 to 64 bytes")
        }
        headers = settings.headers()
        format =
            settings.word("format", "the body: \"standard\" (the default), \"alertmanager\" or \"report\"") ?? .standard
        guard let endpoint else { return nil }
        self.endpoint = endpoint
    }

    /// An event is about one row; the other formats have a list.
    public var grouping: AlertGrouping {
        format == .standard ? .eachRow : .together
    }

    /// Many webhooks share a host; each has its own path.
    public func realm(of recipient: String, at address: BaseURL) -> Secret? {
        Secret(endpoint.base.description + endpoint.path)
    }

    public func deliver(
        _ alert: Alert, to recipient: String, through api: APIClient
    ) async throws(APIError) -> Receipt {
        let body = body(of: alert, api)
        do throws(APIError) {
            try await api.post(
                APIPath(endpoint, isSecret: true), body: .bytes(body, contentType: "application/json"),
                headers: signature(of: body, id: alert.id, api), authorization: .headers(headers),
                isRepeatable: true)
        } catch {
            guard error.httpStatus == 410 else { throw error }
            var error = error
            error.hint = "the receiver wants no more messages; remove this channel"
            throw error
        }
        return Receipt(id: alert.id)
    }

    /// The bytes that are sent and signed.
    private func body(of alert: Alert, _ api: APIClient) -> [UInt8] {
        switch format {
        case .alertmanager: return Array(Self.alertmanagerBody(of: alert, hashing: api.hashing).text.utf8)
        case .report: return Array(JSONReporter().text(of: alert.report).utf8)
        case .standard: break
        }
        var writer = JSONWriter()
        writer.object { writer in
            writer.member("type", "bandwidth.\(alert.event.rawValue)")
            writer.member("timestamp", alert.time)
            writer.key("data")
            alert.write(to: &writer)
        }
        return Array(writer.text.utf8)
    }

    /// The headers that identify the message and prove its origin.
    private func signature(of body: [UInt8], id: String, _ api: APIClient) -> [(name: String, value: String)] {
        let timestamp = "\(Int64(api.now.timeIntervalSince1970))"
        let identity = [("webhook-id", id), ("webhook-timestamp", timestamp)]
        guard let key = key.flatMap(Self.bytes) else { return identity }
        let code = api.hashing.hmacSHA256(Array("\(id).\(timestamp).".utf8) + body, key: key)
        return identity + [("webhook-signature", "v1,\(Data(code).base64EncodedString())")]
    }

    /// The key bytes of a secret: what follows `whsec_`, decoded from base64.
    private static func bytes(of secret: Secret) -> [UInt8]? {
        let text = secret.revealed
        let encoded = text.hasPrefix("whsec_") ? String(text.dropFirst(6)) : text
        return Data(base64Encoded: encoded).flatMap { keyLength.contains($0.count) ? Array($0) : nil }
    }
}
