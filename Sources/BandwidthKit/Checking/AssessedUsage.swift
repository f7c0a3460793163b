#if canImport(FoundationEssentials)
    public import FoundationEssentials
#else
    public import Foundation
#endif

/// A row of a report: what a service says, and what that means by the account's rules.
public struct AssessedUsage: Sendable, Hashable {
    /// What the service says.
    public let usage: Usage

    /// What it is judged by: the user's own limit, else the service's; `nil`: there is none.
    public let quota: ByteCount?

    /// The bytes that are charged for; `nil` where overage isn't billed.
    public let billable: ByteCount?

    /// What they cost; `nil` where nothing is charged for or no price is known.
    public let overageCost: Money?

    /// The end of the period at this pace; `nil` where nothing can be said.
    public let forecast: Forecast?

    /// The rules that hold, worst first.
    public let rules: [Rule]

    /// The worst of the rules; critical where something is charged for; unknown where the reading is too old.
    public let status: Status

    /// Whether the reading is too old to say anything.
    public let isStale: Bool

    /// The share of the period that is gone, in percent; `nil` without a period.
    public let elapsedPercentage: Decimal?

    /// The bytes a day that may be used until the end of the period; `nil` without a quota or a running period.
    public let dailyBudget: ByteCount?

    /// What a person should know about the figures, each a sentence without a full stop.
    public let notes: [String]

    /// What is used, as a percentage of the quota, rounded down to tenths.
    public var usedPercentage: Decimal? {
        quota.flatMap { usage.used.percentage(of: $0) }
    }

    /// What is left of the quota; `nil` without one.
    public var remaining: ByteCount? {
        quota.map { $0.excess(over: usage.used) }
    }

    /// The forecast, as a percentage of the quota, rounded down to tenths.
    public var forecastPercentage: Decimal? {
        guard let forecast, let quota else { return nil }
        return forecast.used.percentage(of: quota)
    }
}

extension AssessedUsage {
    /// Judges a row.
    ///
    /// - Parameter policy: the account's rules, limit and price.
    public init(_ usage: Usage, by policy: AccountPolicy, now: Date) {
        let quota = usage.drawsOnPool ? usage.quota ?? policy.quota : policy.quota ?? usage.quota
        self.usage = usage
        self.quota = quota
        let price = usage.drawsOnPool ? nil : policy.overagePrice ?? usage.overagePrice
        let isBilled = !usage.drawsOnPool && (usage.billable != nil || policy.overagePrice != nil)
        let billedQuota = isBilled ? usage.quota ?? quota : nil
        billable = usage.billable ?? billedQuota.map { usage.used.excess(over: $0) }

        let isStale = usage.asOf.map { now.timeIntervalSince($0) > policy.staleAfter } ?? false
        var forecast = isStale ? nil : Forecast(of: usage, quota: quota, billedQuota: billedQuota, now: now)
        overageCost = Self.cost(of: usage.drawsOnPool ? nil : billable, price, policy, own: usage.overageCost)
        if let expected = forecast {
            forecast?.overageCost = Self.cost(of: expected.billable, price, policy, own: expected.overageCost)
        }

        let forecastUsed = forecast?.used
        let rules = usage.drawsOnPool ? policy.instanceRules : policy.rules
        let holding = rules.filter { rule in
            guard let quota else { return false }
            return switch rule.measure {
            case .actual: rule.holds(usage.used, of: quota)
            case .forecast: forecastUsed.map { rule.holds($0, of: quota) } ?? false
            }
        }
        var seen: Set<Rule> = []
        self.rules = isStale ? [] : holding.filter { seen.insert($0).inserted }.sorted { $0.isWorse(than: $1) }
        let isCharged = !usage.drawsOnPool && (billable ?? .zero) > .zero
        self.isStale = isStale
        status = isStale ? .unknown : isCharged ? .critical : self.rules.first?.severity.status ?? .ok
        self.forecast = forecast
        elapsedPercentage = usage.period.map { $0.elapsedPercentage(at: now) }
        dailyBudget = Self.dailyBudget(usage, quota, now: now)
        var notes = Self.notes(usage, isStale: isStale, staleAfter: policy.staleAfter, now: now)
        if let quota, let own = usage.quota, quota != own {
            notes.append(
                "judged by your own quota; the service includes \(own.text(in: usage.unit)), and bills by that")
        }
        self.notes = notes
    }

    /// Whether it is over or will be.
    fileprivate var isOrWillBeBilled: Bool {
        (billable ?? .zero) > .zero || (forecast?.billable ?? .zero) > .zero
    }

    /// The configuration's price goes before the service's own amount, and that before any other price.
    private static func cost(
        of billable: ByteCount?, _ price: OveragePrice?, _ policy: AccountPolicy, own: Money?
    ) -> Money? {
        guard let billable else { return nil }
        if policy.overagePrice == nil, let own { return billable > .zero || own.amount > 0 ? own : nil }
        return billable > .zero ? price?.cost(of: billable) : nil
    }

    /// What is left, spread over the time that is left; all of it on the last day.
    private static func dailyBudget(_ usage: Usage, _ quota: ByteCount?, now: Date) -> ByteCount? {
        guard let quota, let period = usage.period, now >= period.start, now < period.end else { return nil }
        let left = Int128(max(86400, period.length - period.elapsed(at: now)))
        return ByteCount(clamping: Int128(quota.excess(over: usage.used).bytes) * 86400 / left)
    }

    private static func notes(_ usage: Usage, isStale: Bool, staleAfter: Double, now: Date) -> [String] {
        var notes: [String] = []
        if isStale, let asOf = usage.asOf {
            notes.append(
                "the reading is of \(asOf.minuteText), older than \(Int64(staleAfter / 3600)) hours: not judged")
        } else if let asOf = usage.asOf, now.timeIntervalSince(asOf) > 3600 {
            notes.append("as of \(asOf.minuteText)")
        }
        if let period = usage.period, !usage.drawsOnPool {
            if now >= period.end { notes.append("the period ended on \(period.end.minuteText)") }
            if now < period.start {
                notes.append("the period begins only on \(period.start.minuteText); is the clock right?")
            }
        }
        if let disagreement = usage.billableDisagreement { notes.append(disagreement) }
        if let note = usage.note { notes.append(note) }
        return notes
    }
}

extension AccountPolicy {
    /// Whether a price is of interest and nothing gives one yet.
    func needsPrice(of usage: Usage, now: Date) -> Bool {
        overagePrice == nil && usage.overagePrice == nil && usage.overageCost == nil && !usage.drawsOnPool
            && AssessedUsage(usage, by: self, now: now).isOrWillBeBilled
    }
}

extension Usage {
    /// A sentence where what the service bills and what follows from its figures differ by more than rounding.
    fileprivate var billableDisagreement: String? {
        guard !drawsOnPool, let billable, let quota else { return nil }
        let computed = used.excess(over: quota)
        let difference = max(computed, billable).excess(over: min(computed, billable))
        guard difference.bytes > unit.size.bytes else { return nil }
        return "the service bills \(billable.text(in: unit)), its own figures give \(computed.text(in: unit))"
    }
}
