extension CivilTime {
    /// `2026-03-02`.
    var date: String { "\(year.padded(4))-\(month.padded(2))-\(day.padded(2))" }

    /// `18:30:00`.
    var time: String { "\(hour.padded(2)):\(minute.padded(2)):\(second.padded(2))" }

    /// `Mon, 02 Mar 2026 18:30:00`, as mail and HTTP write it before the zone (RFC 2822, section 3.3; RFC 9110,
    /// section 5.6.7).
    var mailDate: String {
        let weekdays = ["Sun", "Mon", "Tue", "Wed", "Thu", "Fri", "Sat"]
        let months = ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"]
        return "\(weekdays[weekday]), \(day.padded(2)) \(months[month - 1]) \(year.padded(4)) \(time)"
    }

    /// `Mon, 02 Mar 2026 18:30:00 GMT`, for a moment in UTC.
    var httpDate: String { mailDate + " GMT" }
}
