#if canImport(FoundationEssentials)
    public import FoundationEssentials
#else
    public import Foundation
#endif

/// What a row will have used by the end of its period.
public struct Forecast: Sendable, Hashable {
    /// What it is taken from.
    public let basis: ForecastBasis

    /// The bytes expected by the end; never below what is used.
    public let used: ByteCount

    /// When the quota is, or was, used up at this pace; `nil` where it lasts to the end of the period, or there is none.
    public let exhaustedAt: Date?

    /// The bytes expected to be charged for; `nil` where overage isn't billed.
    public let billable: ByteCount?

    /// What they are expected to cost; `nil` where no price is known.
    public var overageCost: Money?

    /// A forecast.
    public init(
        basis: ForecastBasis, used: ByteCount, exhaustedAt: Date?, billable: ByteCount?, overageCost: Money? = nil
    ) {
        self.basis = basis
        self.used = used
        self.exhaustedAt = exhaustedAt
        self.billable = billable
        self.overageCost = overageCost
    }
}

/// What a forecast is taken from, the best first.
public enum ForecastBasis: String, Sendable, Hashable, CaseIterable {
    /// What is used, plus the mean of the last 7 days for all the time that is left.
    case lastSevenDays = "last_7_days"

    /// The service's own expectation.
    case service

    /// The period so far, continued.
    case straightLine = "straight_line"
}
