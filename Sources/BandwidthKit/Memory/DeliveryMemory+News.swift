#if canImport(FoundationEssentials)
    import FoundationEssentials
#else
    import Foundation
#endif

/// What is new for a recipient, what it was told, and what of that is over.
extension DeliveryMemory {
    /// How far apart two starts of the same period may be: the start shifts a little for services that only say when
    /// the next period begins, or when the clock is adjusted.
    fileprivate static let sameStart: Double = 36 * 3600

    /// The same for the moment since when an account can't be read, which is remembered to the second.
    fileprivate static let sameFailure: Double = 3600

    /// Everything about a row that can be told now.
    ///
    /// If the recipient was told about this period before, its first moment is the one that was remembered then: it is
    /// part of the alert's key.
    func facts(of row: UsageRow, for recipient: Recipient, at now: Date) -> [Entry] {
        if row.error != nil {
            guard row.isUnreadForLong, let since = row.unreadSince else { return [] }
            return [Entry(row: row.id, period: since, recipient: recipient, measure: .unread, told: now)]
        }
        guard row.isExceeded, let assessment = row.assessment, assessment.mayAlert,
            let start = row.periodStart(at: now)
        else { return [] }
        let told = entries(of: row.id, for: recipient).first { !$0.measure.isOfReading && $0.isOf(period: start) }
        func entry(_ measure: Measure, _ limit: Decimal, isCritical: Bool) -> Entry {
            Entry(
                row: row.id, period: told?.period ?? start, recipient: recipient, measure: measure, limit: limit,
                isCritical: isCritical, told: now, quota: assessment.quota)
        }
        let isCharged = !assessment.usage.drawsOnPool && (assessment.billable ?? .zero) > .zero
        let rules = assessment.rules.compactMap { rule in
            Measure(rawValue: rule.measure.rawValue).map {
                entry($0, rule.limit, isCritical: rule.severity == .critical)
            }
        }
        let packs = Decimal(assessment.unitsSold ?? 0)
        return rules + (isCharged ? [entry(.billable, packs, isCritical: true)] : [])
    }

    /// What is new of some facts about a row: a rule, unless the same or a worse one of its measure was told in this
    /// period and is not over; another pack; or an account that hasn't been readable for a long time.
    func news(_ facts: [Entry]) -> [Entry] {
        facts.filter { fact in !told(with: fact).contains { $0.covers(fact) } }
    }

    /// What the recipient was told about the row of a fact in the fact's period and is not over: rules and reminders, or
    /// that the account can't be read.
    func told(with fact: Entry) -> [Entry] {
        let all = entries(of: fact.row, for: fact.recipient).filter { entry in
            entry.measure.isOfReading == fact.measure.isOfReading && entry.isAbout(fact)
        }
        let ending = all.lastIndex { $0.measure.isEnding }
        return Array(all[(ending.map { $0 + 1 } ?? 0)...])
    }

    /// When the next message with some facts may be tried; `nil` if it may now.
    ///
    /// If nobody knows whether a message has arrived, the next run sends it again. If nobody knows that of the second
    /// either, the third comes after an hour, the next ones after 4 and 16, and then there is one a day: a gateway that
    /// takes messages and never says so must not send one with every run.
    func nextTry(of facts: [Entry], at now: Date) -> Date? {
        let times = facts.map { fact -> Date? in
            let tries = tries(of: fact.row, for: fact.recipient)
                .filter { $0.told <= now && $0.isAbout(fact) && $0.covers(fact) }
            guard tries.count > 1, let last = tries.last else { return nil }
            let pauses: [Double] = [0, 0, 3600, 4 * 3600, 16 * 3600]
            let pause = tries.count < pauses.count ? pauses[tries.count] : 86400
            // Runs by a timer are not exact.
            let next = last.told + pause - min(pause / 10, 1800)
            return next > now ? next : nil
        }
        let waiting = times.compactMap { $0 }
        return waiting.count == facts.count ? waiting.max() : nil
    }

