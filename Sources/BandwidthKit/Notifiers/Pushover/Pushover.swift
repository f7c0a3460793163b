/// Push messages to phones through Pushover.
///
/// Sends `POST /1/messages.json` (https://pushover.net/api#messages). Something critical bypasses the quiet hours that a
/// user has set at Pushover; what needs nothing makes no sound. There is no key for repeats.
public struct Pushover: Notifier {
    public static let kind = "pushover"
    public static let summary = ServiceSummary(
        name: "Pushover", purpose: "push messages to the phones of users or groups",
        permission: "an application's API token, and the key of each user or group")

    /// The maximum characters of a title and of a message (https://pushover.net/api#limits).
    static let titleLimit = 250
    static let messageLimit = 1024

    public static let style = MessageStyle.title(titleLimit, body: messageLimit, TextForm(.codePoint))
    public static let repeats = Repeatability.never

    let token: Secret
    let users: [Secret]

    /// The start of each user's key, because the whole key is a secret.
    public let recipients: [String]

    public init?(from settings: inout SettingsReader) {
        let token = settings.secret("token", "the application's API token, 30 characters")
        let users = settings.secretList("user", "the key of a user or group, 30 characters, or a list of keys")
        settings.address("https://api.pushover.net")
        if let token, !token.revealed.isPushoverKey { settings.report("token", Self.expectation) }
        for (index, user) in users.enumerated() where !user.revealed.isPushoverKey {
            settings.report("user[\(index)]", Self.expectation)
        }
        if Set(users.map(\.revealed)).count < users.count { settings.report("user", "duplicate key") }
        recipients = users.enumerated().map { index, user in
            "\(user.revealed.prefix(3))…" + (users.count > 1 ? " (\(index + 1))" : "")
        }
        self.users = users
        guard let token else { return nil }
        self.token = token
    }

    private static let expectation = "expected 30 letters and digits, as pushover.net shows it"

    public func realm(of recipient: String, at address: BaseURL) -> Secret? {
        user(recipient)
    }

    private func user(_ recipient: String) -> Secret? {
        zip(recipients, users).first { $0.0 == recipient }?.1
    }

    public func deliver(
        _ alert: Alert, to recipient: String, through api: APIClient
    ) async throws(APIError) -> Receipt {
        var form = [
            ("token", token.revealed), ("user", user(recipient)?.revealed ?? ""), ("title", alert.title),
            // An empty message is refused.
            ("message", alert.body.isEmpty ? alert.title : alert.body), ("priority", "\(alert.status.priority)"),
        ]
        if let link = alert.link { form += [("url", link.url), ("url_title", link.title)] }
        let answer = try await api.post("/1/messages.json", body: .form(form))
        guard answer.json?["status"] == 1 else { throw answer.unusable(expected: "\"status\": 1") }
        return Receipt(id: answer.json?["request"]?.string)
    }

    /// Asks whether each key is known (https://pushover.net/api#validate).
    public func probe(through api: APIClient) async throws(APIError) -> String? {
        for user in users {
            let form = [("token", token.revealed), ("user", user.revealed)]
            let answer = try await api.post("/1/users/validate.json", body: .form(form), isRepeatable: true)
            guard answer.json?["status"] == 1 else { throw answer.unusable(expected: "\"status\": 1") }
        }
        return "the keys are known"
    }

    /// `{"user":"invalid","errors":["user identifier is invalid"],"status":0,"request":"…"}`
    /// (https://pushover.net/api#friendly).
    public struct Refusal: ServiceError {
        private let errors: Lenient<[String]>
        private let token: Lenient<String>
        private let user: Lenient<String>

        enum CodingKeys: String, CodingKey {
            case errors, token, user
        }

        public var message: String {
            (errors.value ?? []).joined(separator: "; ")
        }

        public var hint: String? {
            if token.value == "invalid" { return "check 'token': the API token of an application at pushover.net" }
            if user.value == "invalid" { return "check 'user': the key that pushover.net shows to the user" }
            return message.contains("limit") || message.contains("quota")
                ? "the account's messages of this month are used up; see pushover.net" : nil
        }
    }
}

extension Status {
    /// From -2 to 2 (https://pushover.net/api#priority): -1 is silent, 1 bypasses the user's quiet hours.
    fileprivate var priority: Int {
        switch self {
        case .info, .ok: -1
        case .unknown, .warning: 0
        case .critical: 1
        }
    }
}

extension String {
    /// https://pushover.net/api#identifiers
    fileprivate var isPushoverKey: Bool {
        utf8.count == 30 && allSatisfy { $0.isASCII && ($0.isLetter || $0.isNumber) }
    }
}
