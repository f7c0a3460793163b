#if canImport(FoundationEssentials)
    import FoundationEssentials
#else
    import Foundation
#endif

/// Messages to a Discord channel through a webhook.
///
/// Sends `POST <webhook>?wait=true`; without `wait`, Discord reports success for a message that it didn't store
/// (https://docs.discord.com/developers/resources/webhook#execute-webhook). The title is the content, which
/// notifications show; the rest is an embed in the severity's colour. Webhooks have no key for repeats.
public struct Discord: Notifier {
    public static let kind = "discord"
    public static let summary = ServiceSummary(
        name: "Discord", purpose: "messages to a channel of a server", permission: "a webhook's URL")

    /// The maximum characters of `content`
    /// (https://docs.discord.com/developers/resources/webhook#execute-webhook-jsonform-params).
    static let contentLimit = 2000

    /// The maximum characters of an embed's description
    /// (https://docs.discord.com/developers/resources/message#embed-object-embed-limits).
    static let descriptionLimit = 4096

    /// Markdown. A backslash makes any sign literal.
    static let form = TextForm(
        .utf16Unit, escapes: Dictionary(uniqueKeysWithValues: #"\*_~`|<>#[]"#.unicodeScalars.map { ($0, "\\\($0)") }))

    /// The flag of a message that makes no sound
    /// (https://docs.discord.com/developers/resources/message#message-object-message-flags).
    private static let silent: JSONValue = 4096

    public static let style = MessageStyle.title(contentLimit, body: descriptionLimit, form)
    public static let repeats = Repeatability.never

    let endpoint: Endpoint

    /// The host only, because the path is the secret.
    public var recipients: [String] {
        [endpoint.base.host]
    }

    public init?(from settings: inout SettingsReader) {
        let summary = "the webhook's URL, which is a secret; for a thread with ?thread_id=…"
        guard let endpoint = settings.endpoint("url", summary, isSecret: true) else { return nil }
        self.endpoint = endpoint
    }

    /// Each webhook has its own path.
    public func realm(of recipient: String, at address: BaseURL) -> Secret? {
        Secret(endpoint.base.description + endpoint.path)
    }

    public func deliver(
        _ alert: Alert, to recipient: String, through api: APIClient
    ) async throws(APIError) -> Receipt {
        var message: [JSONValue.Member] = [
            .init("content", .string(Self.form.escaped(alert.title))),
            // Else `@everyone` in a name would notify everybody.
            .init("allowed_mentions", ["parse": []]),
        ]
        var embed: [JSONValue.Member] = []
        if !alert.body.isEmpty { embed.append(.init("description", .string(Self.form.escaped(alert.body)))) }
        if let link = alert.link {
            embed += [.init("title", .string(link.title)), .init("url", .string(link.url))]
        }
        if !embed.isEmpty {
            embed += [.init("color", .number(alert.status.color)), .init("timestamp", .string(alert.time.isoText))]
            message.append(.init("embeds", [.object(embed)]))
        }
        if alert.isRoutine { message.append(.init("flags", Self.silent)) }
        let answer = try await api.post(
            APIPath(endpoint, isSecret: true), query: [("wait", "true")], body: .json(.object(message)))
        guard let id = answer.json?["id"]?.string else {
            throw answer.unusable(expected: "the stored message")
        }
        return Receipt(id: id)
    }

    /// Reads the webhook (https://docs.discord.com/developers/resources/webhook#get-webhook-with-token).
    public func probe(through api: APIClient) async throws(APIError) -> String? {
        let answer = try await api.get(APIPath(endpoint, isSecret: true), authorization: .none)
        return answer["name"]?.string.map { "the webhook is called \($0)" } ?? "the webhook exists"
    }
}

extension Discord {
    /// `{"message":"Unknown Webhook","code":10015}`
    /// (https://docs.discord.com/developers/topics/opcodes-and-status-codes#json).
    public struct Refusal: ServiceError {
        private let words: Lenient<String>
        private let number: Lenient<Int>
        private let wait: Lenient<WireNumber>

        enum CodingKeys: String, CodingKey {
            case words = "message"
            case number = "code"
            case wait = "retry_after"
        }

        public var message: String {
            let source = number.value.flatMap { $0 == 0 ? nil : "Discord error \($0)" }
            return [words.value, source.map { "(\($0))" }].compactMap { $0 }.joined(separator: " ")
        }

        public var hint: String? {
            switch number.value {
            case 10015: "the webhook was deleted; make a new one and put its URL into 'url'"
            case 50027: "the URL is not complete; copy it again from the channel's settings"
            case 10003, 220_001, 220_003: "a forum channel needs a thread: add ?thread_id=… to 'url'"
            case 40005, 50006, 50035: "Discord doesn't accept the message; please report this"
            case 40333: "Discord's network blocks this client or its address; try another network"
            default: wait.value.map { "try again in \($0.value.rounded(places: 0)) seconds" }
            }
        }
    }
}

extension Status {
    /// The colour of an embed, as a number.
    fileprivate var color: Decimal {
        switch self {
        case .info, .ok: 0x1E8E3E
        case .unknown: 0x808080
        case .warning: 0xF9AB00
        case .critical: 0xD93025
        }
    }
}
