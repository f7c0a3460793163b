#if canImport(FoundationEssentials)
    import FoundationEssentials
#else
    import Foundation
#endif

/// What follows from a reading and the earlier ones before any price is known: its period, its quota and rules, the
/// billable bytes and the forecast. It determines whether a price is needed; an `Assessment` is made from it.
struct Outlook: Sendable {
    /// The usage that the service reports, with the period that was determined from the counter.
    let usage: Usage
    let policy: AccountPolicy
    let now: Date

    /// The user's own quota for this row, or else the service's.
    let quota: ByteCount?

    /// The user's own price for this row.
    let ownPrice: OveragePrice?

    /// The bytes that are charged for; `nil` if overage isn't billed.
    let billable: ByteCount?

    /// The forecast, without its cost unless the service gave one.
    let forecast: Forecast?

    /// The last day compared with the week before it.
    let pace: Pace?

    /// How the period was determined; `nil` without a period.
    let periodBasis: PeriodBasis?

    /// Why the reading is not judged; `nil` if it is.
    let unjudged: Unjudged?

    /// Whether alerts may be sent: `false` in the first 12 hours of a period that comes from the calendar alone.
    let mayAlert: Bool

    /// Why a reading is not judged.
    enum Unjudged: Sendable {
        /// It is older than the policy allows.
        case stale

        /// It was taken before its own period began.
        case early
    }

    /// - Parameters:
    ///   - row: the identifier under which the row is remembered.
    ///   - past: what is remembered of the row.
    ///   - isOnly: whether the account has no other row that is billed.
    init(
        _ usage: Usage, of row: String = "", by policy: AccountPolicy, after past: PastReadings? = nil,
        isOnly: Bool = true, now: Date
    ) {
        self.policy = policy
        self.now = now
        let isPast = usage.period.map { !$0.isAssumed && $0.end <= (usage.asOf ?? now) } ?? false
        let ownQuota = isPast ? nil : policy.quota?.value(for: usage.scope, isOnly: isOnly && !usage.drawsOnPool)
        quota = ownQuota ?? usage.quota
        ownPrice = isPast ? nil : policy.overagePrice?.value(for: usage.scope, isOnly: isOnly && !usage.drawsOnPool)
        let reading = Reading(
            row: row.isEmpty ? "-" : row, time: usage.asOf ?? now, used: usage.used, quota: quota, period: usage.period,
            basis: usage.isPeriodAskedFor ? .request : nil)
        let decision = reading.map { PeriodDecision(of: $0, after: past?.newest, now: now) }
        var usage = usage
        usage.period = decision?.reading.period ?? usage.period
        self.usage = usage
        periodBasis = decision?.reading.basis

        let isStale = usage.asOf.map { now.timeIntervalSince($0) > policy.staleAfter } ?? false
        let isEarly = usage.period.map { (usage.asOf ?? now) < $0.start && now >= $0.start } ?? false
        unjudged = isStale ? .stale : isEarly ? .early : nil
        mayAlert = decision?.mayAlert ?? true

        let isBilled = !usage.drawsOnPool && (usage.billable != nil || ownPrice != nil)
        let free = isBilled ? usage.includedQuota ?? usage.quota ?? quota : nil
        billable = usage.billable ?? free.map { usage.charged(of: usage.used, over: $0) }
        let growth = decision.flatMap { past?.growth(upTo: $0.reading) }
        pace = unjudged == nil ? growth?.pace : nil
        forecast =
            unjudged == nil && !usage.isStopped
            ? Self.forecast(of: usage, quota, free: free, growth: growth, now: now) : nil
    }

    private static func forecast(
        of usage: Usage, _ quota: ByteCount?, free: ByteCount?, growth: Growth?, now: Date
    ) -> Forecast? {
        guard let period = usage.period,
            let expected = ExpectedUsage(
                usage.used, at: usage.asOf ?? now, in: period, now: now, growth: growth,
                projection: usage.projection?.used)
        else { return nil }
        let projection = expected.basis == .service ? usage.projection : nil
        let computed = free.map { max(usage.charged(of: expected.used, over: $0), usage.billable ?? .zero) }
        return Forecast(
            basis: expected.basis, used: expected.used,
            exhaustedAt: quota.flatMap { expected.exhaustion(of: $0, now: now) },
            billable: projection?.billable.map { max($0, usage.billable ?? .zero) } ?? computed,
            overageCost: projection?.overageCost)
    }

    /// Whether this row itself is charged for overage.
    var isCharged: Bool {
        !usage.drawsOnPool && (billable ?? .zero) > .zero && unjudged == nil
    }

