#if canImport(FoundationEssentials)
    public import FoundationEssentials
#else
    public import Foundation
#endif

/// What a row will have used by the end of its period.
public struct Forecast: Sendable, Hashable {
    /// The basis of the forecast.
    public let basis: ForecastBasis

    /// The bytes expected by the end; never less than what is already used.
    public let used: ByteCount

    /// When the quota is, or was, used up at this pace; `nil` if it lasts until the end of the period, or there is no
    /// quota.
    public let exhaustedAt: Date?

    /// The bytes expected to be charged for; `nil` if overage isn't billed.
    public let billable: ByteCount?

    /// The expected cost of the billable bytes; `nil` if no price is known.
    public var overageCost: Money?

    /// Creates a forecast.
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

/// What a forecast is based on, best first.
public enum ForecastBasis: String, Sendable, Hashable, CaseIterable {
    /// The used bytes, plus the mean of the last 7 days for the remaining time.
    case lastSevenDays = "last_7_days"

    /// The service's own forecast.
    case service

    /// The usage of the period so far, continued at the same rate.
    case straightLine = "straight_line"
}
