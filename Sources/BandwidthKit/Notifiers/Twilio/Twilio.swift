/// Text messages through Twilio.
///
/// Sends `POST /2010-04-01/Accounts/{AccountSid}/Messages.json`
/// (https://www.twilio.com/docs/messaging/api/message-resource#create-a-message-resource). The API has no idempotency
/// key (https://www.twilio.com/docs/errors/20500), so a request that may have been processed is not retried.
public struct Twilio: Notifier {
    public static let kind = "twilio"
    public static let summary = ServiceSummary(
        name: "Twilio", purpose: "text messages to phone numbers",
        permission: "the account's auth token, or an API key that may create messages",
        console: "https://console.twilio.com",
        tokenPage: "https://console.twilio.com")

    /// As many segments as Twilio's limit of 1600 characters allows (https://www.twilio.com/docs/errors/21617).
    static let mostSegments = 10

    /// Each segment is charged for.
    public static let style = MessageStyle.gsm7(segments: 2)
    public static let repeats = Repeatability.never

    public let recipients: [String]
    public let messageStyle: MessageStyle

    let accountSID: String
    let credentials: Authorization
    let sender: Sender

    /// The sender of a message.
    enum Sender: Sendable, Hashable {
        case from(String)
        case messagingService(String)

        var field: (String, String) {
            switch self {
            case .from(let number): ("From", number)
            case .messagingService(let sid): ("MessagingServiceSid", sid)
            }
        }
    }

    public init?(from settings: inout SettingsReader) {
        let account = settings.sid(
            "account_sid", "AC", "account SID", isRequired: true, variables: ["TWILIO_ACCOUNT_SID"])
        let credentials = Self.credentials(from: &settings, account: account)
        let sender = Sender(from: &settings)
        recipients = settings.texts(
            "to", "the recipients' numbers as in +12025550143", isRequired: true,
            variables: ["TWILIO_TO_PHONE_NUMBER"])
        for (index, recipient) in recipients.enumerated() where !recipient.isPhoneNumber {
            settings.report(
                "to[\(index)]", "expected a number with + and country code, without spaces, as in +12025550143")
        }
        if Set(recipients).count < recipients.count { settings.report("to", "duplicate number") }
        let segments = settings.convert(
            "max_segments", "the most segments of a message about several things (default: 2)",
            expected: "a whole number from 1 to \(Self.mostSegments)"
        ) { value in
            value.number?.wholeNumber.flatMap { (1...Self.mostSegments).contains(Int($0)) ? Int($0) : nil }
        }
        messageStyle = segments.map { .gsm7(segments: $0) } ?? Self.style
        settings.address("https://api.twilio.com")
        guard let account, let credentials, let sender else { return nil }
        accountSID = account
        self.credentials = credentials
        self.sender = sender
    }

    /// The auth token, or an API key and its secret.
    private static func credentials(from settings: inout SettingsReader, account: String?) -> Authorization? {
        let key = settings.identifier("api_key", "SID of an API key (SK…), instead of the auth token")
        let secret = settings.secret("api_secret", "the API key's secret", isRequired: false)
        // With an API key the auth token is not needed, and its variable may be meant for something else.
        let token = settings.secret(
            "auth_token", "the account's auth token", isRequired: key == nil,
            variables: key == nil ? ["TWILIO_AUTH_TOKEN"] : [])
        guard let key else {
            if secret != nil { settings.report("api_key", "missing; api_secret needs it") }
            guard let account, let token else { return nil }
            return .basic(user: account, password: token)
        }
        if !key.isSID("SK") { settings.report("api_key", "expected SK and 32 hexadecimal digits") }
        if token != nil { settings.report("auth_token", "can't be used together with api_key; remove one of them") }
        guard let secret else {
            settings.report("api_secret", "missing; api_key needs it")
            return nil
        }
        return .basic(user: key, password: secret)
    }

