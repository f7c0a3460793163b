/// What needs attention, worst first: the list below the table, and the lines of messages about several rows.
struct ProblemList {
    /// One thing that needs attention.
    struct Item {
        let words: RowWords

        /// What it is called: a row's name, the account's where many of its rows failed alike, or the number of accounts
        /// that did.
        let name: String

        /// How many rows it stands for.
        let count: Int

        /// `291 instances`, where it stands for several parts of an account.
        var manyParts: String? {
            let kind = words.row.scope.kind
            return count > 1 && kind != .account ? "\(count.grouped) \(kind.plural)" : nil
        }
    }

    /// Over first, then used up, then by the day on which they run out; what was not read comes last.
    let items: [Item]

    /// From how many on failures with one cause are one.
    static let many = 3

    init(_ rows: [RowWords]) {
        var counts: [Cause: Int] = [:]
        for words in rows {
            if let cause = Cause(words.row) { counts[cause, default: 0] += 1 }
        }
        var items: [Item] = []
        for words in rows where words.verdict.isProblem {
            guard let cause = Cause(words.row), let count = counts[cause], count >= Self.many else {
                if Cause(words.row).map({ counts[$0] != nil }) ?? true {
                    items.append(Item(words: words, name: words.name, count: 1))
                }
                continue
            }
            items.append(Item(words: words, name: Self.name(of: count, words.row), count: count))
            // The others are in it.
            counts[cause] = nil
        }
        self.items = items.enumerated().sorted { left, right in
            Self.isWorse(left.element.words, right.element.words)
                ?? (left.offset < right.offset)
        }.map(\.element)
    }

    /// The account whose parts failed alike, or how many accounts did.
    private static func name(of count: Int, _ row: UsageRow) -> String {
        row.scope.kind == .account ? "\(count.grouped) accounts" : row.account.printable
    }

    /// `nil` where neither is.
    private static func isWorse(_ left: RowWords, _ right: RowWords) -> Bool? {
        if left.verdict.mark != right.verdict.mark { return left.verdict.mark < right.verdict.mark }
        if left.verdict.state != right.verdict.state { return left.verdict.state < right.verdict.state }
        guard left.verdict.state == .runsOut, let first = left.assessment?.forecast?.exhaustedAt,
            let second = right.assessment?.forecast?.exhaustedAt, first != second
        else { return nil }
        return first < second
    }
}

/// What keeps parts of an account from being read, where that may be the same for many; or whole accounts, where it is
/// the network.
struct Cause: Hashable {
    private let provider, account: String
    private let kind: UsageScope.Kind
    private let reason: String
    private let hint: String?

    /// `nil` for what was read, and where each part or account has a reason of its own.
    init?(_ row: UsageRow) {
        guard let error = row.error else { return nil }
        let isAccount = row.scope.kind == .account
        guard isAccount ? [.network, .timeout].contains(error.code) : error.code != .notFound else { return nil }
        provider = isAccount ? "" : row.provider
        account = isAccount ? "" : row.account
        kind = row.scope.kind
        reason = error.brief
        hint = isAccount ? error.hint : nil
    }
}

extension ProblemList.Item {
    /// What is wrong and what to do, the most important first: whoever has little room leaves out the last. Each brings
    /// what separates it from the one before.
    ///
    /// - Parameter brevity: 0 for all that is known of a failure, 1 for a few words, 2 for fewer.
    private func clauses(brevity: Int) -> [String] {
        let words = words
        func after(_ separator: String, _ text: String?) -> String? {
            text.map { separator + $0 }
        }
        let byEnd = words.lastDay.map { " by \($0)" } ?? ""
        var parts: [String?]
        switch words.verdict.state {
        case .over:
            let soFar = words.costSoFar, expected = words.costByEnd
            let isUnknown = soFar == "unknown" || expected == "unknown"
            parts = [
                words.excess.map { "over by \($0)" } ?? "over",
                isUnknown
                    ? "; cost unknown: set its overage_price"
                    : after(", ", soFar.map { "\($0) so far" } ?? words.billableFromPool),
                isUnknown ? nil : after("; ", expected.map { $0 + byEnd } ?? words.shareByEnd.map { $0 + byEnd }),
            ]
        case .usedUp:
            let next = words.assessment?.usage.period.map { "new period \(words.zone.day(of: $0.end))" }
            parts = ["used up", after("; ", words.stopReason), after("; ", next)]
        case .runsOut:
            let expected = words.costByEnd
            parts = [
                "runs out \(words.exhaustionDay ?? "")", after(", ", expected.map { $0 + byEnd }),
                after("; ", words.dailyBudget.map { "keep below \($0) a day" }),
            ]
        case .high:
            parts = [words.reason ?? "high", words.reason == nil ? nil : after("; ", lasting)]
        case .tooOld:
            let time = words.assessment?.usage.asOf.map { ": as of \(words.zone.minute(of: $0))" }
            parts = ["too old", time, "; its usage is unknown"]
        case .notRead:
            let error = words.row.error
            let isBrief = brevity > 0 || count > 1 || error?.code == .unauthorized || error?.code == .timeout
            let subject = manyParts.map { "\($0) not read: " } ?? "not read: "
            let reason = brevity > 1 ? error?.cause : isBrief ? error?.brief : error?.message
            parts = [subject + (reason ?? ""), after("; ", words.fix), after("; ", words.lastReading)]
        case .noRoom, .lasts, .fine, .noQuota, .noData, .notJudged:
            parts = []
        }
        if let missing = words.missingRoom {
            if let first = parts.first { parts[0] = after("; ", first) }
            parts.insert(missing, at: 0)
        }
        return parts.compactMap { $0 }
    }

    private var lasting: String? {
        words.assessment?.forecast == nil ? nil : words.lastDay.map { "lasts until \($0)" }
    }

    /// As many of its clauses as fit; what to do counts more than every word of a failure.
    func remark(in width: Int) -> String {
        for brevity in 0...2 where words.verdict.state == .notRead || brevity == 0 {
            let whole = clauses(brevity: brevity)
            if whole.reduce(0, { $0 + $1.columns }) <= width { return whole.joined() }
            // What is wrong with a setting says how to fix it.
            if words.row.error?.code == .notConfigured, let reason = whole.first, reason.columns <= width {
                return reason
            }
        }
        var remark = "", taken = 0
        for clause in clauses(brevity: 1) {
            let columns = clause.columns
            guard taken == 0 || taken + columns <= width else { break }
            remark += clause
            taken += columns
        }
        return remark
    }
}

extension APIError {
    /// `token refused`, without the status.
    fileprivate var cause: String {
        brief.split(separator: " (").first.map(String.init) ?? brief
    }
}
