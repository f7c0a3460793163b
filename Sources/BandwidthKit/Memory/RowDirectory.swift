#if canImport(FoundationEssentials)
    import FoundationEssentials
#else
    import Foundation
#endif

/// A row that readings are remembered of: what it is called, and the unit of its figures.
struct RememberedRow: Sendable, Hashable {
    /// The row's stable identifier, under which its readings are remembered.
    let id: String
    let provider: String
    let account: String
    let scope: UsageScope

    /// The unit that its service uses; GB of 10⁹ bytes if that is not remembered.
    let unit: DataUnit

    /// `linode production/id-cgk`
    var title: String {
        UsageRow.title(provider, account, scope)
    }

    init(provider: String, account: String, scope: UsageScope, unit: DataUnit) {
        id = UsageRow.id(provider, account, scope)
        self.provider = provider
        self.account = account
        self.scope = scope
        self.unit = unit
    }

    /// A row of which only the identifier is known: `linode/production/region/id-cgk`.
    init(id: String) {
        self.id = id
        let parts = id.split(separator: "/", omittingEmptySubsequences: false).map(String.init)
        let isWhole = parts.count < 4 || parts.last == UsageScope.Kind.account.name
        provider = parts[0]
        account = parts.dropFirst().dropLast(isWhole ? 1 : 2).joined(separator: "/")
        scope = isWhole ? .account : UsageScope(.init(parts[parts.count - 2]), id: parts.last)
        unit = .gigabyte
    }
}

/// Which rows are remembered: one line of JSON each in `rows.jsonl`, which is replaced on changes. Rows that are no longer
/// read stay for three years, like their readings.
///
///     {"v":1,"provider":"hetzner","account":"shop","kind":"server","id":"42123457","label":"shop-sin","unit":"TB",
///      "size":1099511627776,"seen":20778}
///
/// `seen` is the day on which the row was last read, in days since 1970; it is at most a week behind.
struct RowDirectory: Sendable {
    private static let name = "rows.jsonl"

    /// How long a row is kept that is no longer read: three years, in days.
    private static let longestAbsence: Int64 = 3 * 366

    /// How far `seen` may be behind, so that not every run writes the file, in days.
    private static let tolerance: Int64 = 7

    private var rows: [String: (row: RememberedRow, seen: Int64)] = [:]

    /// Reads what is remembered; anything unreadable is ignored.
    init(in files: any StateFiles) {
        guard let text = try? files.contents(of: Self.name) else { return }
        for line in text.lineRanges {
            guard let (row, seen) = try? Self.parse(line, of: text) else { continue }
            rows[row.id] = (row, seen)
        }
    }

    /// The identifiers of all rows, in any order.
    var ids: some Sequence<String> {
        rows.keys
    }

    /// The row with an identifier, as far as it is known.
    func row(_ id: String) -> RememberedRow {
        rows[id]?.row ?? RememberedRow(id: id)
    }

    /// Adds the rows of a report that could be read.
    ///
    /// - Returns: whether the file must be written.
    mutating func update(with report: UsageReport) -> Bool {
        update(
            report.rows.compactMap { row in
                row.assessment.map {
                    RememberedRow(provider: row.provider, account: row.account, scope: row.scope, unit: $0.usage.unit)
                }
            }, today: report.checkedAt.second / 86400)
    }

    /// Adds rows; what is remembered of them already is replaced.
    mutating func update(_ read: [RememberedRow], today: Int64) -> Bool {
        var isChanged = false
        for row in read where row.id.utf8.count <= Reading.longestRow {
            let known = rows[row.id]
            guard known?.row != row || abs((known?.seen ?? 0) - today) > Self.tolerance else { continue }
            rows[row.id] = (row, today)
            isChanged = true
        }
        if isChanged { rows = rows.filter { $0.value.seen > today - Self.longestAbsence } }
        return isChanged
    }

    /// Writes the file.
    func save(in files: any StateFiles) throws(StateFailure) {
        var writer = LineWriter(capacity: rows.count * 150)
        for (_, value) in rows.sorted(by: { $0.key < $1.key }) {
            let (row, seen) = value
            writer.append("{\"v\":1,\"provider\":")
            writer.append(quoted: row.provider)
            writer.append(",\"account\":")
            writer.append(quoted: row.account)
            writer.append(",\"kind\":")
            writer.append(quoted: row.scope.kind.name)
            writer.append(",\"id\":")
            writer.append(quoted: row.scope.id ?? "")
            writer.append(",\"label\":")
            writer.append(quoted: row.scope.label ?? "")
            writer.append(",\"unit\":")
            writer.append(quoted: row.unit.symbol)
            writer.append(",\"size\":")
            writer.append(row.unit.size.bytes)
            writer.append(",\"seen\":")
            writer.append(seen)
            writer.append("}\n")
        }
        try files.replace(Self.name, with: writer.bytes)
    }

    private static func parse(_ line: Range<Int>, of text: [UInt8]) throws(UnreadableLine) -> (RememberedRow, Int64) {
        var scanner = LineScanner(text, in: line)
        guard scanner.take("{\"v\":1,\"provider\":"), let provider = scanner.string(), scanner.take(",\"account\":"),
            let account = scanner.string(), scanner.take(",\"kind\":"), let kind = scanner.string(),
            scanner.take(",\"id\":"), let id = scanner.string(), scanner.take(",\"label\":"),
            let label = scanner.string(), scanner.take(",\"unit\":"), let symbol = scanner.string(),
            scanner.take(",\"size\":"), let size = scanner.integer().flatMap({ ByteCount($0) }),
            let unit = DataUnit(remembered: symbol, size), scanner.take(",\"seen\":"), let seen = scanner.integer(),
            (0...10_000_000).contains(seen), scanner.take("}")
        else { throw .damaged }
        let scope = UsageScope(.init(kind), id: id.isEmpty ? nil : id, label: label.isEmpty ? nil : label)
        return (RememberedRow(provider: provider, account: account, scope: scope, unit: unit), seen)
    }
}
