#if canImport(FoundationEssentials)
    import FoundationEssentials
#else
    import Foundation
#endif

/// How often a recipient is told again of what still holds.
public enum Reminder: String, Sendable, CaseIterable {
    case never

    /// A day after the message, and every day after that.
    case daily

    /// A day after the message, two days after that, then four, eight and so on.
    case thinning

    /// How much earlier than due a reminder may be: runs by a timer are not exactly a day apart.
    private static let slack: Double = 30 * 60

    /// Whether a reminder is due.
    ///
    /// The days are counted from the message, so that reminders don't move to another time of day. If several were
    /// missed, one is due.
    ///
    /// - Parameters:
    ///   - told: when the message was delivered.
    ///   - last: when the recipient last heard of it: the message or the last reminder.
    func isDue(at now: Date, told: Date, last: Date) -> Bool {
        let due = now.timeIntervalSince(told) + Self.slack, heard = last.timeIntervalSince(told) + Self.slack
        guard self != .never, due.isFinite, heard.isFinite else { return false }
        return passed(due / 86400) > passed(heard / 86400)
    }

    /// How many reminders are due in a number of days.
    private func passed(_ days: Double) -> Int {
        let days = Int(min(max(days, 0), 100_000))
        guard self == .thinning else { return days }
        // After 1, 3, 7, 15 … days.
        return (days + 1).bitWidth - (days + 1).leadingZeroBitCount - 1
    }
}
