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

    /// A zone of the system's database.
    case table(ZoneTable)

    /// The machine's: `TZ`, else what the system is set to. The C library knows it without ICU's tables.
    case system

    /// The zone with a name such as `Europe/Berlin`, or with an offset, `+01:00`; `nil` if this machine knows none.
    init?(named name: String) {
        if name == "UTC" || name == "Z" {
            self = .utc
        } else if let seconds = Self.offset(name) {
            self = .fixed(seconds, name: name)
        } else if let table = ZoneTable(named: name) {
            self = .table(table)
        } else {
            return nil
        }
    }

    /// The seconds of `+01:00`.
    private static func offset(_ text: String) -> Int? {
        let digits = text.dropFirst().split(separator: ":")
        guard let sign = text.first, "+-".contains(sign), text.utf8.count == 6, digits.count == 2,
            digits.allSatisfy({ $0.utf8.count == 2 }), let hours = Int(digits[0]), let minutes = Int(digits[1]),
            (0...14).contains(hours), (0...59).contains(minutes)
        else { return nil }
        return (hours * 3600 + minutes * 60) * (sign == "-" ? -1 : 1)
    }

    /// The minutes since midnight, local time.
    func minuteOfDay(at date: Date) -> Int {
        Int((date.second + offset(at: date).seconds) % 86400 / 60)
    }

    /// How far east of UTC it is at a moment, in seconds, and what it is called then.
    func offset(at date: Date) -> (seconds: Int64, name: String) {
        switch self {
        case .utc: return (0, "UTC")
        case .fixed(let seconds, let name): return (Int64(seconds), name)
        case .table(let table):
            let kind = table.kind(at: date.second)
            return (kind.offset, kind.name)
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

    /// `2026`.
    func year(of date: Date) -> String {
        String(CalendarDay(of: max(0, date.second + offset(at: date).seconds)).description.prefix(4))
    }

    /// The last day of a period: `Nov 30` where it ends at the first midnight of December.
    func lastDay(of period: BillingPeriod) -> String {
        day(of: period.end.addingTimeInterval(-1))
    }

    /// `Nov 21 06:00`.
    func minute(of date: Date) -> String {
        "\(day(of: date)) \(time(of: date.second))"
    }

    /// `06:00`, of a second since 1970.
    func time(of second: Int64) -> String {
        let minute = (second + offset(at: Date(second: second)).seconds) % 86400 / 60
        return "\(Self.twoDigits(minute / 60)):\(Self.twoDigits(minute % 60))"
    }

    /// The number of the day that contains a second since 1970, counted from 1970.
    func dayNumber(of second: Int64) -> Int64 {
        let local = second + offset(at: Date(second: second)).seconds
        return local >= 0 ? local / 86400 : -1
    }

    /// The second since 1970 at which a day begins. A day on which the clocks are changed has 23 or 25 hours.
    func start(ofDay number: Int64) -> Int64 {
        let midnight = number * 86400
        let guess = midnight - offset(at: Date(second: max(0, midnight))).seconds
        return midnight - offset(at: Date(second: max(0, guess))).seconds
    }

    /// `Nov 23`.
    func name(ofDay number: Int64) -> String {
        day(ofLocal: number * 86400)
    }

    /// `Nov 2026` for a calendar month, `Oct 15 – Nov 14` for any other period.
    func name(of period: BillingPeriod) -> String {
        guard let (year, month) = period.calendarMonth else {
            return "\(day(of: period.start)) – \(lastDay(of: period))"
        }
        return "\(Self.months[month - 1]) \(year)"
    }

    /// `November` for a calendar month, `Oct 15 – Nov 14` for any other period.
    func longName(of period: BillingPeriod) -> String {
        period.calendarMonth.map { Self.longMonths[$0.month - 1] } ?? name(of: period)
    }

    private static let longMonths = [
        "January", "February", "March", "April", "May", "June", "July", "August", "September", "October", "November",
        "December",
    ]

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

extension BillingPeriod {
    /// The calendar month that the period is; `nil` for any other period. A month that begins at midnight elsewhere is
    /// still that month.
    var calendarMonth: (year: Int, month: Int)? {
        let first = CalendarDay(of: start.second + 86400).description
        let middle = CalendarDay(of: start.second + length / 2).description.split(separator: "-").compactMap { Int($0) }
        guard first.hasSuffix("-01") || first.hasSuffix("-02"), (27 * 86400...32 * 86400).contains(length),
            middle.count == 3, (1...12).contains(middle[1])
        else { return nil }
        return (middle[0], middle[1])
    }
}
