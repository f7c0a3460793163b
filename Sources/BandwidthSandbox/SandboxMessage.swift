/// A text message that the sandbox's Twilio accepted.
public struct SandboxMessage: Sendable, Hashable {
    /// `SM` and 32 hexadecimal digits, counted up from 1.
    public let sid: String
    /// The recipient, as sent.
    public let to: String
    /// The sender; `nil` if a messaging service picks it.
    public let from: String?
    /// The messaging service; `nil` if a sender was given.
    public let messagingServiceSid: String?
    /// The decoded text.
    public let body: String
}
