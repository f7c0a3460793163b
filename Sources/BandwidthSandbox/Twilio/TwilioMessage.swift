/// An accepted message, as the API presents it.
struct TwilioMessage: Sendable {
    let message: SandboxMessage
    /// The date of the story, in the format of mail (RFC 2822).
    let date: String
    /// Whether the message was just accepted; otherwise it has been delivered.
    let isFresh: Bool

    var json: SandboxJSON {
        let account = SandboxStory.Twilio.accountSID
        let uri = "/2010-04-01/Accounts/\(account)/Messages/\(message.sid)"
        return [
            "account_sid": .string(account),
            "api_version": "2010-04-01",
            "body": .string(message.body),
            "date_created": .string(date),
            "date_sent": isFresh ? nil : .string(date),
            "date_updated": .string(date),
            "direction": "outbound-api",
            "error_code": nil,
            "error_message": nil,
            "from": .string(orNull: message.from),
            "messaging_service_sid": .string(orNull: message.messagingServiceSid),
            "num_media": "0",
            "num_segments": .string(String(segments)),
            "price": nil,
            "price_unit": "USD",
            "sid": .string(message.sid),
            "status": .string(status),
            "subresource_uris": ["media": .string(uri + "/Media.json")],
            "to": .string(message.to),
            "uri": .string(uri + ".json"),
        ]
    }

    /// Segments aren't counted until a messaging service has picked the sender.
    private var segments: Int {
        isFresh && message.from == nil ? 0 : TwilioSegments.count(of: message.body)
    }

    private var status: String {
        guard isFresh else { return "delivered" }
        return message.from == nil ? "accepted" : "queued"
    }
}
