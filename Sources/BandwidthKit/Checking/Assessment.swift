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

    /// The worst of the rules; critical where something is charged for; unknown where the reading is not judged; info
    /// where it draws on a pool and no rule is meant for it.
    public let status: Status

    /// Whether the reading is not judged: it is too old, or from before its period began.
    public let isStale: Bool

    /// Whether anybody may be told of it: not while only the calendar says that a new period has begun.
    public let mayAlert: Bool

    /// How the period was found; `nil` without one.
    let periodBasis: PeriodBasis?

    /// How many units were sold in place of the overage, where only whole ones are; `nil` where they aren't.
    let unitsSold: Int64?

    /// The last 24 hours in percent of the mean day of the 7 days before them, rounded down to tenths; `nil` where too
    /// little is remembered.
    public let pacePercentage: Decimal?

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
        let usage = outlook.usage
        self.usage = usage
        quota = outlook.quota
        billable = outlook.billable
        isStale = outlook.unjudged != nil
        mayAlert = outlook.mayAlert
        periodBasis = outlook.periodBasis
        pacePercentage = outlook.pace?.percentage
        let price = outlook.ownPrice ?? usage.overagePrice ?? listPrice
        overageCost = outlook.cost(of: outlook.billable, price, own: usage.overageCost)
        unitsSold = outlook.isCharged ? price?.units(in: outlook.billable ?? .zero) : nil
        forecast = outlook.forecast.map { expected in
            var forecast = expected
            forecast.overageCost = outlook.cost(of: expected.billable, price, own: expected.overageCost)
            return forecast
        }
        rules = outlook.holdingRules(expectedCost: forecast?.overageCost ?? overageCost)
        status =
            isStale
            ? .unknown
            : outlook.isCharged
                ? .critical
                : rules.first?.severity.status ?? (usage.drawsOnPool && outlook.rules.isEmpty ? .info : .ok)
        elapsedPercentage = usage.period.map { $0.elapsedPercentage(at: outlook.now) }
        dailyBudget = outlook.dailyBudget
        notes = outlook.notes
    }
}
