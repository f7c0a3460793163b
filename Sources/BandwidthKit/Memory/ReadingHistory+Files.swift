#if canImport(FoundationEssentials)
    import FoundationEssentials
#else
    import Foundation
#endif

extension ReadingHistory {
    /// How long hourly readings are kept: 100 days.
    static let hourlyDays: Int64 = 100

    /// The remembered readings of some rows, oldest first, including the newest ones; no two of a row have the same
    /// time.
    ///
    /// - Parameter isWanted: whether to include a row.
    mutating func readings(
        from start: Date, until end: Date, of isWanted: (_ row: String) -> Bool = { _ in true }
    ) -> [Reading] {
        guard start <= end else { return [] }
        var found: [Reading] = []
        do {
            let first = CalendarDay(of: start.second), last = CalendarDay(of: end.second)
            let names =
                try files.months().filter { (first.month...last.month).contains($0) }
                + files.days().filter { (first...last).contains($0) }.map(\.description)
            for name in names {
                found += try readings(in: "\(name).jsonl", of: isWanted)
            }
        } catch {
            problems.append("\(error)")
        }
        found += recent.newest.filter { isWanted($0.row) }
        var seen: Set<RowTime> = []
        return
            found
            .filter { $0.time >= start && $0.time <= end && seen.insert(RowTime($0)).inserted }
            .sorted { ($0.time, $0.row) < ($1.time, $1.row) }
    }

    /// The readings in a file, oldest first, except those from the future.
    mutating func readings(
        in name: String, of isWanted: (_ row: String) -> Bool = { _ in true }
    ) throws(StateFailure) -> [Reading] {
        guard let text = try files.contents(of: name) else { return [] }
        var ignored = IgnoredLines()
        var readings: [Reading] = []
        let limit = now.second + PeriodDecision.clockTolerance
        for line in text.lineRanges {
            do throws(UnreadableLine) {
                guard let reading = try Reading(line: line, of: text, if: isWanted) else { continue }
                if reading.time.second > limit { ignored.future += 1 } else { readings.append(reading) }
            } catch {
                ignored.count(error)
            }
        }
        note(ignored, in: name)
        return readings.sorted { $0.time < $1.time }
    }

    /// Thins out one day and removes one month, if they are old enough, and removes leftovers.
    ///
    /// Age is measured from the last day before today that has a file, so that nothing is lost if the clock jumps ahead
    /// for a day.
    ///
    /// - Returns: whether there may be more to do.
    @discardableResult
    mutating func tidy() throws(StateFailure) -> Bool {
        // Names sort like the days and months that they stand for.
        let names = try files.names()
        // A run that was killed while it replaced a file has left its half; under the lock, no other run has one.
        for name in names where name.hasSuffix(".tmp") { try files.remove(name) }
        let today = CalendarDay(of: now.second).description
        let days = names.filter { $0.utf8.count == 16 && $0 < today }
        guard let reference = days.max().flatMap({ CalendarDay(String($0.dropLast(6))) }) else { return false }
        var isChanged = false
        if let oldest = days.min().flatMap({ CalendarDay(String($0.dropLast(6))) }),
            oldest.number < reference.number - Self.hourlyDays
        {
            let name = "\(oldest).jsonl"
            let readings = try readings(in: name)
            try files.append(Self.lines(Self.lastOfDay(readings)), to: "\(oldest.month).jsonl")
            try files.remove(name)
            isChanged = true
        }
        if let oldest = names.filter({ $0.utf8.count == 13 }).min(), oldest < reference.monthThreeYearsBefore,
            CalendarMonth(String(oldest.dropLast(6))) != nil
        {
            try files.remove(oldest)
            isChanged = true
        }
        return isChanged
    }

    /// The last reading of each row, or the last one before a reset of its counter, whose total would be lost
    /// otherwise.
    static func lastOfDay(_ readings: [Reading]) -> [Reading] {
        var chosen: [Reading] = []
        var indices: [String: Int] = [:]
        var isOver: Set<String> = []
        for reading in readings {
            guard let index = indices[reading.row] else {
                indices[reading.row] = chosen.count
                chosen.append(reading)
                continue
            }
            if reading.point.hasStartedAnew(since: chosen[index].point) { isOver.insert(reading.row) }
            if !isOver.contains(reading.row) { chosen[index] = reading }
        }
        return chosen
    }
}

extension StateFiles {
    /// The days that have a file, oldest first.
    func days() throws(StateFailure) -> [CalendarDay] {
        try names().compactMap { name in
            name.hasSuffix(".jsonl") ? CalendarDay(String(name.dropLast(6))) : nil
        }.sorted()
    }

    /// The months that have a file, oldest first.
    func months() throws(StateFailure) -> [String] {
        try names().compactMap { name in
            name.hasSuffix(".jsonl") ? CalendarMonth(String(name.dropLast(6)))?.description : nil
        }.sorted()
    }
}
