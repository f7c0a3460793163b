/// Who hears of what through a channel, and when: the settings that every channel has.
///
/// They are applied around the notifiers, never inside one.
public struct Routing: Sendable {
    /// The statuses of rows to tell of; `nil` for all.
    public var severities: Set<Status>?

    /// The names of the accounts to tell of; `nil` for all.
    public var accounts: Set<String>?

    /// When nothing is sent.
    public var quiet: QuietHours?

    /// The name of the channel that is tried if this one fails.
    public var fallback: String?

    /// Whether a channel that is another one's fallback is also used by itself.
    public var isAlways = false

    /// How often what still holds is told again.
    public var reminder = Reminder.never

    /// Whether an all-clear is sent; `nil` for what is usual for the notifier.
    public var tellsEndings: Bool?

    /// The user's own words, by event.
    var templates: [Alert.Event: MessageTemplate] = [:]

    /// Creates the settings of a channel that has none of its own.
    public init() {}

    /// Whether the channel tells of an account.
    func selects(account: String) -> Bool {
        accounts?.contains(account) ?? true
    }

    /// Whether the channel tells of a status.
    func selects(_ status: Status) -> Bool {
        severities?.contains(status) ?? true
    }
}
