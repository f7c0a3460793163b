#if canImport(FoundationEssentials)
    public import FoundationEssentials
#else
    public import Foundation
#endif

/// What a row will have used by the end of its period, at the pace so far.
public struct Forecast: Sendable, Hashable {
    /// The bytes expected by the end; never below what is used.
    public let used: ByteCount

    /// When the quota is, or was, used up at this pace; `nil` where it lasts to the end of the period, or there is none.
    public let exhaustedAt: Date?

    /// The bytes expected to be charged for; `nil` where overage isn't billed.
    public let billable: ByteCount?

    /// What they are expected to cost; `nil` where no price is known.
    public var overageCost: Money?

    /// How much of the period must be over before a pace says anything: 72 hours.
    static let minimumElapsed: Int64 = 72 * 3600

    /// A forecast.
    public init(used: ByteCount, exhaustedAt: Date?, billable: ByteCount?, overageCost: Money? = nil) {
        self.used = used
        self.exhaustedAt = exhaustedAt
        self.billable = billable
        self.overageCost = overageCost
    }

    /// The service's own expectation, else a straight line from the period's start through the reading.
    ///
    /// - Parameters:
    ///   - quota: what the rows are judged by: the user's own limit, or the service's.
    ///   - now: the time of the check; the reading's own time counts where it is known.
    ///   - billedQuota: what is free of charge; `nil` where overage isn't billed.
    /// - Returns: `nil` without a period and outside of it; for its first 72 hours there is only the service's own.
    init?(of usage: Usage, quota: ByteCount?, billedQuota: ByteCount?, now: Date) {
        guard let period = usage.period, now >= period.start, now < period.end else { return nil }
        let elapsed = period.elapsed(at: min(now, usage.asOf ?? now))
        let isLinear = elapsed >= Self.minimumElapsed
        guard isLinear || usage.projection != nil else { return nil }

        let atThisPace = ByteCount(clamping: Int128(usage.used.bytes) * Int128(period.length) / Int128(max(1, elapsed)))
        let projected = usage.projection?.used ?? atThisPace
        used = max(projected, usage.used)
        billable =
            usage.projection?.billable
            ?? billedQuota.map { [used] in
                max(used.excess(over: $0), usage.billable ?? .zero)
            }
        overageCost = usage.projection?.overageCost
        guard let quota, quota > .zero, used > quota else {
            exhaustedAt = nil
            return
        }
        if usage.used > quota {
            // It happened before the reading: between the start and then, at the pace so far.
            let seconds = Int128(elapsed) * Int128(quota.bytes) / Int128(usage.used.bytes)
            exhaustedAt = period.start.addingTimeInterval(Double(Int64(clamping: seconds)))
        } else {
            // Between the reading and the end, on the line to what is expected there.
            let rest = Int128(period.length - elapsed)
            let growth = Int128(used.bytes) - Int128(usage.used.bytes)
            let seconds = Int128(elapsed) + rest * (Int128(quota.bytes) - Int128(usage.used.bytes)) / max(1, growth)
            exhaustedAt = period.start.addingTimeInterval(Double(Int64(clamping: seconds)))
        }
    }
}
