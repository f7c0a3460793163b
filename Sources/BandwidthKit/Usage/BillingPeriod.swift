#if canImport(FoundationEssentials)
    public import FoundationEssentials
#else
    public import Foundation
#endif

/// The span over which a service counts and bills, from `start` up to but not including `end`.
public struct BillingPeriod: Sendable, Hashable {
    /// The first moment of the period.
    public let start: Date

    /// The first moment of the next period.
    public let end: Date

    /// Whether a calendar month was assumed because the service didn't state the period.
    public let isAssumed: Bool

    /// Returns `nil` unless `start` is before `end` and both are between the years 1970 and 9999.
    public init?(start: Date, end: Date, isAssumed: Bool = false) {
        // Whole seconds, as reports and the delivery memory write them.
        let start = start.wholeSeconds, end = end.wholeSeconds
        guard start < end, start.isInSensibleYears, end.isInSensibleYears else { return nil }
        self.start = start
        self.end = end
        self.isAssumed = isAssumed
    }

    /// The seconds from start to end.
    package var length: Int64 {
        Int64(end.timeIntervalSince1970) - Int64(start.timeIntervalSince1970)
    }

    /// The seconds elapsed at `now`: 0 before the start, at most `length`.
    package func elapsed(at now: Date) -> Int64 {
        guard now > start else { return 0 }
        return now < end ? Int64(now.timeIntervalSince1970) - Int64(start.timeIntervalSince1970) : length
    }

    /// The percentage of the period that has elapsed at `now`, from 0 to 100, rounded down to tenths.
    public func elapsedPercentage(at now: Date) -> Decimal {
        Decimal(sign: .plus, exponent: -1, significand: Decimal(elapsed(at: now) * 1000 / max(1, length)))
    }
}

extension BillingPeriod {
    /// The month that contains `now`: from `resetDay` of one month to `resetDay` of the next (or the last day of a
    /// shorter month), at midnight `offset` seconds east of UTC.
    ///
    /// For services that count by month and whose answers have no dates.
    public static func month(
        containing now: Date, resetDay: Int = 1, offset: Int = 0, isAssumed: Bool = true
    ) -> BillingPeriod? {
        guard now.isInSensibleYears else { return nil }
        let second = now.second + Int64(offset)
        let today = CalendarDay(of: second).parts
        let starts = (-1...2).map { shift in
            CalendarDay(year: today.year, month: today.month + shift, day: Int64(resetDay)).start
        }
        guard let start = starts.last(where: { $0 <= second }), let end = starts.first(where: { $0 > second }) else {
            return nil
        }
        return BillingPeriod(
            start: Date(second: start - Int64(offset)), end: Date(second: end - Int64(offset)), isAssumed: isAssumed)
    }

    /// The month that ends at `end`: it starts one month earlier at the same time of day (or on the last day of a
    /// shorter month).
    ///
    /// For services that only say when the counter resets next. The length of a month depends on the time zone: the
    /// month that ends on 1 March 00:00 at +08:00 starts on 1 February 00:00 there, and no month in UTC spans that
    /// interval.
    ///
    /// - Parameter offset: the offset from UTC, in seconds, of the time zone that the service counts in. If `nil`, an
    ///   offset at which `end` is midnight, or UTC if there is none.
    public static func month(endingAt end: Date, offset: Int? = nil) -> BillingPeriod? {
        guard end.isInSensibleYears else { return nil }
        return BillingPeriod(start: end.adding(months: -1, offset: offset ?? midnightOffset(of: end)), end: end)
    }

    /// The offset from UTC, in seconds, at which a date is midnight: the whole hours from -11:00 to +12:00, then +05:30
    /// and +09:30; 0 if none fits.
    private static func midnightOffset(of moment: Date) -> Int {
        let offsets = (-11...12).map { $0 * 3600 } + [19_800, 34_200]
        let second = Int64(moment.timeIntervalSince1970)
        return offsets.first { (second + Int64($0)) % 86400 == 0 } ?? 0
    }
}

extension Date {
    /// The date without fractions of a second.
    fileprivate var wholeSeconds: Date {
        Date(timeIntervalSince1970: timeIntervalSince1970.rounded(.down))
    }

    /// The same time of day some months later, or on the last day of a shorter month. The date must be in sensible years.
    ///
    /// - Parameter offset: the offset of the time zone from UTC, in seconds.
    package func adding(months count: Int64, offset: Int = 0) -> Date {
        let second = self.second + Int64(offset)
        let day = CalendarDay(of: second)
        return Date(second: day.adding(months: count).start + (second - day.start) - Int64(offset))
    }

    /// Parses ISO 8601 with any offset. Fractions of a second are dropped, because not every system's parser accepts
    /// them.
    package init?(iso8601 text: String) {
        var text = text
        if let point = text.firstIndex(of: ".") {
            let digits = text[text.index(after: point)...].prefix { "0"..."9" ~= $0 }
            guard !digits.isEmpty else { return nil }
            text.removeSubrange(point..<digits.endIndex)
        }
        guard text.utf8.count <= 40, let date = try? Date(text, strategy: .iso8601) else { return nil }
        self = date
    }

    /// Whether the date is safe for calendar arithmetic and ISO 8601: between the years 1970 and 9999.
    package var isInSensibleYears: Bool {
        (0..<253_402_214_400).contains(timeIntervalSince1970)
    }
}
