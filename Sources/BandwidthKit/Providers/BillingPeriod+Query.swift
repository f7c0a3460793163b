#if canImport(FoundationEssentials)
    import FoundationEssentials
#else
    import Foundation
#endif

extension BillingPeriod {
    /// The end of a query for what has been counted so far: the last five minutes that are complete, but always after
    /// the start, because services refuse an empty interval.
    func queryEnd(at now: Date) -> Date {
        let second = Int64(now.timeIntervalSince1970) / 300 * 300, first = Int64(start.timeIntervalSince1970) + 300
        return Date(timeIntervalSince1970: Double(max(first, second)))
    }

    /// Whether it had just begun when the check began, so that a service whose figures are a day late has none yet.
    ///
    /// - Parameter start: when the counting began, if that is later than the period's start.
    func hasJustBegun(at now: Date, from start: Date? = nil) -> Bool {
        now.timeIntervalSince(max(self.start, start ?? self.start)) < 48 * 3600
    }
}
