#if canImport(FoundationEssentials)
    public import FoundationEssentials
#else
    public import Foundation
#endif

/// What a service says of a part of an account, and what that means by the account's rules.
public struct Assessment: Sendable, Hashable {
    /// What the service says.
    public let usage: Usage

    /// What it is judged by: the user's own quota, else the service's; `nil`: there is none.
    public let quota: ByteCount?

    /// The bytes that are charged for; `nil` where overage isn't billed.
    public let billable: ByteCount?

    /// What they cost; `nil` where nothing is charged for or no price is known.
    public let overageCost: Money?

    /// What is expected by the end of the period; `nil` where nothing can be said.
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

extension Assessment {
    /// Judges a reading.
    ///
    /// - Parameters:
    ///   - policy: the account's rules, quota and price.
    ///   - now: when the check began.
    public init(_ usage: Usage, by policy: AccountPolicy, now: Date) {
        self.init(Outlook(usage, by: policy, now: now))
    }

    /// Judges a reading whose outlook is known.
    ///
    /// - Parameter listPrice: the price of the service's list, for a row that needed one.
    init(_ outlook: Outlook, listPrice: OveragePrice? = nil) {
        let usage = outlook.usage, policy = outlook.policy
        self.usage = usage
        quota = outlook.quota
        billable = outlook.billable
        isStale = outlook.isStale
        let price = policy.overagePrice ?? usage.overagePrice ?? listPrice
        overageCost = outlook.cost(of: outlook.billable, price, own: usage.overageCost)
        forecast = outlook.forecast.map { expected in
            var forecast = expected
            forecast.overageCost = outlook.cost(of: expected.billable, price, own: expected.overageCost)
            return forecast
        }
        rules = outlook.isStale ? [] : outlook.holdingRules
        status =
            outlook.isStale ? .unknown : outlook.isCharged ? .critical : rules.first?.severity.status ?? .ok
        elapsedPercentage = usage.period.map { $0.elapsedPercentage(at: outlook.now) }
        dailyBudget = outlook.dailyBudget
        notes = outlook.notes
    }
}