    /// Whether overage is or will be charged, and neither the configuration nor the service gave a price.
    var needsPrice: Bool {
        ownPrice == nil && usage.overagePrice == nil && usage.overageCost == nil && !usage.drawsOnPool
            && (isCharged || (forecast?.billable ?? .zero) > .zero)
    }

    /// The rules that apply to this row.
    var rules: [Rule] {
        usage.drawsOnPool ? policy.instanceRules : policy.rules
    }

    /// The rules that hold, worst first, without duplicates.
    ///
    /// - Parameter expectedCost: the overage cost by the end of the period.
    func holdingRules(expectedCost: Money?) -> [Rule] {
        guard unjudged == nil else { return [] }
        let holding = rules.filter { rule in
            switch rule.measure {
            case .actual: quota.map { rule.holds(usage.used, of: $0) } ?? false
            case .forecast: quota.flatMap { quota in forecast.map { rule.holds($0.used, of: quota) } } ?? false
            case .pace: pace.map { rule.holds($0.weekAtThisPace, of: $0.sevenDaysBefore) } ?? false
            case .cost: expectedCost.map { rule.holds($0) } ?? false
            }
        }
        var seen: Set<Rule> = []
        return holding.filter { seen.insert($0).inserted }.sorted { $0.isWorse(than: $1) }
    }

    /// The cost of some bytes: by the user's price, or else the service's own amount, or else any other price; `nil`
    /// for a reading that is not judged.
    func cost(of billable: ByteCount?, _ price: OveragePrice?, own: Money?) -> Money? {
        guard let billable, !usage.drawsOnPool, unjudged == nil else { return nil }
        if ownPrice == nil, let own { return billable > .zero || own.amount > 0 ? own : nil }
        return billable > .zero ? price?.cost(of: billable) : nil
    }

    /// The remaining bytes divided by the remaining days; all of them on the last day.
    var dailyBudget: ByteCount? {
        guard let quota, unjudged == nil, let period = usage.period, now >= period.start, now < period.end else {
            return nil
        }
        let left = Int128(max(86400, period.length - period.elapsed(at: now)))
        return ByteCount(clamping: Int128(quota.excess(over: usage.used).bytes) * 86400 / left)
    }

    /// What a person should know about the figures.
    var notes: [String] {
        var notes: [String] = []
        if let asOf = usage.asOf {
            switch unjudged {
            case .stale:
                let minutes = Int64(policy.staleAfter / 60)
                let age = minutes < 120 ? "\(minutes) minutes" : "\(minutes / 60) hours"
                notes.append("as of \(asOf.minuteText): more than \(age) old, not judged")
            case .early:
                notes.append("as of \(asOf.minuteText): from before the period began, not judged")
            case nil:
                if now.timeIntervalSince(asOf) > 3600 { notes.append("as of \(asOf.minuteText)") }
            }
        }
        if let period = usage.period, !usage.drawsOnPool {
            if now >= period.end {
                notes.append(
                    periodBasis == .counter || periodBasis == .calendar
                        ? "the counter still covers the period that ended on \(period.end.minuteText)"
                        : "the period ended on \(period.end.minuteText)")
            }
            if now < period.start, unjudged == nil {
                notes.append("the period doesn't begin until \(period.start.minuteText); is the clock right?")
            }
        }
        if let disagreement = usage.billableDisagreement { notes.append(disagreement) }
        if let note = usage.note { notes.append(note) }
        if let quota, let own = usage.quota, quota != own {
            notes.append("judged by your own quota; the service includes and bills by \(own.text(in: usage.unit))")
        }
        return notes
    }
}

extension Usage {
    /// The bytes of a total that are charged for, if so much of it is free. If only a part of the traffic can be charged
    /// for, it is assumed to keep its share.
    fileprivate func charged(of total: ByteCount, over free: ByteCount) -> ByteCount {
        let excess = total.excess(over: free)
        guard let chargeable, used > .zero else { return excess }
        // The factors have 63 bits, so the product fits.
        return min(excess, ByteCount(clamping: Int128(total.bytes) * Int128(chargeable.bytes) / Int128(used.bytes)))
    }

    /// A sentence if the service's billable amount and the one computed from its figures differ by more than rounding.
    fileprivate var billableDisagreement: String? {
        guard !drawsOnPool, includedQuota == nil, let billable, let quota else { return nil }
        let computed = charged(of: used, over: quota)
        let difference = max(computed, billable).excess(over: min(computed, billable))
        guard difference.bytes > unit.size.bytes else { return nil }
        return "the service bills \(billable.text(in: unit)), but its own figures give \(computed.text(in: unit))"
    }
}
