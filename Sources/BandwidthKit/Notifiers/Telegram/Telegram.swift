#if canImport(FoundationEssentials)
    import FoundationEssentials
#else
    import Foundation
#endif

/// Messages from a Telegram bot to people, groups and channels.
///
/// Sends `POST /bot<token>/sendMessage` (https://core.telegram.org/bots/api#sendmessage) without a `parse_mode`, so that
/// nothing in a name is markup. The token is a part of the path, which is never printed. There is no key for repeats.
public struct Telegram: Notifier {
    public static let kind = "telegram"
    public static let summary = ServiceSummary(
        name: "Telegram", purpose: "messages from a bot to people, groups or channels",
        permission: "the bot's token from @BotFather; people must have pressed Start")

    /// The maximum length of a text (https://core.telegram.org/bots/api#sendmessage), in UTF-16 units
    /// (https://core.telegram.org/api/entities#entity-length).
    static let textLimit = 4096

    public static let style = MessageStyle.plain(textLimit, TextForm(.utf16Unit))
    public static let repeats = Repeatability.never

    public let recipients: [String]

    /// The part of the token before the colon: the bot's public number.
    let bot: String
    let key: Secret

    public init?(from settings: inout SettingsReader) {
        let token = settings.secret("token", "the bot's token (123456789:AA…)")
        recipients = settings.texts(
            "chat_id", "the number of a chat or the @name of a channel, or a list of them", isRequired: true,
            takesNumbers: true)
        settings.address("https://api.telegram.org")
        for (index, chat) in recipients.enumerated() where !chat.isChat {
            settings.report("chat_id[\(index)]", "expected a number such as -1001234567890, or a @name")
        }
        if Set(recipients).count < recipients.count { settings.report("chat_id", "duplicate chat") }
        guard let token else { return nil }
        let parts = token.revealed.split(separator: ":", maxSplits: 1, omittingEmptySubsequences: false)
        guard parts.count == 2, !parts[0].isEmpty, parts[0].allSatisfy({ "0"..."9" ~= $0 }), parts[1].count >= 20 else {
            settings.report("token", "expected digits, a colon and 35 characters, as @BotFather shows it")
            return nil
        }
        bot = String(parts[0])
        key = Secret(String(parts[1]), source: token.source)
    }

    public func deliver(
        _ alert: Alert, to recipient: String, through api: APIClient
    ) async throws(APIError) -> Receipt {
        let answer = try await api.post(
            "/bot\(bot):\(key)/sendMessage", body: .json(Self.message(alert, to: recipient)))
        guard answer.json?["ok"] == true else { throw answer.unusable(expected: "\"ok\": true") }
        return Receipt(id: answer.json.flatMap(Self.messageID))
    }

    private static func message(_ alert: Alert, to recipient: String) -> JSONValue {
        var message: [JSONValue.Member] = [
            .init("chat_id", Int64(recipient).map { .number(Decimal($0)) } ?? .string(recipient)),
            .init("text", .string(alert.text)), .init("disable_notification", .bool(alert.isRoutine)),
            .init("link_preview_options", ["is_disabled": true]),
        ]
        if let link = alert.link {
            let button: JSONValue = ["text": .string(link.title), "url": .string(link.url)]
            message.append(.init("reply_markup", ["inline_keyboard": [[button]]]))
        }
        return .object(message)
    }

    /// `message 42`; `nil` if the answer has no number.
    private static func messageID(in answer: JSONValue) -> String? {
        guard let number = answer["result"]?["message_id"]?.number else { return nil }
        return "message \(number)"
    }

    /// Asks who the bot is (https://core.telegram.org/bots/api#getme).
    public func probe(through api: APIClient) async throws(APIError) -> String? {
        let answer = try await api.get("/bot\(bot):\(key)/getMe", authorization: .none)
        return answer["result"]?["username"]?.string.map { "the bot is @\($0)" } ?? "the token works"
    }
}

extension Telegram {
    /// `{"ok":false,"error_code":400,"description":"Bad Request: chat not found","parameters":{…}}`
    /// (https://core.telegram.org/bots/api#making-requests).
    public struct Refusal: ServiceError {
        private let description: Lenient<String>
        private let number: Lenient<Int>
        private let parameters: Lenient<Parameters>

        enum CodingKeys: String, CodingKey {
            case description, parameters
            case number = "error_code"
        }

        /// https://core.telegram.org/bots/api#responseparameters
        private struct Parameters: Decodable {
            let chat: Lenient<Int64>
            let wait: Lenient<Int>

            enum CodingKeys: String, CodingKey {
                case chat = "migrate_to_chat_id"
                case wait = "retry_after"
            }
        }

        public var message: String {
            description.value ?? ""
        }

        public var hint: String? {
            if let chat = parameters.value?.chat.value {
                return "the group has become a supergroup; set its 'chat_id' to \(chat)"
            }
            switch number.value {
            case 400 where message.contains("thread"): return "the topic is closed or deleted; use another chat"
            case 400:
                return "check 'chat_id'; a person must have pressed Start, and a group must have the bot as a member"
            case 401, 404: return "copy the token again from @BotFather"
            case 403: return "the person must press Start again, or the group or channel must add the bot again"
            case 429: return parameters.value?.wait.value.map { "try again in \($0) seconds" }
            default: return nil
            }
        }
    }
}

extension String {
    /// A number, or `@` and a name of 4 to 32 letters, digits and `_`.
    fileprivate var isChat: Bool {
        if hasPrefix("@") {
            let name = dropFirst()
            return (4...32).contains(name.count)
                && name.allSatisfy { $0.isASCII && ($0.isLetter || $0.isNumber || $0 == "_") }
        }
        return Int64(self).map { $0 != 0 } ?? false
    }
}
