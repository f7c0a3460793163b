#if canImport(FoundationEssentials)
    public import FoundationEssentials
#else
    public import Foundation
#endif

/// Takes readings that were exported elsewhere, or recorded by other means, into the memory.
public struct HistoryImport: Sendable {
    /// What was taken.
    public struct Result: Sendable, Hashable {
        /// How many readings are remembered now that were not before.
        public internal(set) var added = 0

        /// How many were remembered already.
        public internal(set) var duplicates = 0

        /// How many are not kept, since there is a later one of the same hour or day, or they are older than three years.
        public internal(set) var dropped = 0

        /// The rows that nothing was remembered of before.
        public internal(set) var newRows: [String] = []

        /// The lines that can't be taken, each with its number.
        public internal(set) var problems: [String] = []

        /// What went wrong when it was written.
        public internal(set) var troubles: [String] = []
    }

    /// The largest file that is taken, in bytes.
    public static let largestFile = DiskFiles.largestFile

    /// The names of all columns.
    public static var columns: String { ReadingTable.columns.joined(separator: ", ") }

    /// How many wrong lines are listed.
    private static let mostProblems = 20

    /// How long readings are kept, in days.
    private static let longest: Int64 = 3 * 366

    private var readings: [Reading] = []
    private var rows: [String: RememberedRow] = [:]
    private var result = Result()

    /// Reads a table (`ReadingTable`).
    ///
    /// - Throws: an error if it has no usable header.
    public init(table bytes: [UInt8], now: Date) throws(ConfigurationError) {
        var records = CSVRecords(bytes)
        let header: ReadingTable.Header
        do throws(ReadingTable.Problem) { header = try ReadingTable.Header(records.next() ?? []) } catch {
            throw ConfigurationError("line 1", error.message)
        }
        var wrong = 0
        while true {
            let number = records.line
            guard let fields = records.next() else { break }
            if fields.isEmpty { continue }
            do throws(ReadingTable.Problem) {
                let (reading, row) = try header.reading(fields)
                guard reading.time.second <= now.second + PeriodDecision.clockTolerance else {
                    throw ReadingTable.Problem("time: is in the future")
                }
                readings.append(reading)
                rows[row.id] = row
            } catch {
                wrong += 1
                if wrong <= Self.mostProblems { result.problems.append("line \(number): \(error.message)") }
            }
        }
        if wrong > Self.mostProblems {
            result.problems.append("\(wrong - Self.mostProblems) more lines can't be taken")
        }
    }

    /// Writes the readings into the memory, under its lock.
    ///
    /// - Throws: an error if the memory can't be locked.
    public func write(to folder: StateFolder, time: any Timekeeper) async throws(ConfigurationError) -> Result {
        do throws(StateFolder.Failure) {
            let lock = try await folder.lock(time: time, patience: .seconds(5))
            defer { withExtendedLifetime(lock) {} }
            return write(to: folder.readings, now: time.now)
        } catch {
            throw ConfigurationError("", "\(error); nothing was imported")
        }
    }

    func write(to files: any StateFiles, now: Date) -> Result {
        var result = result
        var history = ReadingHistory(in: files, at: now)
        var directory = RowDirectory(in: files)
        let known = Set(directory.ids).union(history.recent.newest.map(\.row))
        let horizon = max(0, now.second - Self.longest * 86400)
        let taken = readings.filter { $0.time.second >= horizon }
        result.dropped = readings.count - taken.count
        do throws(StateFailure) {
            let counts = try history.merge(taken)
            result.added = counts.added
            result.duplicates = counts.duplicates
            result.dropped += taken.count - counts.added - counts.duplicates
            // What a check has called a row counts more.
            let new = Set(taken.map(\.row)).filter { !known.contains($0) }
            result.newRows = new.sorted()
            if directory.update(new.compactMap { rows[$0] }, today: now.second / 86400) {
                try directory.save(in: files)
            }
        } catch {
            result.troubles.append("\(error)")
        }
        result.troubles = history.problems + result.troubles
        return result
    }
}
