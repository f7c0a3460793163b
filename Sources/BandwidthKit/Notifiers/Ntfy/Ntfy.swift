#if canImport(FoundationEssentials)
    import FoundationEssentials
#else
    import Foundation
#endif

/// Push messages through ntfy.sh or a self-hosted ntfy server.
///
/// Sends JSON to the server's root (https://docs.ntfy.sh/publish/#publish-as-json). Every message has a `sequence_id`
/// made from its subject: on servers since 2.16, a later message on the same subject replaces the earlier one
/// (https://docs.ntfy.sh/publish/#updating-deleting-notifications); older servers ignore it.
public struct Ntfy: Notifier {
    public static let kind = "ntfy"
    public static let summary = ServiceSummary(
        name: "ntfy", purpose: "push messages to the subscribers of a topic",
        permission: "none for a public topic; else a token, or user and password, that may publish to it")

    /// The maximum bytes of a title (https://docs.ntfy.sh/publish/#limitations); longer ones are refused.
    static let titleLimit = 1024

    /// The maximum bytes of a message, with some room for what the server adds; a longer one becomes an attachment.
    static let messageLimit = 4000

    /// Reserved words that can't be topics (https://github.com/binwiederhier/ntfy, `server/config.go`).
    static let reservedTopics: Set<String> = [
        "docs", "static", "file", "app", "metrics", "account", "settings", "signup", "login", "v1",
    ]

    public static let style = MessageStyle.title(titleLimit, body: messageLimit)
    public static let repeats = Repeatability.byKey

    public let recipients: [String]
    let authorization: Authorization

    public init?(from settings: inout SettingsReader) {
        recipients = settings.texts("topic", "the topic, or a list of topics", isRequired: true)
        for (index, topic) in recipients.enumerated() where !topic.isTopic {
            settings.report(
                "topic[\(index)]", "expected at most 64 letters, digits, - and _, and not a reserved word")
        }
        if Set(recipients).count < recipients.count { settings.report("topic", "duplicate topic") }
        let token = settings.secret("token", "access token (tk_…)", isRequired: false)
        let user = settings.identifier("user", "user name, instead of a token")
        let password = settings.secret("password", "the user's password", isRequired: false)
        settings.address("https://ntfy.sh")
        switch (token, user, password) {
        case (let token?, nil, nil): authorization = .bearer(token)
        case (nil, let user?, let password?): authorization = .basic(user: user, password: password)
        case (nil, nil, nil): authorization = .none
        case (_?, _, _):
            settings.report("token", "can't be used together with user and password; remove one of them")
            return nil
        case (nil, nil, _?):
            settings.report("user", "missing; password needs it")
            return nil
        case (nil, _?, nil):
            settings.report("password", "missing; user needs it")
            return nil
        }
    }

    /// A topic belongs to its server.
    public func realm(of recipient: String, at address: BaseURL) -> Secret? {
        Secret(address.description)
    }

    public func deliver(
        _ alert: Alert, to recipient: String, through api: APIClient
    ) async throws(APIError) -> Receipt {
        var message: [JSONValue.Member] = [
            .init("topic", .string(recipient)), .init("title", .string(alert.title)),
            // An empty message would be shown as "triggered".
            .init("message", .string(alert.body.isEmpty ? alert.title : alert.body)),
            .init("priority", .number(alert.status.priority)), .init("tags", [.string(alert.status.tag)]),
            .init("sequence_id", .string(api.hashing.digest([alert.key]))),
        ]
        if let link = alert.link { message.append(.init("click", .string(link.url))) }
        let answer = try await api.post(
            "/", body: .json(.object(message)), authorization: authorization, isRepeatable: true)
        guard let id = answer.json?["id"]?.string else { throw answer.unusable(expected: "the stored message") }
        return Receipt(id: id)
    }

    /// Asks the server how it is (https://docs.ntfy.sh/config/#health-checks). Whether it lets this user publish, only a
    /// message can tell.
    public func probe(through api: APIClient) async throws(APIError) -> String? {
        let answer = try await api.get("/v1/health", authorization: authorization)
        guard answer["healthy"] == true else { throw APIError(.unavailable, "the server says that it is not healthy") }
        return "the server is healthy"
    }

    /// `{"code":40301,"http":403,"error":"forbidden","link":"https://…"}`: the code is the status followed by two
    /// digits (https://github.com/binwiederhier/ntfy, `server/errors.go`).
    public struct Refusal: ServiceError {
        private let number: Lenient<Int>
        private let error: String
        private let link: Lenient<String>

        enum CodingKeys: String, CodingKey {
            case number = "code"
            case error, link
        }

        public var message: String {
            let source = [number.value.map { "ntfy error \($0)" }, link.value].compactMap { $0 }
            return source.isEmpty ? error : "\(error) (\(source.joined(separator: ", ")))"
        }

        public var hint: String? {
            switch number.value {
            case 40009, 40010: "choose another 'topic'"
            case 40101, 40301: "check the token, or user and password, and that it may publish to the topic"
            case 41303: "the message is too long for this server; raise its message size limit"
            case 42901: "too many requests at once; try again in a minute"
            case 42908: "the daily message limit is reached; use an account or your own server"
            case 42909: "too many failed logins from this address; check the token and wait"
            default: nil
            }
        }
    }
}

extension Status {
    /// The ntfy priority, from 1 to 5: 3 is the default, 5 vibrates.
    fileprivate var priority: Decimal {
        switch self {
        case .info, .ok: 2
        case .unknown: 3
        case .warning: 4
        case .critical: 5
        }
    }

    /// A short code that is shown as an emoji (https://docs.ntfy.sh/emojis/).
    fileprivate var tag: String {
        switch self {
        case .info, .ok: "white_check_mark"
        case .unknown: "question"
        case .warning: "warning"
        case .critical: "rotating_light"
        }
    }
}

extension String {
    fileprivate var isTopic: Bool {
        (1...64).contains(utf8.count) && !Ntfy.reservedTopics.contains(self)
            && utf8.allSatisfy { byte in
                let character = Character(Unicode.Scalar(byte))
                return byte < 128 && (character.isLetter || character.isNumber || byte == 45 || byte == 95)
            }
    }
}
