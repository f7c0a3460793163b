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
///     rows.jsonl          what the rows are called: `RowDirectory`
///
/// A check reads and replaces the first file, and appends each reading that has become the last of its hour to the file
/// of its day. So its cost depends on the rows and 11 days, however long the history is. With each hour, one day file
/// that is 100 days old is thinned out into the file of its month, and one month file that is three years old is
/// removed.
///
/// Whenever a run is killed, the files it leaves are readable: `recent.jsonl` is the old or the new one, a day file may
/// have a torn last line and lack the last hour, and a month file may have duplicate readings. If `recent.jsonl` is
/// lost, it is rebuilt from the files of the last days.
///
/// Only the holder of the state folder's lock may change these files. Errors never end the run; they are collected in
/// `problems`.
struct ReadingHistory: Sendable {
    let files: any StateFiles
    let now: Date
    var recent = RecentReadings()

    /// The readings to append to day files.
    private var kept: [Reading] = []

    /// Whether the memory could be read; if not, it isn't replaced.
    private(set) var isReadable = true

    /// The problems so far, one sentence each without a full stop.
    var problems: [String] = []

    static let recentName = "recent.jsonl"

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
            problems.append("\(error); nothing from this run will be remembered")
        }
    }

    /// What is remembered of a row; `nil` if nothing is.
    func past(of row: String) -> PastReadings? {
        recent.past(of: row)
    }

    /// Remembers a reading after it was decided on and judged.
    mutating func remember(_ reading: Reading, isJudged: Bool) {
        if let last = recent.remember(reading, isJudged: isJudged) { kept.append(last) }
    }

    /// Writes what has changed. Call it once, at the end of a run.
    mutating func save() {
        guard isReadable else { return }
        kept += recent.forgetAbsent()
        do {
            var writer = LineWriter(capacity: recent.estimatedSize)
            recent.write(to: &writer)
            // This comes first: if it came later and failed, every run would add the same readings to the day again.
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

    /// Rebuilds the recent readings from the files of the last days.
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

    /// The readings as lines.
    static func lines(_ readings: [Reading]) -> [UInt8] {
        var writer = LineWriter(capacity: readings.count * 200)
        for reading in readings {
            reading.write(to: &writer)
            writer.append("}\n")
        }
        return writer.bytes
    }
}
