#if canImport(FoundationEssentials)
    import FoundationEssentials
#else
    import Foundation
#endif

/// The readings of the last three years, in the files of one folder:
///
///     recent.jsonl        the newest reading of each row, and time and counter of the 11 days before: `RecentReadings`
///     2026-11-21.jsonl    the last reading of each hour (of the day, where a row isn't judged) of a day in UTC
///     2026-07.jsonl       the last reading of each day of a month, once it is 100 days ago
///
/// A check reads the first and replaces it, and what that makes the last reading of its hour it adds to a file of a
/// day. So it pays for its rows and 11 days, however long the past is. With each hour one file of a day that is 100
/// days old is thinned into the one of its month, and one of a month that is three years old is removed.
///
/// Whatever moment a run is killed in, what it leaves can be read: `recent.jsonl` is the old one or the new one, a file
/// of a day may have a torn last line and lack the last hour, and that of a month may have some readings twice. Where
/// `recent.jsonl` is lost, it is made again from the files of the last days.
///
/// All of it belongs to whoever holds the lock of the state folder. What goes wrong costs memory and never the run: it
/// comes back as `problems`.
struct ReadingHistory: Sendable {
    let files: any StateFiles
    let now: Date
    private(set) var recent = RecentReadings()

    /// What is to be added to the files of days.
    private var kept: [Reading] = []

    /// Whether the memory could be read; what could not is not replaced.
    private var isReadable = true

    /// What went wrong, one sentence each without a full stop.
    var problems: [String] = []

    private static let recentName = "recent.jsonl"

    /// Reads what is remembered.
    init(in files: any StateFiles, at now: Date) {
        self.files = files
        self.now = now
        do {
            if let text = try files.contents(of: Self.recentName) {
                recent = RecentReadings(text, at: now)
                note(recent.ignored, in: Self.recentName)
            }
            if recent.isEmpty { try restore() }
        } catch {
            isReadable = false
            problems.append("\(error); nothing of this run is remembered")
        }
    }

    /// What is remembered of a row; `nil` where nothing is.
    func past(of row: String) -> PastReadings? {
        recent.past(of: row)
    }

    /// Takes a reading, as it was decided and judged.
    mutating func remember(_ reading: Reading, isJudged: Bool) {
        if let last = recent.remember(reading, isJudged: isJudged) { kept.append(last) }
    }

    /// Writes what has changed. To be called once, at the end of a run.
    mutating func save() {
        guard isReadable else { return }
        kept += recent.forgetAbsent()
        do {
            var writer = LineWriter(capacity: recent.estimatedSize)
            recent.write(to: &writer)
            // First this: if it fails, the same readings would be added to the day again and again.
            try files.replace(Self.recentName, with: writer.bytes)
            guard !kept.isEmpty else { return }
            for (day, readings) in Dictionary(grouping: kept, by: { CalendarDay(of: $0.time.second) }) {
                try files.append(Self.lines(readings), to: "\(day).jsonl")
            }
            kept = []
            try tidy()
        } catch {
            problems.append("\(error)")
        }
    }

    /// Makes the recent readings again from the files of the last days.
    private mutating func restore() throws(StateFailure) {
        let today = CalendarDay(of: now.second)
        let first = CalendarDay(of: max(0, now.second - Growth.horizon))
        for day in try files.days() where (first...today).contains(day) {
            for reading in try readings(in: "\(day).jsonl") {
                _ = recent.remember(reading, isJudged: true)
            }
        }
    }

    mutating func note(_ ignored: IgnoredLines, in name: String) {
        if !ignored.isEmpty { problems.append("\(name): ignored \(ignored)") }
    }

    /// One line each.
    static func lines(_ readings: [Reading]) -> [UInt8] {
        var writer = LineWriter(capacity: readings.count * 200)
        for reading in readings {
            reading.write(to: &writer)
            writer.append("}\n")
        }
        return writer.bytes
    }
}
