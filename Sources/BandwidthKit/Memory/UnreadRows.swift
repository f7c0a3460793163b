#if canImport(FoundationEssentials)
    import FoundationEssentials
#else
    import Foundation
#endif

/// Since when each row could not be read: one line of JSON each in `unread.jsonl`, which is replaced on changes.
struct UnreadRows: Hashable, Sendable {
    private static let name = "unread.jsonl"

    private var since: [String: Date] = [:]

    /// Reads what is remembered; anything unreadable is ignored.
    init(in files: any StateFiles) {
        guard let text = try? files.contents(of: Self.name) else { return }
        for line in text.lineRanges {
            guard let value = try? JSONParser().parse(text[line]), value["v"] == 1, let row = value["row"]?.string,
                let second = value["since"]?.number?.wholeNumber
            else { continue }
            let date = Date(second: second)
            if date.isInSensibleYears { since[row] = date }
        }
    }

    /// Since when a row can't be read; `nil` if it could be read the last time.
    func start(of row: String) -> Date? {
        since[row]
    }

    /// Updates with the results of a check: rows of its accounts that could be read are forgotten.
    ///
    /// - Returns: whether anything changed.
    mutating func update(with report: UsageReport) -> Bool {
        let before = self
        let checked = Set(report.rows.map { "\($0.provider)/\($0.account)/" })
        since = since.filter { row, _ in !checked.contains { row.hasPrefix($0) } }
        for row in report.rows where row.error != nil {
            // A time in the future is from a clock that was wrong; waiting for it would delay the alert.
            since[row.id] = min(before.since[row.id] ?? report.checkedAt, report.checkedAt)
        }
        return self != before
    }

    /// Writes the file.
    func save(in files: any StateFiles) throws(StateFailure) {
        var writer = LineWriter(capacity: since.count * 100)
        for (row, date) in since.sorted(by: { $0.key < $1.key }) {
            writer.append("{\"v\":1,\"row\":")
            writer.append(quoted: row)
            writer.append(",\"since\":")
            writer.append(date.second)
            writer.append("}\n")
        }
        try files.replace(Self.name, with: writer.bytes)
    }
}
