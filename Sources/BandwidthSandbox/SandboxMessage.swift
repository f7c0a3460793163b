/// A text message that the sandbox's Twilio accepted.
public struct SandboxMessage: Sendable, Hashable {
    /// `SM` and 32 hexadecimal digits, counted up from 1.
    public let sid: String
    /// The recipient, as sent.
    public let to: String
    /// The sender; `nil` where a messaging service picks it.
    public let from: String?
    /// The messaging service; `nil` where a sender was named.
    public let messagingServiceSid: String?
    /// The text, decoded.
    public let body: String
}
