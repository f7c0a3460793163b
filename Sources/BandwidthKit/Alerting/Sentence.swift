#if canImport(FoundationEssentials)
    import FoundationEssentials
#else
    import Foundation
#endif

/// A message about one thing: what it is, and what may be left out where there is no room.
struct Sentence {
    var start = "Bandwidth: "
    var name: String

    /// What is so.
    let head: String

    /// The rest, the most important first, each with what separates it from the one before.
    var clauses: [String] = []

    func named(_ name: String) -> Sentence {
        var sentence = self
        sentence.name = name
        return sentence
    }

    /// `Bandwidth: Netlify teams/Example Team is at 92% (92 of 100 GB)`
    var title: String {
        start + name + head
    }

    func text(_ clauses: [String]) -> String {
        title + clauses.joined() + (clauses.last?.contains("Fix: ") ?? false ? "" : ".")
    }

    /// The clauses alone.
    func body(_ clauses: [String]) -> String {
        guard !clauses.isEmpty else { return "" }
        let text = String(text(clauses).dropFirst(title.count).drop { ".,; ".contains($0) })
        return text.prefix(1).uppercased() + text.dropFirst()
    }
}

extension Sentence {
    /// What is worth telling of a row.
    init(_ words: RowWords, at now: Date) {
        let byEnd = words.lastDay.map { " by \($0)" } ?? ""
        let amounts = words.amounts(" of ") ?? ""
        let pace = words.assessment?.forecast?.basis == .service ? "" : " at this pace"
        let next = words.assessment?.usage.period.map { ". New period \(words.zone.day(of: $0.end))" }
        let level = words.share.map { " is at \($0) (\(amounts))" } ?? " is at \(amounts)"
        var clauses: [String?] = []
        switch words.verdict.state {
        case .over:
            head = " is OVER: \(amounts)" + (words.share.map { " (\($0))" } ?? "")
            let expected = words.costByEnd.map { ", \($0)\(byEnd)" } ?? words.shareByEnd.map { ", \($0)\(byEnd)" }
            let soFar = words.costSoFar.map { "\($0) so far" } ?? words.billableFromPool
            clauses = [soFar.map { ", \($0)" }, expected.map { $0 + pace }]
        case .usedUp:
            head = " is USED UP: \(amounts)"
            clauses = [words.stopReason.map { "; \($0)" }, next]
        case .runsOut:
            head = level
            clauses = [
                words.exhaustionDay.map { ". Runs out \($0)" }, words.costByEnd.map { "; \($0) extra\(byEnd)" },
                words.dailyBudget.map { ". Keep below \($0) a day" },
            ]
        case .high:
            head = level
            let lasting = words.assessment?.forecast == nil ? nil : words.lastDay.map { "lasts until \($0)" }
            clauses = [words.alarm.map { ". \($0)" }, lasting.map { "; \($0)" }]
        case .notRead:
            let time = words.row.unreadSince.map { " for \(Int(now.timeIntervalSince($0) / 3600).hoursOrDays)" } ?? ""
            head = " could not be read\(time): \(words.row.error?.brief ?? "")"
            clauses = [". Its usage is UNKNOWN", words.fix.map { ". Fix: \($0)" }]
        case .tooOld:
            head = " was last reported" + (words.assessment?.usage.asOf.map { " \(words.zone.minute(of: $0))" } ?? "")
            clauses = [". Its usage is UNKNOWN"]
        case .noRoom, .lasts, .fine, .noQuota, .noData, .notJudged:
            head = level
        }
        name = words.fullName
        self.clauses = clauses.compactMap { $0 }
    }
}

extension Int {
    /// `24 hours`, `3 days`
    fileprivate var hoursOrDays: String {
        self < 72 ? "\(self) hour\(self == 1 ? "" : "s")" : "\(self / 24) days"
    }
}
