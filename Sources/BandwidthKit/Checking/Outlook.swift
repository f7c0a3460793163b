#if canImport(FoundationEssentials)
    import FoundationEssentials
#else
    import Foundation
#endif

/// What follows from a reading before anybody knows a price: what it is judged by, what is charged for, and where it
/// leads. It tells whether a price is worth asking for; an `Assessment` is made from it.
struct Outlook: Sendable {
    let usage: Usage
    let policy: AccountPolicy
    let now: Date

    /// The user's own quota, else the service's.
    let quota: ByteCount?

    /// The bytes that are charged for; `nil` where overage isn't billed.
    let billable: ByteCount?

    /// Without its cost, unless the service said it.
    let forecast: Forecast?

    /// Whether the reading is too old to be judged.
    let isStale: Bool

    init(_ usage: Usage, by policy: AccountPolicy, now: Date) {
        self.usage = usage
        self.policy = policy
        self.now = now
        quota = usage.drawsOnPool ? usage.quota ?? policy.quota : policy.quota ?? usage.quota
        let isBilled = !usage.drawsOnPool && (usage.billable != nil || policy.overagePrice != nil)
        let billedQuota = isBilled ? usage.quota ?? quota : nil
        billable = usage.billable ?? billedQuota.map { usage.used.excess(over: $0) }
        isStale = usage.asOf.map { now.timeIntervalSince($0) > policy.staleAfter } ?? false
        forecast = isStale ? nil : Forecast(of: usage, quota: quota, billedQuota: billedQuota, now: now)
    }

    /// Whether something is charged for on this row's own account.
    var isCharged: Bool {
        !usage.drawsOnPool && (billable ?? .zero) > .zero
    }

    /// Whether something is or will be charged for, and neither the configuration nor the service gave a price.
    var needsPrice: Bool {
        policy.overagePrice == nil && usage.overagePrice == nil && usage.overageCost == nil && !usage.drawsOnPool
            && (isCharged || (forecast?.billable ?? .zero) > .zero)
    }

    /// The rules that hold, worst first, each once.
    var holdingRules: [Rule] {
        guard let quota else { return [] }
        let rules = usage.drawsOnPool ? policy.instanceRules : policy.rules
        let holding = rules.filter { rule in
            switch rule.measure {
            case .actual: rule.holds(usage.used, of: quota)
            case .forecast: forecast.map { rule.holds($0.used, of: quota) } ?? false
            }
        }
        var seen: Set<Rule> = []
        return holding.filter { seen.insert($0).inserted }.sorted { $0.isWorse(than: $1) }
    }

    /// What some bytes cost: by the configuration's price, else the service's own amount, else any other price.
    func cost(of billable: ByteCount?, _ price: OveragePrice?, own: Money?) -> Money? {
        guard let billable, !usage.drawsOnPool else { return nil }
        if policy.overagePrice == nil, let own { return billable > .zero || own.amount > 0 ? own : nil }
        return billable > .zero ? price?.cost(of: billable) : nil
    }

    /// What is left, spread over the time that is left; all of it on the last day.
    var dailyBudget: ByteCount? {
        guard let quota, let period = usage.period, now >= period.start, now < period.end else { return nil }
        let left = Int128(max(86400, period.length - period.elapsed(at: now)))
        return ByteCount(clamping: Int128(quota.excess(over: usage.used).bytes) * 86400 / left)
    }

    /// What a person should know about the figures.
    var notes: [String] {
        var notes: [String] = []
        if isStale, let asOf = usage.asOf {
            notes.append("as of \(asOf.minuteText): more than \(Int64(policy.staleAfter / 3600)) hours old, not judged")
        } else if let asOf = usage.asOf, now.timeIntervalSince(asOf) > 3600 {
            notes.append("as of \(asOf.minuteText)")
        }
        if let period = usage.period, !usage.drawsOnPool {
            if now >= period.end { notes.append("the period ended on \(period.end.minuteText)") }
            if now < period.start {
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
    /// A sentence where what the service bills and what follows from its figures differ by more than rounding.
    fileprivate var billableDisagreement: String? {
        guard !drawsOnPool, let billable, let quota else { return nil }
        let computed = used.excess(over: quota)
        let difference = max(computed, billable).excess(over: min(computed, billable))
        guard difference.bytes > unit.size.bytes else { return nil }
        return "the service bills \(billable.text(in: unit)), but its own figures give \(computed.text(in: unit))"
    }
}
