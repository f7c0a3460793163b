#if canImport(FoundationEssentials)
    import FoundationEssentials
#else
    import Foundation
#endif

/// The last 24 hours beside the seven days before them: what tells a leak or an attack on the day it starts.
struct Pace: Sendable, Hashable {
    /// The bytes of the last 24 hours.
    let lastDay: ByteCount

    /// The bytes of the seven days before them, more than zero.
    let sevenDaysBefore: ByteCount

    /// Seven such days: what is compared with `sevenDaysBefore`.
    var weekAtThisPace: ByteCount {
        ByteCount(clamping: Int128(lastDay.bytes) * 7)
    }

    /// The last day in percent of the mean of the seven before it, in tenths, rounded down. For display; a rule
    /// compares exactly: `rule.holds(pace.weekAtThisPace, of: pace.sevenDaysBefore)`.
    var percentage: Decimal? {
        weekAtThisPace.percentage(of: sevenDaysBefore)
    }
}
