#if canImport(FoundationEssentials)
    public import FoundationEssentials
#else
    public import Foundation
#endif

extension ReadingHistory {
    /// Hands out every remembered reading once, day by day, oldest first.
    mutating func forEachDay(_ body: (_ readings: [Reading]) -> Void) {
        do throws(StateFailure) {
            let days = try files.days()
            let isDay = Set(days)
            for month in try files.months() {
                // A run that was killed may have left a day in both files.
                hand(
                    try readings(in: "\(month).jsonl").filter { !isDay.contains(CalendarDay(of: $0.time.second)) }, body
                )
            }
            let newest = Dictionary(grouping: recent.newest) { CalendarDay(of: $0.time.second) }
            for day in Set(newest.keys).union(days).sorted() {
                hand((isDay.contains(day) ? try readings(in: "\(day).jsonl") : []) + (newest[day] ?? []), body)
            }
        } catch {
            problems.append("\(error)")
        }
    }

    private func hand(_ readings: [Reading], _ body: ([Reading]) -> Void) {
        var seen: Set<RowTime> = []
        body(readings.filter { seen.insert(RowTime($0)).inserted }.sorted { ($0.time, $0.row) < ($1.time, $1.row) })
    }
}

/// Prints everything that is remembered, as a table (`ReadingTable`).
public struct HistoryExport: Sendable {
    private let files: any StateFiles
    private let distrust: String?

    /// The memory in a folder.
    public init(_ folder: StateFolder) {
        files = folder.readings
        distrust = folder.distrust
    }

    init(_ files: any StateFiles) {
        self.files = files
        distrust = nil
    }

    /// Writes the table piece by piece.
    ///
    /// - Returns: what could not be read, one sentence each without a full stop.
    public func write(now: Date, to output: (_ text: String) -> Void) -> [String] {
        if let distrust { return [distrust] }
        var history = ReadingHistory(in: files, at: now)
        let directory = RowDirectory(in: files)
        output(ReadingTable.columns.joined(separator: ",") + "\r\n")
        history.forEachDay { readings in
            output(readings.map { ReadingTable.line($0, directory.row($0.row)) }.joined())
        }
        return history.problems
    }
}
