#if canImport(FoundationEssentials)
    import FoundationEssentials
#else
    import Foundation
#endif

/// What was delivered to whom: for each row, period and recipient, the rules that held at that time.
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
        let limit: Decimal
        let isCritical: Bool
    }

    /// What a recipient was told about.
    enum Measure: String, Sendable, CaseIterable {
        case actual, forecast, pace, cost

        /// Overage is charged.
        case billable

        /// The account can't be read.
        case unread

        /// The account can be read again.
        case read

        /// Whether this is about the account's being read at all.
        fileprivate var isOfReading: Bool {
            self == .unread || self == .read
        }
    }

    /// The lines that were skipped.
    private(set) var ignored = IgnoredLines()

    private var delivered: [Key: [Entry]] = [:]

    private struct Key: Hashable {
        let row: String
        let recipient: Recipient
    }

    init() {}

    /// How far apart two starts of the same period may be: the start shifts a little for services that only say when
    /// the next period begins, or when the clock is adjusted.
    private static let sameStart: Double = 36 * 3600

    /// The maximum number of entries per row and recipient: more than two years' worth.
    private static let most = 200

    /// Every entry.
    var entries: [Entry] {
        delivered.sorted { ($0.key.row, $0.key.recipient.address) < ($1.key.row, $1.key.recipient.address) }
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

    /// What is new about a row for a recipient: a rule, unless the same or a worse one of its measure was delivered in
    /// this period; another pack; or an account that hasn't been readable for a long time.
    func news(of row: UsageRow, for recipient: Recipient, at now: Date) -> [Entry] {
        let told = delivered[Key(row: row.id, recipient: recipient)] ?? []
        return Self.entries(of: row, for: recipient, at: now).filter { entry in
            // Once the recipient was told that an account can be read again, another failure is news, however soon.
            let isRecovered = entry.measure == .unread && told.last { $0.measure.isOfReading }?.measure == .read
            return isRecovered || !told.contains { Self.isSamePeriod($0, entry) && $0.covers(entry) }
        }
    }

    /// The accounts that can be read again after the recipient was told of their failure.
    func recovered(in report: UsageReport, for recipient: Recipient) -> [Entry] {
        let failing = Set(report.rows.lazy.filter { $0.error != nil }.map(\.id))
        let accounts = Set(report.rows.lazy.filter { $0.error == nil }.map { "\($0.provider)/\($0.account)/" })
        return delivered.filter { $0.key.recipient == recipient && !failing.contains($0.key.row) }
            .compactMap { key, entries -> Entry? in
                guard let last = entries.last(where: { $0.measure.isOfReading }),
                    last.measure == .unread, accounts.contains(where: { key.row.hasPrefix($0) })
                else { return nil }
                return Entry(
                    row: key.row, period: last.period, recipient: recipient, measure: .read, limit: 0, isCritical: false
                )
            }
            .sorted { $0.row < $1.row }
    }

    /// Records what a recipient was told.
    mutating func record(_ entries: [Entry]) {
        for entry in entries {
            let key = Key(row: entry.row, recipient: entry.recipient)
            delivered[key, default: []].append(entry)
            if let count = delivered[key]?.count, count > Self.most {
                delivered[key]?.removeFirst(count - Self.most)
            }
        }
    }

    /// Everything about a row that can be reported now.
    static func entries(of row: UsageRow, for recipient: Recipient, at now: Date) -> [Entry] {
        func entry(_ measure: Measure, _ period: Date, _ limit: Decimal, isCritical: Bool) -> Entry {
            Entry(
                row: row.id, period: period, recipient: recipient, measure: measure, limit: limit,
                isCritical: isCritical)
        }
        if row.error != nil {
            guard row.isUnreadForLong, let since = row.unreadSince else { return [] }
            return [entry(.unread, since, 0, isCritical: false)]
        }
        guard row.isExceeded, let assessment = row.assessment, assessment.mayAlert,
            // If the service has no period, one alert a month is enough.
            let period = assessment.usage.period ?? BillingPeriod.month(containing: now)
        else { return [] }
        let isCharged = !assessment.usage.drawsOnPool && (assessment.billable ?? .zero) > .zero
        let rules = assessment.rules.compactMap { rule in
            Measure(rawValue: rule.measure.rawValue).map {
                entry($0, period.start, rule.limit, isCritical: rule.severity == .critical)
            }
        }
        let packs = Decimal(assessment.unitsSold ?? 0)
        return rules + (isCharged ? [entry(.billable, period.start, packs, isCritical: true)] : [])
    }

    private static func isSamePeriod(_ left: Entry, _ right: Entry) -> Bool {
        abs(left.period.timeIntervalSince(right.period)) < sameStart
    }
}

extension DeliveryMemory.Entry {
    /// Whether a recipient of this entry needn't be told of another one for the same row and period: the same or a
    /// milder rule of the same measure, or a warning if this entry is critical. Further packs are always news.
    fileprivate func covers(_ other: Self) -> Bool {
        if measure == other.measure { return limit >= other.limit && (isCritical || !other.isCritical) }
        return isCritical && !other.isCritical && other.measure != .unread
    }
}

extension DeliveryMemory {
    /// A line for each entry:
    ///
    ///     {"v":1,"row":"linode/production/account","period":1793491200,"notifier":"twilio","recipient":"+12025550143",
    ///      "measure":"actual","limit":"90","critical":false}
    static func lines(_ entries: [Entry]) -> [UInt8] {
        var writer = LineWriter(capacity: entries.count * 200)
        for entry in entries {
            writer.append("{\"v\":1,\"row\":")
            writer.append(quoted: entry.row)
            writer.append(",\"period\":")
            writer.append(entry.period.second)
            writer.append(",\"notifier\":")
            writer.append(quoted: entry.recipient.notifier)
            writer.append(",\"recipient\":")
            writer.append(quoted: entry.recipient.address)
            writer.append(",\"measure\":")
            writer.append(quoted: entry.measure.rawValue)
            writer.append(",\"limit\":")
            writer.append(quoted: entry.limit.description)
            writer.append(entry.isCritical ? ",\"critical\":true}\n" : ",\"critical\":false}\n")
        }
        return writer.bytes
    }

    /// Reads lines.
    init(lines: [UInt8]) {
        for line in lines.lineRanges {
            do throws(UnreadableLine) {
                record([try Entry(line: lines[line])])
            } catch {
                ignored.count(error)
            }
        }
    }
}

extension DeliveryMemory.Entry {
    fileprivate init(line: ArraySlice<UInt8>) throws(UnreadableLine) {
        guard let value = try? JSONParser().parse(line), let version = value["v"]?.number else { throw .damaged }
        guard version == 1 else { throw version > 1 ? .newer : .damaged }
        guard let row = value["row"]?.string, let period = value["period"]?.number?.wholeNumber,
            let notifier = value["notifier"]?.string, let address = value["recipient"]?.string,
            let measure = value["measure"]?.string.flatMap({ DeliveryMemory.Measure(rawValue: $0) }),
            let limit = value["limit"]?.string.flatMap({ Decimal(plain: $0) }),
            case .bool(let isCritical) = value["critical"]?.content
        else { throw .damaged }
        let date = Date(second: period)
        guard date.isInSensibleYears else { throw .damaged }
        self.init(
            row: row, period: date, recipient: .init(notifier: notifier, address: address), measure: measure,
            limit: limit, isCritical: isCritical)
    }
}
