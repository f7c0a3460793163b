#if canImport(FoundationEssentials)
    import FoundationEssentials
#else
    import Foundation
#endif

/// The `Retry-After` header: seconds, or an HTTP date (RFC 9110, section 10.2.3). Anything else is ignored.
///
/// Netlify sends it in a nonstandard form with successful answers, so it is only read after a refusal.
enum RetryAfter {
    /// How long the service asks to wait; `nil` if the header is missing or invalid.
    static func duration(in response: HTTPResponse, now: Date) -> Duration? {
        guard let text = response.header("retry-after") else { return nil }
        if text.utf8.count <= 9, text.utf8.allSatisfy({ (48...57).contains($0) }), let seconds = Int64(text) {
            return .seconds(seconds)
        }
        guard let date = HTTPDate.date(text) else { return nil }
        // Relative to the service's clock if the answer has a date, because this machine's may be wrong.
        let reference = response.header("date").flatMap(HTTPDate.date) ?? now
        let wait = date.timeIntervalSince(reference).rounded(.up)
        return .seconds(Int64(min(max(wait, 0), 1e9)))
    }
}

/// Dates in HTTP headers: `Sun, 06 Nov 1994 08:49:37 GMT`.
enum HTTPDate {
    private static let months = ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"]

    /// Parses a date; returns `nil` if it is invalid.
    static func date(_ text: String) -> Date? {
        guard text.utf8.count <= 40 else { return nil }
        let parts = text.split(separator: " ")
        guard parts.count == 6, parts[5] == "GMT", let day = UInt8(parts[1]), (1...31).contains(day),
            let month = months.firstIndex(of: String(parts[2])),
            parts[3].count == 4, let year = UInt16(parts[3]), (1970...9998).contains(year)
        else { return nil }
        let clock = parts[4].split(separator: ":").compactMap { UInt8($0) }
        guard clock.count == 3, clock[0] < 24, clock[1] < 60, clock[2] <= 60 else { return nil }
        let date = CalendarDay(year: Int64(year), month: Int64(month + 1), day: Int64(day))
        return Date(second: date.start + Int64(clock[0]) * 3600 + Int64(clock[1]) * 60 + Int64(clock[2]))
    }
}
