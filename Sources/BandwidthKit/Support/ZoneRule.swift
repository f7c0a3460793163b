/// When summer time begins and ends in the years after a zone file's table: its last line, such as
/// `CET-1CEST,M3.5.0,M10.5.0/3` (POSIX, "Other Environment Variables", `TZ`; RFC 9636, section 3.3).
struct ZoneRule: Sendable, Hashable {
    /// The offset and the name outside of summer time, and in it, if there is one.
    private let standard, summer: ZoneTable.Kind?
    private let start, end: Change?

    /// The day and the local time of a change.
    fileprivate struct Change: Hashable {
        enum Day: Hashable {
            /// The day of the year, from 1, that is never 29 February.
            case ofYearWithoutLeap(Int64)

            /// The day of the year, from 0.
            case ofYear(Int64)

            /// The weekday, from 0 for Sunday, of the week of a month; the fifth is the last.
            case ofMonth(Int64, week: Int64, weekday: Int64)
        }

        let day: Day

        /// Seconds after the day's midnight; may be negative or more than a day.
        let time: Int64
    }

    /// Parses a rule; `nil` if the text isn't one.
    init?(_ text: some StringProtocol) {
        var reader = Reader(rest: Substring(text))
        guard let name = reader.name(), let offset = reader.time() else { return nil }
        standard = .init(offset: -offset, name: name)
        guard !reader.rest.isEmpty else {
            (summer, start, end) = (nil, nil, nil)
            return
        }
        guard let summerName = reader.name() else { return nil }
        let isStated = reader.rest.first != ","
        guard let summerOffset = isStated ? reader.time() : offset - 3600 else { return nil }
        guard reader.take(","), let start = reader.change(), reader.take(","), let end = reader.change(),
            reader.rest.isEmpty
        else { return nil }
        summer = .init(offset: -summerOffset, name: summerName)
        self.start = start
        self.end = end
    }

    /// What applies at a second since 1970.
    func kind(at second: Int64) -> ZoneTable.Kind? {
        guard let standard, let summer, let start, let end else { return standard }
        guard let year = Int64(CalendarDay(of: second + standard.offset).description.prefix(4)),
            let from = start.second(in: year), let until = end.second(in: year)
        else { return standard }
        let starts = from - standard.offset, ends = until - summer.offset
        let isSummer = starts < ends ? (starts..<ends).contains(second) : !(ends..<starts).contains(second)
        return isSummer ? summer : standard
    }
}

extension ZoneRule.Change {
    /// The local second since 1970 in a year.
    fileprivate func second(in year: Int64) -> Int64? {
        func number(_ month: Int64) -> Int64? {
            month > 12
                ? CalendarDay("\(year + 1)-01-01")?.number
                : CalendarDay("\(year)-\(month < 10 ? "0" : "")\(month)-01")?.number
        }
        guard let first = number(1), let march = number(3) else { return nil }
        let day: Int64
        switch self.day {
        case .ofYear(let count): day = first + count
        case .ofYearWithoutLeap(let count): day = first + count - 1 + (count >= 60 && march - first == 60 ? 1 : 0)
        case .ofMonth(let month, let week, let weekday):
            guard let start = number(month), let next = number(month + 1) else { return nil }
            // 1970 began on a Thursday.
            let shift = (weekday - (start + 4) % 7 + 7) % 7
            let found = start + shift + (week - 1) * 7
            day = found < next ? found : found - 7
        }
        return day * 86400 + time
    }
}

extension ZoneRule {
    private struct Reader {
        var rest: Substring

        mutating func take(_ character: Character) -> Bool {
            guard rest.first == character else { return false }
            rest.removeFirst()
            return true
        }

        /// `CET`, or `<+03>`.
        mutating func name() -> String? {
            let isQuoted = take("<")
            let name = rest.prefix { isQuoted ? $0 != ">" : $0.isASCII && $0.isLetter }
            rest = rest.dropFirst(name.count)
            guard name.count >= 3, !isQuoted || take(">") else { return nil }
            return String(name)
        }

        mutating func number(_ range: ClosedRange<Int64>) -> Int64? {
            let digits = rest.prefix { "0"..."9" ~= $0 }
            rest = rest.dropFirst(digits.count)
            return Int64(digits).flatMap { range.contains($0) ? $0 : nil }
        }

        /// `-1`, `+5:30`, `3:00:00`, in seconds.
        mutating func time() -> Int64? {
            let sign: Int64 = take("-") ? -1 : 1
            if sign == 1 { _ = take("+") }
            guard var seconds = number(0...167).map({ $0 * 3600 }) else { return nil }
            for unit in [Int64(60), 1] where take(":") {
                guard let part = number(0...59) else { return nil }
                seconds += part * unit
            }
            return sign * seconds
        }

        /// `M3.5.0/2`, `J60`, `59`.
        mutating func change() -> Change? {
            let day: Change.Day
            if take("M") {
                guard let month = number(1...12), take("."), let week = number(1...5), take("."),
                    let weekday = number(0...6)
                else { return nil }
                day = .ofMonth(month, week: week, weekday: weekday)
            } else if take("J") {
                guard let count = number(1...365) else { return nil }
                day = .ofYearWithoutLeap(count)
            } else {
                guard let count = number(0...365) else { return nil }
                day = .ofYear(count)
            }
            guard take("/") else { return Change(day: day, time: 7200) }
            return time().map { Change(day: day, time: $0) }
        }
    }
}
