#if canImport(FoundationEssentials)
    import FoundationEssentials
#else
    import Foundation
#endif

/// A calendar month, such as `2026-10`.
public struct CalendarMonth: Sendable, Hashable, LosslessStringConvertible {
    /// From 1970 to 9998.
    public let year: Int

    /// From 1 to 12.
    public let month: Int

    /// Parses `YYYY-MM`.
    public init?(_ description: String) {
        let parts = description.split(separator: "-", omittingEmptySubsequences: false)
        guard parts.count == 2, parts[0].count == 4, parts[1].count == 2,
            parts.allSatisfy({ $0.allSatisfy { "0"..."9" ~= $0 } }), let year = UInt16(parts[0]),
            let month = UInt8(parts[1]), (1970...9998).contains(year), (1...12).contains(month)
        else { return nil }
        self.year = Int(year)
        self.month = Int(month)
    }

    public var description: String {
        "\(year)-\(month < 10 ? "0" : "")\(month)"
    }

    /// The month in UTC, from its first midnight to that of the next month.
    public var period: BillingPeriod? {
        let first = CalendarDay(year: Int64(year), month: Int64(month), day: 1)
        return BillingPeriod(start: Date(second: first.start), end: Date(second: first.adding(months: 1).start))
    }
}
