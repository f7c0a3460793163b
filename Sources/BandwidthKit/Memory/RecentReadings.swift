#if canImport(FoundationEssentials)
    import FoundationEssentials
#else
    import Foundation
#endif

/// The newest reading of each row, and time and counter of its readings in the 11 days before: all the memory that a
/// check needs.
///
/// As text, a row is one line: its newest reading followed by the others as `earlier`, newest first. Each of those is
/// two numbers: how many seconds older it is than the one before it in the list, and how many bytes lower its counter
/// was. `span` is the number of seconds between the newest and the last of them.
///
///     {"v":1,"row":"linode/production/account", …"span":7200,"earlier":[3600,4194304,3600,8388608]}
///
/// Earlier readings are thinned out to the last one of each hour, or of each day if a row isn't judged. The newest one
/// is kept until a newer one arrives.
struct RecentReadings: Sendable {
    private var rows: [Row] = []
    private var indices: [String: Int] = [:]

    /// The text that the readings come from. Its lists are copied unchanged: with 2,000 rows it has a million numbers.
    private let text: [UInt8]

    /// The time of the latest reading in the text.
    private var lastSecond: Int64 = 0

    /// The lines of the text that were skipped.
    private(set) var ignored = IgnoredLines()

    /// How long the newest reading of a row is kept: 40 days. Anything older than a period no longer matters.
    static let longestAbsence: Int64 = 40 * 86400

    /// Creates an empty memory.
    init() {
        text = []
    }

    /// Reads what `write` wrote, as far as it can be decoded. Of two lines for one row, the newer one counts.
    init(_ text: [UInt8], at now: Date) {
        self.text = text
        let limit = now.second + PeriodDecision.clockTolerance
        for line in text.lineRanges {
            do throws(UnreadableLine) {
                var scanner = LineScanner(text, in: line)
                let reading = try Reading(from: &scanner)
                guard scanner.take(",\"span\":"), let span = scanner.integer(),
                    (0...reading.time.second).contains(span),
                    scanner.take(",\"earlier\":["), text[line].suffix(2).elementsEqual("]}".utf8)
                else { throw .damaged }
                var row = Row(reading, line: line, span: span, list: scanner.index..<(line.upperBound - 2))
                if reading.time.second > limit {
                    ignored.future += 1
                    row.earlier = row.points(in: text).filter { $0.second <= limit }
                    row.list = 0..<0
                    row.newest = nil
                } else {
                    lastSecond = max(lastSecond, reading.time.second)
                }
                add(row, named: reading.row)
            } catch {
                ignored.count(error)
            }
        }
    }

    private mutating func add(_ row: Row, named name: String) {
        if let known = indices[name] {
            let isNewer = (row.newest?.time ?? .distantPast) >= (rows[known].newest?.time ?? .distantPast)
            if isNewer { rows[known] = row }
        } else {
            indices[name] = rows.count
            rows.append(row)
        }
    }

    /// Whether nothing is remembered.
    var isEmpty: Bool {
        rows.isEmpty
    }

    /// The newest reading of each row.
    var newest: [Reading] {
        rows.compactMap(\.newest)
    }

    /// The newest reading of a row; `nil` if none is remembered, or the clock was wrong then.
    func newest(of name: String) -> Reading? {
        indices[name].flatMap { rows[$0].newest }
    }

    /// What is remembered of a row; `nil` if nothing is.
    func past(of name: String) -> PastReadings? {
        guard let index = indices[name] else { return nil }
        return PastReadings(newest: rows[index].newest, earlier: rows[index].points(in: text))
    }

    /// Remembers a reading as the newest of its row. A reading older than the newest is ignored.
    ///
    /// - Returns: the previous reading, if it was the last of its hour (or day) or of its period and must therefore be
    ///   kept.
    mutating func remember(_ reading: Reading, isJudged: Bool) -> Reading? {
        guard let index = indices[reading.row] else {
            add(Row(reading), named: reading.row)
            return nil
        }
        return rows[index].remember(reading, slot: isJudged ? 3600 : 86400, text)
    }

    /// Forgets rows that have not been seen for 40 days.
    ///
    /// - Returns: their newest readings, which must be kept.
    mutating func forgetAbsent() -> [Reading] {
        var forgotten: [Reading] = []
        for index in rows.indices where !rows[index].isChanged {
            guard let newest = rows[index].newest, newest.time.second < lastSecond - Self.longestAbsence else {
                continue
            }
            forgotten.append(newest)
            indices[newest.row] = nil
            rows[index].line = 0..<0
            rows[index].newest = nil
        }
        return forgotten
    }

    /// Writes the contents of the file.
    func write(to writer: inout LineWriter) {
        for row in rows { row.write(to: &writer, text) }
    }

    /// The approximate length of the text.
    var estimatedSize: Int {
        text.count + rows.count * 300
    }
}
