#if canImport(FoundationEssentials)
    import FoundationEssentials
#else
    import Foundation
#endif

extension UsageReport {
    /// `2 over, 1 used up, 5 running out, 1 not read, 9 fine`; only what there is.
    var counts: String {
        Self.counts(of: rows.lazy.map { Verdict($0).state })
    }

    static func counts(of states: some Sequence<Verdict.State>, loud: Bool = false) -> String {
        var counts = Array(repeating: 0, count: SummaryWord.allCases.count)
        for state in states { counts[SummaryWord(state).rawValue] += 1 }
        let words = SummaryWord.allCases.filter { counts[$0.rawValue] > 0 && !(loud && $0 == .notJudged) }
        return words.isEmpty
            ? "nothing to report"
            : words.map { "\(counts[$0.rawValue]) \(loud && $0 == .notRead ? "NOT READ" : $0.text)" }
                .joined(separator: ", ")
    }

    /// What a state counts as.
    private enum SummaryWord: Int, CaseIterable {
        case over, usedUp, runningOut, noRoom, high, tooOld, notRead, fine, notJudged

        init(_ state: Verdict.State) {
            self =
                switch state {
                case .over: .over
                case .usedUp: .usedUp
                case .runsOut: .runningOut
                case .noRoom: .noRoom
                case .high: .high
                case .tooOld: .tooOld
                case .notRead: .notRead
                case .lasts, .fine, .noQuota, .noData: .fine
                case .notJudged: .notJudged
                }
        }

        var text: String {
            switch self {
            case .over: "over"
            case .usedUp: "used up"
            case .runningOut: "running out"
            case .noRoom: "without room"
            case .high: "high"
            case .tooOld: "too old"
            case .notRead: "not read"
            case .fine: "fine"
            case .notJudged: "not judged"
            }
        }
    }
}

extension UsageReport {
    /// `overage €1.48 + $0.27 so far, €5.76 + $59.58 by the end of the periods`; `nil` where nothing costs anything.
    ///
    /// - Parameter isBrief: without the words about the periods.
    func money(isBrief: Bool) -> String? {
        let soFar = overage, expected = expectedOverage
        guard !expected.isNothing || !soFar.isNothing else { return nil }
        let isOne = rows.count { !($0.assessment?.isFree ?? true) } == 1
        let end = isBrief ? "" : " of the period\(isOne ? "" : "s")"
        let texts = [
            soFar.isNothing ? nil : "\(soFar) so far", expected == soFar ? nil : "\(expected) by the end\(end)",
        ]
        return "overage " + texts.compactMap { $0 }.joined(separator: ", ")
    }
}

extension Assessment {
    /// Whether it adds nothing to the overage, now or by the end.
    fileprivate var isFree: Bool {
        usage.drawsOnPool || (billable ?? .zero) == .zero && (forecast?.billable ?? .zero) == .zero
    }
}

extension OverageTotal {
    /// Whether nothing is charged for.
    var isNothing: Bool {
        isComplete && amounts.allSatisfy { $0.amount == 0 }
    }
}

extension UsageReport {
    /// `25 minutes`, `3 hours`: how old a remembered report is; `nil` for one that was just made.
    var age: String? {
        shownAt.map { Self.age($0.second - checkedAt.second) }
    }

    /// `25 minutes`, `3 hours`, `12 days`
    static func age(_ seconds: Int64) -> String {
        func text(_ count: Int64, _ unit: String) -> String { "\(count) \(unit)\(count == 1 ? "" : "s")" }
        let seconds = max(0, seconds)
        if seconds < 60 { return text(seconds, "second") }
        if seconds < 120 * 60 { return text(seconds / 60, "minute") }
        return seconds < 48 * 3600 ? text(seconds / 3600, "hour") : text(seconds / 86400, "day")
    }
}
