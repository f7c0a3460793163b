#if canImport(FoundationEssentials)
    public import FoundationEssentials
#else
    public import Foundation
#endif

/// Whether a recipient is told of a row by this run, and why or why not.
public struct Decision: Sendable {
    /// What is done.
    public enum Outcome: Sendable, Hashable {
        /// It is told now.
        case due

        /// It would be told now, but the channel is quiet until then.
        case quiet(until: Date)

        /// It was told then, and nothing is new.
        case told(Date)

        /// It may have been told, by two messages or more, and is told again after this time.
        case uncertain(until: Date)

        /// The channel tells nothing of this account.
        case otherAccount

        /// The channel tells nothing of this status.
        case otherSeverity

        /// A rule holds, but it isn't certain yet that the counter is this period's.
        case periodUncertain

        /// The account can't be read, but not for long enough.
        case notUnreadForLong

        /// There is nothing to tell.
        case nothing
    }

    /// The row.
    public let row: UsageRow

    /// What is told, if anything.
    public let event: Alert.Event?

    /// What is done.
    public let outcome: Outcome

    /// What to send, if it is due.
    let item: DueAlert.Item?
}
