#if canImport(FoundationEssentials)
    public import FoundationEssentials
#else
    public import Foundation
#endif

/// The usage of a part of an account, judged by the account's rules.
public struct Assessment: Sendable, Hashable {
    /// The usage that the service reports.
    public let usage: Usage

    /// The quota that it is judged by: the user's own, or else the service's; `nil` if there is none.
    public let quota: ByteCount?

    /// The bytes that are charged for; `nil` if overage isn't billed.
    public let billable: ByteCount?

    /// The cost of the billable bytes; `nil` if nothing is charged for or no price is known.
    public let overageCost: Money?

    /// The forecast for the end of the period; `nil` if there is no basis for one.
    public let forecast: Forecast?

    /// The rules that hold, worst first.
    public let rules: [Rule]

    /// The status of the worst rule; critical if overage is charged; unknown if the reading is not judged; info if the
    /// row draws on a pool and has no rules.
    public internal(set) var status: Status

    /// What is needed on top and doesn't fit into the quota; `nil` if nothing was asked for, or it fits.
    public internal(set) var missingRoom: RequiredRoom?

    /// Whether the reading is not judged because it is too old, or from before its period began.
    public let isStale: Bool

    /// Whether alerts may be sent: `false` in the first 12 hours of a period that comes from the calendar alone.
    public let mayAlert: Bool

    /// How the period was determined; `nil` without a period.
    let periodBasis: PeriodBasis?

    /// The number of units sold to cover the overage; `nil` unless only whole units are sold.
    let unitsSold: Int64?

    /// The last 24 hours as a percentage of the mean day of the 7 days before them, rounded down to tenths; `nil` if
    /// too little is remembered.
    public let pacePercentage: Decimal?

    /// The rules that apply to the row, whether they hold or not, in the order of the configuration.
    let appliedRules: [Rule]

    /// What the overage is charged at; `nil` if no price is known, or none was needed.
    let pricing: Pricing?

    /// The percentage of the period that has elapsed; `nil` without a period.
    public let elapsedPercentage: Decimal?

    /// The bytes per day that may be used until the end of the period; `nil` without a quota or a current period.
    public let dailyBudget: ByteCount?

    /// What a person should know about the figures; each is a sentence without a full stop.
    public internal(set) var notes: [String]

    /// The used bytes as a percentage of the quota, rounded down to tenths.
    public var usedPercentage: Decimal? {
        quota.flatMap { usage.used.percentage(of: $0) }
    }

    /// The remaining bytes of the quota; `nil` without a quota.
    public var remaining: ByteCount? {
        quota.map { $0.excess(over: usage.used) }
    }

    /// The forecast as a percentage of the quota, rounded down to tenths.
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
    /// - Parameter listPrice: the price from the service's price list, for a row that needed one.
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
        pricing = Pricing(
            configuration: outlook.ownPrice, answer: usage.overagePrice, priceList: listPrice,
            isServicesOwn: usage.overageCost != nil || usage.projection?.overageCost != nil)
        appliedRules = outlook.rules
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