    /// How many messages about the row of a fact the recipient has got.
    func count(with fact: Entry) -> Int {
        entries(of: fact.row, for: fact.recipient).count
    }
}

extension DeliveryMemory {
    /// Something that a recipient was told and that is over.
    struct Ending {
        /// What was told first: its row and period make up the key of the alert that ends.
        let told: Entry
        let resolution: Alert.Resolution

        /// The rows to show: the row itself, or those of the account that can be read again.
        let rows: [UsageRow]

        /// What to remember once the all-clear is delivered.
        let entry: Entry
    }

    /// What a recipient was told and is over: a new period has begun, the quota was raised, or the account can be read
    /// again.
    func endings(in report: UsageReport, for recipient: Recipient) -> [Ending] {
        let rows = Dictionary(report.rows.map { ($0.id, $0) }) { first, _ in first }
        return self.rows(toldTo: recipient).flatMap { id -> [Ending] in
            let told = entries(of: id, for: recipient)
            return usageEndings(told, rows[id], at: report.checkedAt) + failureEnding(told, rows[id], report)
        }
    }

    private func usageEndings(_ told: [Entry], _ row: UsageRow?, at now: Date) -> [Ending] {
        guard let row, let assessment = row.assessment, !assessment.isStale, assessment.mayAlert,
            let start = row.periodStart(at: now)
        else { return [] }
        var endings: [Ending] = []
        for entry in told where !entry.measure.isOfReading && !entry.measure.isReminder && !entry.measure.isEnding {
            guard !endings.contains(where: { $0.told.isAbout(entry) }) else { continue }
            let open = self.told(with: entry)
            guard let first = open.first else { continue }
            let resolution: Alert.Resolution
            if !entry.isOf(period: start) {
                guard entry.period < start else { continue }
                resolution = .newPeriod
            } else {
                let before = open.compactMap(\.quota).min()
                guard !row.isExceeded, let before, assessment.quota.map({ $0 > before }) ?? true else { continue }
                resolution = .quotaRaised
            }
            endings.append(
                Ending(told: first, resolution: resolution, rows: [row], entry: first.ended(by: .over, at: now)))
        }
        return endings
    }

    private func failureEnding(_ told: [Entry], _ row: UsageRow?, _ report: UsageReport) -> [Ending] {
        guard let last = told.last(where: { $0.measure == .unread || $0.measure == .read }), last.measure == .unread,
            row?.error == nil
        else { return [] }
        let readable = report.rows.filter { row in
            row.error == nil && last.row.hasPrefix("\(row.provider)/\(row.account)/")
        }
        guard !readable.isEmpty else { return [] }
        return [
            Ending(
                told: last, resolution: .readAgain, rows: readable, entry: last.ended(by: .read, at: report.checkedAt))
        ]
    }
}

extension DeliveryMemory.Entry {
    /// Whether it is about the period that begins at a moment, or about a moment since when the account can't be read.
    fileprivate func isOf(period start: Date) -> Bool {
        abs(period.timeIntervalSince(start))
            < (measure.isOfReading ? DeliveryMemory.sameFailure : DeliveryMemory.sameStart)
    }

    fileprivate func isAbout(_ other: Self) -> Bool {
        isOf(period: other.period)
    }

    /// Whether a recipient of this entry needn't be told of another one for the same row and period: the same or a
    /// milder rule of the same measure, or a warning if this entry is critical. Further packs are always news.
    fileprivate func covers(_ other: Self) -> Bool {
        if measure == other.measure { return limit >= other.limit && (isCritical || !other.isCritical) }
        return isCritical && !other.isCritical && other.measure != .unread
    }

    fileprivate func ended(by measure: DeliveryMemory.Measure, at now: Date) -> Self {
        .init(row: row, period: period, recipient: recipient, measure: measure, told: now)
    }
}

extension UsageRow {
    /// The first moment of its period. If the service has no period, one alert a month is enough.
    func periodStart(at now: Date) -> Date? {
        (assessment?.usage.period ?? BillingPeriod.month(containing: now))?.start
    }
}
