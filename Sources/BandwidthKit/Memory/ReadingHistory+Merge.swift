#if canImport(FoundationEssentials)
    import FoundationEssentials
#else
    import Foundation
#endif

extension ReadingHistory {
    /// Adds readings of any time to what is remembered, at most one an hour for each row. A reading that is remembered
    /// already stays as it is.
    ///
    /// Whenever the run is killed, nothing is lost that was remembered before: days are written first, then what they
    /// replace is removed.
    mutating func merge(_ new: [Reading]) throws(StateFailure) -> (added: Int, duplicates: Int) {
        guard isReadable else { return (0, 0) }
        var added = 0, duplicates = 0
        let newest = newestReadings(with: new)
        let days = Set(try files.days()), before = recent.newest
        // A newest reading that no longer is one belongs to its day.
        let displaced = before.filter { newest[$0.row] != $0 }
        let byDay = Dictionary(grouping: new + displaced) { CalendarDay(of: $0.time.second) }
        let known = Set(before.map(RowTime.init)), today = CalendarDay(of: now.second)
        let reference = days.union(byDay.keys).filter { $0 < today }.max() ?? today
        var thinned: Set<CalendarDay> = []
        var month: (name: String, readings: [Reading]) = ("", [])
        for (day, arriving) in byDay.sorted(by: { $0.key < $1.key }) {
            if month.name != day.month { month = (day.month, try readings(in: "\(day.month).jsonl")) }
            let existing =
                days.contains(day)
                ? try readings(in: "\(day).jsonl")
                : month.readings.filter { CalendarDay(of: $0.time.second) == day }
            var seen = known.union(existing.map(RowTime.init))
            let fresh = arriving.filter { seen.insert(RowTime($0)).inserted }
            let ofDay = displaced.filter { CalendarDay(of: $0.time.second) == day }
            // The newest one of a row is in `recent.jsonl`, and stands for its hour.
            var kept = Self.lastOfHours(existing + ofDay + fresh)
                .filter { reading in newest[reading.row].map { !$0.isSameHour(as: reading) } ?? true }
            if day.number < reference.number - Self.hourlyDays { kept = Self.lastOfDay(kept) }
            let arrived = Set(fresh.map(RowTime.init))
            added += kept.count { arrived.contains(RowTime($0)) }
            added += fresh.count { newest[$0.row] == $0 }
            duplicates += arriving.count - fresh.count - ofDay.count
            guard Set(kept) != Set(existing) else { continue }
            if !days.contains(day), !existing.isEmpty { thinned.insert(day) }
            try files.replace("\(day).jsonl", with: Self.lines(kept))
        }
        for month in Set(thinned.map(\.month)) {
            let left = try readings(in: "\(month).jsonl").filter { !thinned.contains(CalendarDay(of: $0.time.second)) }
            try files.replace("\(month).jsonl", with: Self.lines(left))
        }
        try rebuildRecent(newest)
        while try tidy() {}
        return (added, duplicates)
    }

    /// The newest reading of each row, remembered or new.
    private func newestReadings(with new: [Reading]) -> [String: Reading] {
        var newest = Dictionary(recent.newest.map { ($0.row, $0) }, uniquingKeysWith: { first, _ in first })
        for reading in new where newest[reading.row].map({ $0.time < reading.time }) ?? true {
            newest[reading.row] = reading
        }
        return newest
    }

    /// The last reading of each row, hour and period, oldest first.
    private static func lastOfHours(_ readings: [Reading]) -> [Reading] {
        var chosen: [Reading] = []
        for reading in readings.sorted(by: { ($0.row, $0.time) < ($1.row, $1.time) }) {
            if let last = chosen.last, last.isSameHour(as: reading) {
                chosen[chosen.count - 1] = reading
            } else {
                chosen.append(reading)
            }
        }
        return chosen.sorted { ($0.time, $0.row) < ($1.time, $1.row) }
    }

    /// Replaces the recent readings by the newest ones and those of the files of the last days.
    private mutating func rebuildRecent(_ newest: [String: Reading]) throws(StateFailure) {
        var rebuilt = RecentReadings()
        let first = CalendarDay(of: max(0, now.second - Growth.horizon))
        for day in try files.days() where day >= first {
            for reading in try readings(in: "\(day).jsonl") { _ = rebuilt.remember(reading, isJudged: true) }
        }
        for (_, reading) in newest.sorted(by: { $0.key < $1.key }) { _ = rebuilt.remember(reading, isJudged: true) }
        var writer = LineWriter(capacity: rebuilt.estimatedSize)
        rebuilt.write(to: &writer)
        try files.replace(Self.recentName, with: writer.bytes)
        recent = rebuilt
    }
}

/// What makes two readings the same.
struct RowTime: Hashable {
    let row: String
    let time: Date

    init(_ reading: Reading) {
        row = reading.row
        time = reading.time
    }
}

extension Reading {
    fileprivate func isSameHour(as other: Reading) -> Bool {
        row == other.row && time.second / 3600 == other.time.second / 3600 && period?.start == other.period?.start
    }
}
