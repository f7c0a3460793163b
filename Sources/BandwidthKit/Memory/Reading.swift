#if canImport(FoundationEssentials)
    import FoundationEssentials
#else
    import Foundation
#endif

/// What is remembered of a row at one time.
struct Reading: Sendable, Hashable {
    /// The row's stable identifier: `linode/production/region/id-cgk`.
    let row: String

    /// When the service took it; when it was asked, where it doesn't say. Whole seconds.
    let time: Date

    /// What the counter showed.
    let used: ByteCount

    /// What the row was judged by; `nil` where there was no limit.
    let quota: ByteCount?

    /// What the counter counts; `nil` where nobody knows.
    let period: BillingPeriod?

    /// How the period was found; `nil` without one.
    let basis: PeriodBasis?

    /// The longest identifier that is remembered, in bytes.
    static let longestRow = 1024

    /// A reading; without a `basis`, the period is the service's unless it is assumed.
    ///
    /// `nil` where the identifier is empty or very long, or the time is not between the years 1970 and 9999: there is
    /// no use in remembering that.
    init?(
        row: String, time: Date, used: ByteCount, quota: ByteCount? = nil, period: BillingPeriod?,
        basis: PeriodBasis? = nil
    ) {
        guard !row.isEmpty, row.utf8.count <= Self.longestRow, time.isInSensibleYears else { return nil }
        self.row = row
        self.time = Date(timeIntervalSince1970: time.timeIntervalSince1970.rounded(.down))
        self.used = used
        self.quota = quota
        self.period = period
        self.basis = period.map { basis ?? ($0.isAssumed ? .calendar : .service) }
    }

    /// The same reading of another period.
    init(_ reading: Reading, period: BillingPeriod, basis: PeriodBasis) {
        row = reading.row
        time = reading.time
        used = reading.used
        quota = reading.quota
        self.period = period
        self.basis = basis
    }

    /// Time and counter alone.
    var point: CounterPoint {
        CounterPoint(second: time.second, used: used.bytes)
    }
}

extension Date {
    /// Whole seconds since 1970; 0 for a date that no calendar can be trusted with.
    var second: Int64 {
        isInSensibleYears ? Int64(timeIntervalSince1970) : 0
    }

    /// A whole second since 1970.
    init(second: Int64) {
        self.init(timeIntervalSince1970: Double(second))
    }
}
