#if canImport(FoundationEssentials)
    import FoundationEssentials
#else
    import Foundation
#endif

/// Who would be told what, and why or why not, as `bandwidth notify list` prints it.
public struct DecisionList: Sendable {
    private let zone: ReportZone
    private let units: UnitSystem

    /// A list with dates in a zone.
    public init(units: UnitSystem = .provider, zone: ReportZone = .utc) {
        self.units = units
        self.zone = zone
    }

    /// A paragraph for each recipient: a line for each row of which there is something to tell, then how many others
    /// there are.
    public func text(of recipients: [RecipientDecisions]) -> String {
        recipients.map { recipient in
            let shown = recipient.decisions.filter { $0.outcome != .nothing }
            let names = shown.map { RowWords($0.row, units: units, zone: zone).name }
            let width = names.map(\.columns).max() ?? 0
            var lines = [heading(recipient)]
            lines += zip(shown, names).map { decision, name in
                "  \(word(decision).padded(to: 5))  \(name.padded(to: width))  \(reason(decision))"
            }
            if recipient.fallbackOf.isEmpty {
                let rest = recipient.decisions.count - shown.count
                if rest > 0 { lines.append("  \(rest.grouped) \(rest == 1 ? "row" : "rows") with nothing to tell") }
                if recipient.decisions.isEmpty { lines.append("  nothing to tell") }
            }
            return lines.joined(separator: "\n") + "\n"
        }.joined(separator: "\n")
    }

    /// `on call (twilio) to +12025550143`
    private func heading(_ recipient: RecipientDecisions) -> String {
        let kind = recipient.kind == recipient.channel ? "" : " (\(recipient.kind))"
        let limit =
            recipient.fallbackOf.isEmpty ? "" : ": only if \(recipient.fallbackOf.joined(separator: " or ")) fails"
        return "\(recipient.channel.printable)\(kind) to \(recipient.recipient)\(limit)"
    }

    private func word(_ decision: Decision) -> String {
        switch decision.outcome {
        case .due: "now"
        case .quiet, .uncertain: "later"
        case .told: "told"
        case .otherAccount, .otherSeverity, .periodUncertain, .notUnreadForLong, .nothing: "no"
        }
    }

    /// `crossed: actual 100%, forecast 100%`, `Nov 19 07:15: actual 90%`
    private func reason(_ decision: Decision) -> String {
        let facts = facts(decision)
        switch decision.outcome {
        case .due:
            return facts
        case .quiet(let end):
            return "quiet until \(zone.minute(of: end)); \(facts)"
        case .uncertain(let next):
            return "may have been told already, so not again before \(zone.minute(of: next)); \(facts)"
        case .told(let date):
            return "\(zone.minute(of: date)); \(rules(of: decision.row))"
        case .otherAccount:
            return "the account \(decision.row.account.printable) is not among its accounts; \(rules(of: decision.row))"
        case .otherSeverity:
            return "\(decision.row.status.rawValue) is not among its severities; \(rules(of: decision.row))"
        case .periodUncertain:
            return "it isn't certain yet that the counter is this period's; \(rules(of: decision.row))"
        case .notUnreadForLong:
            let since = decision.row.unreadSince.map { " since \(zone.minute(of: $0))" } ?? ""
            return "not read\(since), which is not long enough"
        case .nothing:
            return ""
        }
    }

    private func facts(_ decision: Decision) -> String {
        switch decision.event {
        case .resolved:
            switch decision.item?.resolution {
            case .newPeriod: return "all-clear: a new period"
            case .quotaRaised: return "all-clear: more quota"
            case .readAgain, nil: return "all-clear: can be read again"
            }
        case .reminded: return "reminder: \(rules(of: decision.row))"
        case .crossed, .report, .test, nil: return "new: \(rules(of: decision.row))"
        }
    }

    private func rules(of row: UsageRow) -> String {
        if row.error == nil { return row.rulesInWords }
        return "can't be read" + (row.unreadSince.map { " since \(zone.minute(of: $0))" } ?? "")
    }
}

extension UsageRow {
    /// The rules that hold: `actual 100%, forecast 100%, overage charged`.
    var rulesInWords: String {
        guard let assessment else { return "" }
        let isCharged = !assessment.usage.drawsOnPool && (assessment.billable ?? .zero) > .zero
        return (assessment.rules.map(\.description) + (isCharged ? ["overage charged"] : [])).joined(separator: ", ")
    }
}
