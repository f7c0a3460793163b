/// The form of a new message, and Twilio's validation of it.
///
/// The codes are from www.twilio.com/docs/api/errors, except 21604 and 21701, which aren't confirmed; nor is the order
/// of the checks.
struct TwilioMessageForm {
    /// The maximum length of the text, in characters.
    private static let sizeLimit = 1600

    private let to: String?
    private let from: String?
    private let service: String?
    private let body: String?

    init(_ fields: FormFields) {
        func value(_ name: String) -> String? { fields[name].flatMap { $0.isEmpty ? nil : $0 } }
        to = value("To")
        from = value("From")
        service = value("MessagingServiceSid")
        body = value("Body")
    }

    /// The message without its number.
    var message: Result<(_ number: Int) -> SandboxMessage, TwilioError> {
        Result { () throws(TwilioError) in
            guard let to else { throw TwilioError(21604, "A 'To' phone number is required.") }
            guard from != nil || service != nil else {
                throw TwilioError(21603, "A 'From' phone number is required.")
            }
            guard let body else { throw TwilioError(21602, "Message body is required.") }
            if let from { try TwilioNumbers.checkSender(from) }
            if let service, service != SandboxStory.Twilio.messagingServiceSID {
                throw TwilioError(21701, "The Messaging Service does not exist.")
            }
            try TwilioNumbers.checkRecipient(to)
            guard body.unicodeScalars.count <= Self.sizeLimit else {
                throw TwilioError(21617, "The concatenated message body exceeds the 1600 character limit.")
            }
            return { number in
                SandboxMessage(
                    sid: "SM" + String(number, radix: 16).leftPadded(to: 32), to: to, from: from,
                    messagingServiceSid: from == nil ? service : nil, body: body)
            }
        }
    }
}
