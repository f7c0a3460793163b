#if canImport(FoundationEssentials)
    package import FoundationEssentials
#else
    package import Foundation
#endif

extension Date {
    /// `Mon, 02 Mar 2026 18:30:00`, in UTC, as mail and HTTP write it before the zone (RFC 2822, section 3.3; RFC 9110,
    /// section 5.6.7).
    var mailDate: String {
        let parts = Calendar.utc.dateComponents([.weekday, .day, .month, .year, .hour, .minute, .second], from: self)
        guard let weekday = parts.weekday, let day = parts.day, let month = parts.month, let year = parts.year,
            let hour = parts.hour, let minute = parts.minute, let second = parts.second
        else { return "" }
        let weekdays = ["Sun", "Mon", "Tue", "Wed", "Thu", "Fri", "Sat"]
        let months = ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"]
        let time = "\(hour.padded(2)):\(minute.padded(2)):\(second.padded(2))"
        return "\(weekdays[weekday - 1]), \(day.padded(2)) \(months[month - 1]) \(year.padded(4)) \(time)"
    }

    /// `Mon, 02 Mar 2026 18:30:00 GMT`
    package var httpDate: String { mailDate + " GMT" }
}
