/// Twilio's refusals.
extension Twilio {
    /// `{"code": 21211, "message": "…", "more_info": "https://…", "status": 400}`
    public struct Refusal: ServiceError {
        private let number: Lenient<Int>
        private let words: Lenient<String>
        private let link: Lenient<String>

        enum CodingKeys: String, CodingKey {
            case number = "code"
            case words = "message"
            case link = "more_info"
        }

        public var message: String {
            let source = [number.value.map { "Twilio error \($0)" }, link.value].compactMap { $0 }
            let reference = source.isEmpty ? nil : "(\(source.joined(separator: ", ")))"
            return [words.value, reference].compactMap { $0 }.joined(separator: " ")
        }

        /// Only adds advice; nothing is decided by the code. Twilio splits codes up over time and advises against
        /// relying on them (its changelog of 10 July 2024). Meanings are from https://www.twilio.com/docs/api/errors.
        public var hint: String? {
            switch number.value {
            case 20003: "check the account SID and the auth token, or the API key and its secret"
            case 20404: "check the account SID"
            case 20429: "too many requests at once; try again later"
            case 21211: "correct the number in 'to': + and country code, digits only"
            case 21408: "enable the recipient's country under Messaging, Geo permissions in Twilio's console"
            case 21606, 21659, 21660, 21661: "use a number of this account that can send text messages as 'from'"
            case 21608: "verify the number in Twilio's console, or upgrade the trial account"
            case 21610: "the recipient replied STOP; they must send START to the sender's number"
            case 21612: "no route from this sender to that number; try another 'from'"
            case 21614: "'to' must be a mobile number"
            case 21617: "the message is too long"
            case 30034: "register the sender for A2P messaging in the US"
            case 572_002, 572_005, 572_006: "a limit of trial accounts; upgrade the account"
            default: nil
            }
        }
    }
}
