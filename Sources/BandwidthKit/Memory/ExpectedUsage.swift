#if canImport(FoundationEssentials)
    import FoundationEssentials
#else
    import Foundation
#endif

/// What a row will have used by the end of its period, and what that is taken from.
struct ExpectedUsage: Sendable, Hashable {
    /// What it is taken from.
    let basis: ForecastBasis

    /// The bytes expected by the end; never below what is used.
    let used: ByteCount

    private let usedSoFar: ByteCount
    private let elapsed: Int64
    private let period: BillingPeriod

    /// How much of the period must be over before a straight line says anything: 72 hours.
    static let shortestLine: Int64 = 72 * 3600

    /// The best expectation that there is.
    ///
    /// - Parameters:
    ///   - used: what the counter shows.
    ///   - time: when it showed that.
    ///   - now: the time of the check, for which a reading from the future counts.
    ///   - growth: of the row's readings up to this one.
    ///   - projection: the service's own expectation.
    /// - Returns: `nil` outside of the period, for a reading from before it, and where there is no basis.
    init?(
        _ used: ByteCount, at time: Date, in period: BillingPeriod, now: Date, growth: Growth?, projection: ByteCount?
    ) {
        let time = min(time, now)
        guard time >= period.start, now < period.end else { return nil }
        let elapsed = period.elapsed(at: time)
        if let week = growth?.lastSevenDays {
            basis = .lastSevenDays
            let coming = Int128(week.bytes) * Int128(period.length - elapsed) / (168 * 3600)
            self.used = ByteCount(clamping: Int128(used.bytes) + coming)
        } else if let projection {
            basis = .service
            self.used = max(projection, used)
        } else if elapsed >= Self.shortestLine {
            basis = .straightLine
            self.used = ByteCount(clamping: Int128(used.bytes) * Int128(period.length) / Int128(elapsed))
        } else {
            return nil
        }
        usedSoFar = used
        self.elapsed = elapsed
        self.period = period
    }

    /// When the quota is, or was, used up at this pace; `nil` where it lasts to the end of the period.
    ///
    /// One that is used up already was so at the even pace of the period so far: before the reading, since the start.
    /// One that isn't runs out after the check, even if the reading is old.
    func exhaustion(of quota: ByteCount, now: Date) -> Date? {
        guard quota > .zero, used > quota else { return nil }
        let quota = Int128(quota.bytes), soFar = Int128(usedSoFar.bytes)
        let seconds =
            soFar > quota
            ? Int128(elapsed) * quota / soFar
            : Int128(elapsed) + Int128(period.length - elapsed) * (quota - soFar) / (Int128(used.bytes) - soFar)
        let date = Date(second: period.start.second + Int64(clamping: seconds))
        return soFar >= quota ? date : max(date, now)
    }
}
