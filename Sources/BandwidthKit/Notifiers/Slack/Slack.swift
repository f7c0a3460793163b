/// Messages to a Slack channel through an incoming webhook, or to any receiver that takes Slack's format: Mattermost,
/// Rocket.Chat, Discord's `/slack` address.
///
/// Sends the title as `text` and the rest as an attachment, which has the severity's colour
/// (https://docs.slack.dev/messaging/sending-messages-using-incoming-webhooks). Other receivers know attachments but not
/// Slack's blocks. A webhook can't edit or delete what it has sent, and has no key for repeats.
public struct Slack: Notifier {
    public static let kind = "slack"
    public static let summary = ServiceSummary(
        name: "Slack", purpose: "messages to a channel of Slack, Mattermost or Rocket.Chat",
        permission: "the URL of an incoming webhook")

    /// The maximum characters of a title, as in a header block
    /// (https://docs.slack.dev/reference/block-kit/blocks/header-block).
    static let titleLimit = 150

    /// The maximum characters of a text, as in a section block
    /// (https://docs.slack.dev/reference/block-kit/blocks/section-block).
    static let textLimit = 3000

    /// The characters that are markup (https://docs.slack.dev/messaging/formatting-message-text#escaping). Unescaped,
    /// `<!channel>` in a name would notify everybody.
    static let form = TextForm(.utf16Unit, escapes: ["&": "&amp;", "<": "&lt;", ">": "&gt;"])

    public static let style = MessageStyle.title(titleLimit, body: textLimit, form)
    public static let repeats = Repeatability.never

    let endpoint: Endpoint

    /// The host only, because the path is the secret.
    public var recipients: [String] {
        [endpoint.base.host]
    }

    public init?(from settings: inout SettingsReader) {
        guard let endpoint = settings.endpoint("url", "the webhook's URL, which is a secret", isSecret: true) else {
            return nil
        }
        self.endpoint = endpoint
    }

    /// Each webhook has its own path.
    public func realm(of recipient: String, at address: BaseURL) -> Secret? {
        Secret(endpoint.base.description + endpoint.path)
    }

    public func deliver(
        _ alert: Alert, to recipient: String, through api: APIClient
    ) async throws(APIError) -> Receipt {
        let body = Self.form.escaped(alert.body)
        var attachment: [JSONValue.Member] = []
        if !body.isEmpty { attachment += [.init("fallback", .string(body)), .init("text", .string(body))] }
        if let link = alert.link {
            attachment += [.init("title", .string(link.title)), .init("title_link", .string(link.url))]
        }
        var message: [JSONValue.Member] = [.init("text", .string(Self.form.escaped(alert.title)))]
        if !attachment.isEmpty {
            attachment.insert(.init("color", .string(alert.status.color)), at: 0)
            message.append(.init("attachments", [.object(attachment)]))
        }
        let answer = try await api.post(APIPath(endpoint, isSecret: true), body: .json(.object(message)))
        // Slack answers with the text `ok`; compatible receivers have answers of their own.
        return Receipt(detail: ["ok", ""].contains(answer.text) ? nil : "the answer was: \(answer.text)")
    }

    /// A word such as `no_service`, in plain text
    /// (https://api.slack.com/changelog/2016-05-17-changes-to-errors-for-incoming-webhooks); older texts have spaces
    /// and capitals.
    public struct Refusal: ServiceError {
        public let message: String

        public init(from decoder: any Decoder) throws {
            message = try AnyServiceError(from: decoder).message
        }

        public init?(text: String) {
            // A proxy's page says nothing.
            guard !text.isEmpty, !text.hasPrefix("<") else { return nil }
            message = text
        }

        public var hint: String? {
            switch message.lowercased().split(separator: " ").joined(separator: "_") {
            case "no_service", "no_active_hooks", "no_team", "invalid_token", "user_not_found", "no_service_id":
                "the webhook was removed or disabled; make a new one and put its URL into 'url'"
            case "channel_not_found", "channel_is_archived":
                "the channel is gone; make a webhook for another one and put its URL into 'url'"
            case "action_prohibited", "posting_to_general_channel_denied", "team_disabled":
                "an administrator of the workspace forbids it; ask them, or use another channel"
            case "invalid_payload", "no_text", "no_text_specified", "invalid_blocks", "too_many_attachments":
                "the receiver doesn't take Slack's format; check 'url'"
            default: nil
            }
        }
    }
}

extension Status {
    /// The colour of an attachment: https://docs.slack.dev/messaging/formatting-message-text/#attachments
    fileprivate var color: String {
        switch self {
        case .info, .ok: "good"
        case .unknown: "#808080"
        case .warning: "warning"
        case .critical: "danger"
        }
    }
}
