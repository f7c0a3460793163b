#if canImport(FoundationEssentials)
    import FoundationEssentials
#else
    import Foundation
#endif

/// What was delivered to whom: for each row, period and recipient, the rules that held at that time, the reminders, and
/// the all-clear.
///
/// Entries are only ever added, after a delivery. A new period has none, so it starts fresh. Each entry is a line of
/// JSON in `deliveries.jsonl`, like the readings: a torn line or one from a newer version is skipped and counted.
struct DeliveryMemory: Hashable, Sendable {
    /// Who received a message.
    struct Recipient: Hashable, Sendable {
        /// The notifier's `kind`.
        let notifier: String

        /// The recipient's name, and the SHA-256 of what else identifies it: `Notifier.realm`.
        let address: String
    }

    /// One fact about a row that a recipient was told.
    struct Entry: Hashable, Sendable {
        /// The row's identifier: `linode/production/region/id-cgk`.
        let row: String

        /// The first moment of the billing period; for an account that can't be read, when that began.
        let period: Date
        let recipient: Recipient
        let measure: Measure

        /// The rule's limit, or the number of packs bought, or else 0.
        var limit: Decimal = 0
        var isCritical = false

        /// When it was delivered.
        let told: Date

        /// The quota then; `nil` if there was none.
        var quota: ByteCount?

        /// Whether it may have arrived, but the service didn't say so.
        var isUncertain = false

        /// The same, told to another recipient.
        func told(to recipient: Recipient) -> Entry {
            Entry(
                row: row, period: period, recipient: recipient, measure: measure, limit: limit, isCritical: isCritical,
                told: told, quota: quota, isUncertain: isUncertain)
        }

        /// The same, of a message that may have arrived.
        var uncertain: Entry {
            var entry = self
            entry.isUncertain = true
            return entry
        }
    }

    /// What a recipient was told about.
    enum Measure: String, Sendable, CaseIterable {
        case actual, forecast, pace, cost

        /// Overage is charged.
        case billable

        /// Something that still holds.
        case reminder

        /// The all-clear for a period.
        case over

        /// The account can't be read.
        case unread

        /// The account still can't be read.
        case stillUnread = "still_unread"

        /// The account can be read again.
        case read

        /// Whether this is about the account's being read at all.
        var isOfReading: Bool {
            self == .unread || self == .stillUnread || self == .read
        }

        /// Whether this repeats what was told before.
        var isReminder: Bool {
            self == .reminder || self == .stillUnread
        }

        /// Whether this ends what was told before.
        var isEnding: Bool {
            self == .over || self == .read
        }
    }

    /// The lines that were skipped.
    private(set) var ignored = IgnoredLines()

    private var delivered: [Key: [Entry]] = [:]

    /// What may have arrived.
    private var tried: [Key: [Entry]] = [:]

    private struct Key: Hashable {
        let row: String
        let recipient: Recipient
    }

    init() {}

    /// The maximum number of entries per row and recipient: more than a year's worth of daily reminders.
    private static let most = 500

    /// Every entry.
    var entries: [Entry] {
        delivered.merging(tried, uniquingKeysWith: +)
            .sorted { ($0.key.row, $0.key.recipient.address) < ($1.key.row, $1.key.recipient.address) }
            .flatMap(\.value)
    }

    /// The entries of about the last two years before `now`, or before the newest entry if that is older: a wrong clock
    /// must not make everything look old.
    func recentEntries(at now: Date) -> [Entry] {
        let entries = entries
        guard let newest = entries.map(\.period).max() else { return [] }
        let end = min(newest, now)
        return entries.filter { end.timeIntervalSince($0.period) < 800 * 86400 }
    }

    /// What a recipient was told about a row, in order.
    func entries(of row: String, for recipient: Recipient) -> [Entry] {
        delivered[Key(row: row, recipient: recipient)] ?? []
    }

    /// What a recipient may have been told about a row, in order.
    func tries(of row: String, for recipient: Recipient) -> [Entry] {
        tried[Key(row: row, recipient: recipient)] ?? []
    }

    /// The rows that a recipient was told about, in alphabetical order.
    func rows(toldTo recipient: Recipient) -> [String] {
        delivered.keys.filter { $0.recipient == recipient }.map(\.row).sorted()
    }

    /// Records what a recipient was told, or may have been told.
    mutating func record(_ entries: [Entry]) {
        for entry in entries {
            if entry.isUncertain {
                Self.append(entry, to: &tried)
            } else {
                Self.append(entry, to: &delivered)
            }
        }
    }

    private static func append(_ entry: Entry, to entries: inout [Key: [Entry]]) {
        let key = Key(row: entry.row, recipient: entry.recipient)
        entries[key, default: []].append(entry)
        if let count = entries[key]?.count, count > most { entries[key]?.removeFirst(count - most) }
    }

    /// Counts a line that was skipped.
    mutating func ignore(_ line: UnreadableLine) {
        ignored.count(line)
    }
}
