#if canImport(FoundationEssentials)
    import FoundationEssentials
#else
    import Foundation
#endif

/// The last reports, one file for each selection of accounts (`ReportKey`), so that a look at one account doesn't replace
/// the report on all of them:
///
///     reports/1f3a9c04.jsonl
///
/// A file is a line about the report and then a line for each row (`UsageRow+Line`). It is replaced as a whole. One that
/// is torn, damaged or from another version of the program is not used, and the next check replaces it.
struct SavedReports {
    /// The version that this program writes and reads.
    static let version: Int64 = 1

    /// How many files are kept.
    private static let most = 12

    /// How far in the future a report may be: the clock was corrected a little. After a larger jump nobody knows its age.
    private static let clockTolerance: Int64 = 60

    let files: any StateFiles

    /// The newest report that contains the named accounts (all if empty) and is at most `maxAge` seconds old.
    func report(_ key: ReportKey, of names: [String], maxAge: Int64, at now: Date) -> UsageReport? {
        let found = key.fileNames(names: names).compactMap { name -> UsageReport? in
            guard let text = try? files.contents(of: name),
                let report = try? UsageReport(lines: text),
                (-Self.clockTolerance...maxAge).contains(now.second - report.checkedAt.second)
            else { return nil }
            let rows = report.rows.filter { row in
                (names.isEmpty || names.contains(row.account)) && (key.kind ?? row.provider) == row.provider
            }
            let accounts = Set(rows.map(\.account))
            guard !rows.isEmpty, names.allSatisfy({ accounts.contains($0) }) else { return nil }
            return UsageReport(checkedAt: report.checkedAt, rows: rows)
        }
        let newest = found.max { $0.checkedAt < $1.checkedAt }
        return newest?.shown(at: now)
    }

    /// Saves a report on the named accounts.
    func save(_ report: UsageReport, _ key: ReportKey, of names: [String]) throws(StateFailure) {
        let name = key.fileName(names: names)
        try files.replace(name, with: report.linesInPieces)
        let others = try files.names().filter { $0 != name }
        guard others.count >= Self.most else { return }
        // A file that can't be read counts as the oldest.
        let ages = others.map { name in
            ((try? files.contents(of: name)).flatMap { try? UsageReport.head(of: $0).time } ?? 0, name)
        }.sorted { $0 < $1 }
        for (_, name) in ages.prefix(others.count - Self.most + 1) { try files.remove(name) }
    }
}

extension UsageReport {
    /// The report as lines:
    ///
    ///     {"v":1,"checked_at":1795240800,"rows":19}
    ///     ["linode","production","region","id-cgk",…]
    fileprivate var linesInPieces: some Sequence<[UInt8]> {
        let size = 64
        return stride(from: -size, to: rows.count, by: size).lazy.map { start in
            guard start >= 0 else { return head }
            var writer = LineWriter(capacity: size * 700)
            for row in rows[start..<min(start + size, rows.count)] { row.write(to: &writer) }
            return writer.bytes
        }
    }

    private var head: [UInt8] {
        var writer = LineWriter(capacity: 100)
        writer.append("{\"v\":")
        writer.append(SavedReports.version)
        writer.append(",\"checked_at\":")
        writer.append(checkedAt.second)
        writer.append(",\"rows\":")
        writer.append(Int64(rows.count))
        writer.append("}\n")
        return writer.bytes
    }

    /// What the first line says.
    fileprivate static func head(of text: [UInt8]) throws(UnreadableLine) -> (time: Int64, rows: Int64) {
        var scanner = LineScanner(text, in: 0..<(text.firstIndex(of: UInt8(ascii: "\n")) ?? text.count))
        guard scanner.take("{\"v\":"), let version = scanner.integer() else { throw .damaged }
        guard version <= SavedReports.version else { throw .newer }
        guard scanner.take(",\"checked_at\":"), let time = scanner.integer(), time > 0, scanner.take(",\"rows\":"),
            let rows = scanner.integer(), scanner.take("}"), scanner.isAtEnd, Date(second: time).isInSensibleYears
        else { throw .damaged }
        return (time, rows)
    }

    /// Reads a report; every line must be there.
    fileprivate init(lines text: [UInt8]) throws(UnreadableLine) {
        let head = try Self.head(of: text), lines = text.lineRanges.dropFirst()
        guard lines.count == head.rows, text.last == UInt8(ascii: "\n") else { throw .damaged }
        var rows: [UsageRow] = []
        rows.reserveCapacity(lines.count)
        for line in lines { rows.append(try UsageRow(line: line, of: text)) }
        self.init(checkedAt: Date(second: head.time), rows: rows)
    }
}
