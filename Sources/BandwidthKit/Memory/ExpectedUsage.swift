#if canImport(FoundationEssentials)
    import FoundationEssentials
#else
    import Foundation
#endif

/// What a row will have used by the end of its period, and what that forecast is based on.
struct ExpectedUsage: Sendable, Hashable {
    /// The basis of the forecast.
    let basis: ForecastBasis

    /// The bytes expected by the end; never less than what is already used.
    let used: ByteCount

    private let usedSoFar: ByteCount
    private let elapsed: Int64
    private let period: BillingPeriod

    /// How much of the period must have elapsed before a straight line is meaningful: 72 hours.
    static let shortestLine: Int64 = 72 * 3600

    /// Makes the best forecast that the data allows.
    ///
    /// - Parameters:
    ///   - used: the value of the counter.
    ///   - time: when the counter was read.
    ///   - now: the time of the check; a reading from the future counts as taken now.
    ///   - growth: the growth over the row's readings up to this one.
    ///   - projection: the service's own forecast.
    /// - Returns: `nil` outside the period, for a reading from before it, and if there is no basis.
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

    /// When the quota is, or was, used up at this pace; `nil` if it lasts until the end of the period.
    ///
    /// If the quota is already used up, the date assumes an even pace from the start of the period to the reading.
    /// Otherwise it is never before the check, even if the reading is old.
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
