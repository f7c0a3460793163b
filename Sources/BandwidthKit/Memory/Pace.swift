#if canImport(FoundationEssentials)
    import FoundationEssentials
#else
    import Foundation
#endif

/// The last 24 hours compared with the seven days before them: this reveals a leak or an attack on the day it starts.
struct Pace: Sendable, Hashable {
    /// The bytes of the last 24 hours.
    let lastDay: ByteCount

    /// The bytes of the seven days before them, more than zero.
    let sevenDaysBefore: ByteCount

    /// Seven days at the pace of the last one, to compare with `sevenDaysBefore`.
    var weekAtThisPace: ByteCount {
        ByteCount(clamping: Int128(lastDay.bytes) * 7)
    }

    /// The last day as a percentage of the mean of the seven before it, rounded down to tenths. For display only; a
    /// rule compares exactly: `rule.holds(pace.weekAtThisPace, of: pace.sevenDaysBefore)`.
    var percentage: Decimal? {
        weekAtThisPace.percentage(of: sevenDaysBefore)
    }
}