    public func deliver(
        _ alert: Alert, to recipient: String, through api: APIClient
    ) async throws(APIError) -> Receipt {
        // A 201 means that the message was accepted, even if its body can't be decoded.
        let message: Message? = try await api.send(
            "/2010-04-01/Accounts/\(accountSID)/Messages.json",
            body: .form([("To", recipient), sender.field, ("Body", alert.text)]), authorization: credentials,
            taken: 201)
        let segments = message?.segments.value
        return Receipt(
            id: message?.sid.value ?? "no SID", detail: segments.map { "\($0) segment\($0 == "1" ? "" : "s")" })
    }

    /// Reads the account's state (https://www.twilio.com/docs/iam/api/account). API keys may not.
    public func probe(through api: APIClient) async throws(APIError) -> String? {
        guard case .basic(accountSID, _) = credentials else { return nil }
        let answer = try await api.get("/2010-04-01/Accounts/\(accountSID).json", authorization: credentials)
        guard let state = answer["status"]?.string, state != "active" else { return "the account is active" }
        throw APIError(.forbidden, "the account is \(state)", hint: "see https://console.twilio.com")
    }

    /// The body of a 201: the message is accepted but not yet delivered. Every field may be null.
    private struct Message: Decodable {
        let sid: Lenient<String>
        let segments: Lenient<String>

        enum CodingKeys: String, CodingKey {
            case sid
            case segments = "num_segments"
        }
    }
}

extension Twilio.Sender {
    /// A messaging service, or a number, short code or name.
    fileprivate init?(from settings: inout SettingsReader) {
        let service = settings.text("messaging_service_sid", "SID of a messaging service (MG…), instead of a sender")
        let from = settings.text(
            "from", "the sender: a number as in +15005550006, a short code or a name",
            isRequired: service == nil, variables: service == nil ? ["TWILIO_FROM_PHONE_NUMBER"] : [])
        if let service {
            if !service.isSID("MG") {
                settings.report("messaging_service_sid", "expected MG and 32 hexadecimal digits")
            }
            if from != nil {
                settings.report("from", "can't be used together with messaging_service_sid; remove one of them")
            }
            self = .messagingService(service)
        } else if let from {
            if !from.isSender {
                settings.report(
                    "from", "expected a number as in +15005550006, a short code or a name of at most 11 letters")
            }
            self = .from(from)
        } else {
            return nil
        }
    }
}

extension SettingsReader {
    fileprivate mutating func sid(
        _ key: String, _ prefix: String, _ name: String, isRequired: Bool, variables: [String]
    ) -> String? {
        let value = identifier(key, "\(name) (\(prefix)…)", isRequired: isRequired, variables: variables)
        if let value, !value.isSID(prefix) { report(key, "expected \(prefix) and 32 hexadecimal digits") }
        return value
    }
}

extension String {
    /// Two letters and 32 hexadecimal digits (https://www.twilio.com/docs/glossary/what-is-a-sid).
    fileprivate func isSID(_ prefix: String) -> Bool {
        hasPrefix(prefix) && utf8.count == 34 && dropFirst(2).allSatisfy { $0.isASCII && $0.isHexDigit }
    }

    /// E.164: `+`, country code, at most 15 digits (https://www.twilio.com/docs/glossary/what-e164).
    fileprivate var isPhoneNumber: Bool {
        let digits = dropFirst()
        return hasPrefix("+") && (7...15).contains(digits.count) && digits.first != "0"
            && digits.allSatisfy { "0"..."9" ~= $0 }
    }

    /// A number, a short code of 3 to 8 digits, or a name of at most 11 letters, digits and spaces.
    fileprivate var isSender: Bool {
        if isPhoneNumber { return true }
        if allSatisfy({ "0"..."9" ~= $0 }) { return (3...8).contains(count) }
        return count <= 11 && contains { $0.isLetter }
            && allSatisfy { $0.isASCII && ($0.isLetter || $0.isNumber || " +-_&".contains($0)) }
    }
}
