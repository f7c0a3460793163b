#if canImport(FoundationEssentials)
    import FoundationEssentials
#else
    import Foundation
#endif

/// A row's usage at one time, as it is remembered.
struct Reading: Sendable, Hashable {
    /// The row's stable identifier: `linode/production/region/id-cgk`.
    let row: String

    /// When the service measured it, or when it was asked if it doesn't say; in whole seconds.
    let time: Date

    /// The value of the counter.
    let used: ByteCount

    /// The quota that the row was judged by; `nil` if there was none.
    let quota: ByteCount?

    /// The period that the counter covers; `nil` if unknown.
    let period: BillingPeriod?

    /// How the period was determined; `nil` without a period.
    let basis: PeriodBasis?

    /// The longest identifier that is remembered, in bytes.
    static let longestRow = 1024

    /// Creates a reading. If `basis` is `nil`, it is the service, or the calendar if the period is assumed.
    ///
    /// Returns `nil` if the identifier is empty or very long, or the time is not between the years 1970 and 9999: such
    /// a reading isn't worth remembering.
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

    /// Copies a reading with another period.
    init(_ reading: Reading, period: BillingPeriod, basis: PeriodBasis) {
        row = reading.row
        time = reading.time
        used = reading.used
        quota = reading.quota
        self.period = period
        self.basis = basis
    }

    /// The time and counter only.
    var point: CounterPoint {
        CounterPoint(second: time.second, used: used.bytes)
    }
}

extension Date {
    /// Whole seconds since 1970; 0 for a date outside the years that calendars handle safely.
    var second: Int64 {
        isInSensibleYears ? Int64(timeIntervalSince1970) : 0
    }

    /// Creates a date from whole seconds since 1970.
    init(second: Int64) {
        self.init(timeIntervalSince1970: Double(second))
    }
}
