/// A row of the table, before the column widths are known.
struct TableRow {
    /// The sign before it; `nil` before the heading of an account.
    var mark: Verdict.Mark?
    var name: String

    /// Where its bar comes from; `nil` without a quota.
    var bar: UsageBar?
    var share = ""
    var amounts = ""
    var byEnd = ""
    var runsOut = ""
    var cost = ""

    /// Whether the name may run on over all columns, since they are empty.
    var isOnlyName: Bool {
        share.isEmpty && amounts.isEmpty && byEnd.isEmpty && runsOut.isEmpty && cost.isEmpty && bar == nil
    }
}

/// How far an allowance is used, and how far it will be.
struct UsageBar: Hashable {
    private let used, expected, quota: ByteCount

    /// `nil` without a quota.
    init?(_ row: Assessment) {
        guard let quota = row.quota, quota > .zero else { return nil }
        used = row.usage.used
        expected = max(used, row.forecast?.used ?? used)
        self.quota = quota
    }

    /// So many cells, and one that says that it is over, now or by the end. Rounded down where it is used: a full bar
    /// is all of the quota.
    func drawn(_ length: Int, _ glyphs: TableGlyphs) -> String {
        let whole = Int128(quota.bytes), cells = Int128(length)
        let full = Int(min(cells, Int128(used.bytes) * cells / whole))
        let nearest = (2 * Int128(expected.bytes) * cells + whole) / (2 * whole)
        let reached = max(full, Int(min(nearest, expected < quota ? cells - 1 : cells)))
        return String(repeating: glyphs.used, count: full)
            + String(repeating: glyphs.expected, count: reached - full)
            + String(repeating: glyphs.free, count: length - reached)
            + (expected > quota ? glyphs.over : " ")
    }
}

extension TableRow {
    init(_ words: RowWords, name: String, _ glyphs: TableGlyphs) {
        mark = words.verdict.mark
        self.name = glyphs.spelled(name)
        runsOut = words.runsOut
        guard let assessment = words.assessment else { return }
        bar = UsageBar(assessment)
        share = glyphs.spelled(words.share ?? "–")
        amounts = glyphs.spelled(words.amounts(" / ") ?? "")
        byEnd = glyphs.spelled(words.shareByEnd ?? "–")
        cost = glyphs.spelled(words.cost ?? "")
    }

    /// The rows of a table: an account with one row is one line, one with several a heading and indented rows unless its
    /// first row is the account itself.
    ///
    /// - Parameters:
    ///   - height: the lines of the terminal, beyond which what is fine is one line for each account; `nil`: no limit.
    ///   - showsAll: whether many failures with one cause are a line each.
    static func rows(of words: [RowWords], height: Int?, showsAll: Bool, _ glyphs: TableGlyphs) -> [TableRow] {
        let accounts = words.accounts.map { AccountRows(words[$0], joinsFailures: !showsAll) }
        let count = accounts.reduce(0) { $0 + $1.count }
        let isFolded = !showsAll && height.map { count > $0 } ?? false
        return accounts.flatMap { $0.rows(isFolded: isFolded, glyphs) }
    }
}

/// The rows of one account.
private struct AccountRows {
    private let first: RowWords
    private let parts: [RowWords]
    private let joined: [Cause: Int]

    /// What the table calls the account.
    private var title: String {
        (first.row.provider == first.row.account ? first.row.account : "\(first.row.provider) \(first.row.account)")
            .printable
    }

    private var isSingle: Bool { parts.isEmpty }
    private var hasOwnRow: Bool { first.row.scope.kind == .account }

    init(_ rows: ArraySlice<RowWords>, joinsFailures: Bool) {
        first = rows[rows.startIndex]
        let isSingle = rows.count == 1, hasOwnRow = first.row.scope.kind == .account
        parts = isSingle ? [] : Array(hasOwnRow ? rows.dropFirst() : rows)
        var causes: [Cause: Int] = [:]
        for words in joinsFailures ? parts : [] {
            if let cause = Cause(words.row) { causes[cause, default: 0] += 1 }
        }
        joined = causes.filter { $0.value >= ProblemList.many }
    }

    /// How many lines it takes when nothing is folded.
    var count: Int {
        1 + parts.count - joined.values.reduce(0) { $0 + $1 - 1 }
    }

    func rows(isFolded: Bool, _ glyphs: TableGlyphs) -> [TableRow] {
        if isSingle { return [TableRow(first, name: first.row.title, glyphs)] }
        var rows = [hasOwnRow ? TableRow(first, name: title, glyphs) : TableRow(name: glyphs.spelled(title))]
        var told: Set<Cause> = []
        // One alone stays where it is.
        let isFolded = isFolded && parts.lazy.filter { !$0.verdict.isProblem }.prefix(2).count > 1
        var quiet: [RowWords] = []
        for words in parts {
            if let cause = Cause(words.row), let count = joined[cause] {
                guard told.insert(cause).inserted else { continue }
                let name = "  \(count.grouped) \(words.row.scope.kind.plural)"
                rows.append(TableRow(words, name: name, glyphs))
            } else if isFolded, !words.verdict.isProblem {
                quiet.append(words)
            } else {
                rows.append(TableRow(words, name: "  \(words.partName)", glyphs))
            }
        }
        if !quiet.isEmpty { rows.append(Self.folded(quiet)) }
        return rows
    }

    /// `1,998 instances fine; --all shows them`
    private static func folded(_ rows: [RowWords]) -> TableRow {
        let fine = rows.count { $0.verdict.mark == .fine }, others = rows.count - fine
        let kind = rows[0].row.scope.kind
        let things = rows.allSatisfy { $0.row.scope.kind == kind } ? kind.plural : "rows"
        let counts = [fine > 0 ? (fine, "fine") : nil, others > 0 ? (others, "not judged") : nil].compactMap { $0 }
        let texts = counts.enumerated().map { index, count in
            "\(count.0.grouped) \(index == 0 ? "\(things) " : "")\(count.1)"
        }
        return TableRow(
            mark: others > 0 ? .notJudged : .fine, name: "  \(texts.joined(separator: ", ")); --all shows them")
    }
}

extension [RowWords] {
    /// Where the rows of each account are: an account's stand together.
    fileprivate var accounts: [Range<Int>] {
        var ranges: [Range<Int>] = []
        for (index, words) in enumerated() {
            if let last = ranges.last, self[last.lowerBound].row.provider == words.row.provider,
                self[last.lowerBound].row.account == words.row.account
            {
                ranges[ranges.count - 1] = last.lowerBound..<index + 1
            } else {
                ranges.append(index..<index + 1)
            }
        }
        return ranges
    }
}
