#if canImport(FoundationEssentials)
    package import FoundationEssentials
#else
    package import Foundation
#endif
#if canImport(Glibc)
    import Glibc
#elseif canImport(Musl)
    import Musl
#elseif canImport(Darwin)
    import Darwin
#endif

/// The time zone of the dates that people read; programs get UTC.
public enum ReportZone: Sendable, Hashable {
    case utc

    /// So many seconds east of UTC, under this name.
    case fixed(Int, name: String)

    /// The machine's: `TZ`, else what the system is set to. The C library knows it without ICU's tables.
    case system

    /// How far east of UTC it is at a moment, in seconds, and what it is called then.
    func offset(at date: Date) -> (seconds: Int64, name: String) {
        switch self {
        case .utc: return (0, "UTC")
        case .fixed(let seconds, let name): return (Int64(seconds), name)
        case .system:
            var time = time_t(date.second), parts = tm()
            guard localtime_r(&time, &parts) != nil else { return (0, "UTC") }
            let name = parts.tm_zone.map { String(cString: $0).printable } ?? ""
            return (Int64(parts.tm_gmtoff), name.isEmpty || name == "GMT" && parts.tm_gmtoff == 0 ? "UTC" : name)
        }
    }
}

extension ReportZone {
    /// `CET (UTC+1)`, `UTC`.
    package func text(at date: Date) -> String {
        let (seconds, name) = offset(at: date)
        guard name != "UTC" else { return name }
        let minutes = abs(seconds) / 60
        let rest = minutes % 60 == 0 ? "" : ":\(Self.twoDigits(minutes % 60))"
        return "\(name) (UTC\(seconds < 0 ? "-" : "+")\(minutes / 60)\(rest))"
    }

    private static let months = ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"]

    /// `Nov 23`.
    func day(of date: Date) -> String {
        day(ofLocal: date.second + offset(at: date).seconds)
    }

    /// The last day of a period: `Nov 30` where it ends at the first midnight of December.
    func lastDay(of period: BillingPeriod) -> String {
        day(of: period.end.addingTimeInterval(-1))
    }

    /// `Nov 21 06:00`.
    func minute(of date: Date) -> String {
        let second = date.second + offset(at: date).seconds
        let minute = second % 86400 / 60
        return "\(day(ofLocal: second)) \(Self.twoDigits(minute / 60)):\(Self.twoDigits(minute % 60))"
    }

    private func day(ofLocal second: Int64) -> String {
        let parts = CalendarDay(of: second).description.split(separator: "-")
        guard parts.count == 3, let month = Int(parts[1]), let day = Int(parts[2]),
            Self.months.indices.contains(month - 1)
        else { return "" }
        return "\(Self.months[month - 1]) \(day)"
    }

    private static func twoDigits(_ number: Int64) -> String {
        number < 10 ? "0\(number)" : "\(number)"
    }
}
