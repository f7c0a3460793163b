#if canImport(FoundationEssentials)
    import FoundationEssentials
#else
    import Foundation
#endif

/// What is known about one row, in words for people: labels, and one text or more for each.
struct RowDetails {
    private let words: RowWords
    private let now: Date
    private let glyphs: TableGlyphs
    private let service: ServiceSummary?

    init(_ words: RowWords, at now: Date, _ glyphs: TableGlyphs, _ service: ServiceSummary?) {
        self.words = words
        self.now = now
        self.glyphs = glyphs
        self.service = service
    }

    private var row: UsageRow { words.row }

    /// Everything, in order; a label without texts has nothing to say.
    var all: [(label: String, texts: [String])] {
        let figures = row.assessment.map { details(of: $0) } ?? failure
        return figures + [
            ("counts", row.assessment == nil ? [] : [service?.counts].compactMap { $0 }),
            ("uncertain", row.assessment == nil ? [] : service?.doubts ?? []),
            ("page", [row.console].compactMap { $0 }),
            ("id", [row.id]),
        ]
    }

    /// What is known about a row that could not be read.
    private var failure: [(label: String, texts: [String])] {
        guard let error = row.error else { return [] }
        return [
            ("error", [error.message]),
            ("code", [error.code.rawValue + (error.httpStatus.map { ", HTTP status \($0)" } ?? "")]),
            ("fix", [words.fix].compactMap { $0 }),
            ("unread since", [row.unreadSince.map { words.zone.minute(of: $0) }].compactMap { $0 }),
        ]
    }

    private func details(of assessment: Assessment) -> [(label: String, texts: [String])] {
        [
            ("used", used(assessment)),
            ("quota", quota(assessment)),
            ("left", left(assessment)),
            ("billable", billable(assessment)),
            ("cost", cost(assessment)),
            ("price", price(assessment)),
            ("period", period(assessment)),
            ("forecast", forecast(assessment)),
            ("runs out", runsOut(assessment)),
            ("pace", pace(assessment)),
            ("as of", asOf(assessment)),
            ("rules", rules(assessment)),
            ("as sent", asSent(assessment)),
            ("notes", assessment.notes.filter { $0 != assessment.usage.asOf.map { "as of \($0.minuteText)" } }),
        ]
    }
}

extension RowDetails {
    /// `126,701,535,232 bytes`
    private func bytes(_ count: ByteCount) -> String {
        "\(count.bytes.grouped) bytes"
    }

    private func used(_ assessment: Assessment) -> [String] {
        let share = assessment.usedPercentage.map { ", \($0)% of the quota" } ?? ""
        return [(words.unit?.text(assessment.usage.used) ?? "") + share, bytes(assessment.usage.used)]
    }

    private func quota(_ assessment: Assessment) -> [String] {
        guard let quota = assessment.quota else { return ["none"] }
        var texts = [words.unit?.text(quota) ?? "", bytes(quota)]
        if let own = assessment.usage.quota, own != quota {
            texts.append("your own; the service includes \(words.unit?.text(own) ?? "")")
        } else if assessment.usage.quota == nil {
            texts.append("your own; the service states none")
        }
        return texts
    }

    private func left(_ assessment: Assessment) -> [String] {
        guard let remaining = assessment.remaining else { return [] }
        let budget = words.dailyBudget.map { budget in
            "at most \(budget) a day" + (words.lastDay.map { " until \($0)" } ?? "")
        }
        return [(words.unit?.text(remaining) ?? ""), budget].compactMap { $0 }
    }

    private func billable(_ assessment: Assessment) -> [String] {
        guard let billable = assessment.billable else {
            return assessment.usage.drawsOnPool ? ["nothing of its own: it draws on the account's pool"] : []
        }
        return [words.unit?.text(billable) ?? "", billable > .zero ? bytes(billable) : nil].compactMap { $0 }
    }

    private func cost(_ assessment: Assessment) -> [String] {
        let charge = assessment.usage.charge.map { "\($0) for all traffic of the period so far" }
        let parts = [
            words.costSoFar.map { "\($0) so far" },
            words.costByEnd.map { cost in cost + (words.lastDay.map { " by \($0)" } ?? "") },
        ].compactMap { $0 }
        return [charge, parts.isEmpty ? nil : parts.joined(separator: "; ")].compactMap { $0 }
    }

    private func price(_ assessment: Assessment) -> [String] {
        func text(_ price: OveragePrice) -> String {
            let unit = assessment.usage.unit
            let size = max(1, unit.size.bytes), isExact = price.unit.bytes % size == 0
            let amount =
                price.unit == unit.size
                ? unit.symbol : isExact ? "\(price.unit.bytes / size) \(unit.symbol)" : bytes(price.unit)
            return
                "\(price.price.amount) \(price.price.currency) for \(price.isWholeUnits ? "every started" : "each") \(amount)"
        }
        switch assessment.pricing {
        case .configuration(let price): return ["\(text(price)): your own overage_price"]
        case .amounts: return ["the service computes the cost itself"]
        case .answer(let price):
            return [text(price) + ": " + (price.lookedUp.map { "built in, as of \($0)" } ?? "stated by the service")]
        case .priceList(let price): return ["\(text(price)): the service's price list"]
        case nil: return []
        }
    }

    private func period(_ assessment: Assessment) -> [String] {
        guard let period = assessment.usage.period else { return ["not known"] }
        let zone = words.zone, name = zone.offset(at: period.start).name
        let elapsed = assessment.elapsedPercentage.map { ", \($0)% of it over" } ?? ""
        let basis =
            switch assessment.periodBasis {
            case .service: "stated by the service"
            case .request: "the service states none, and was asked about these days"
            case .counter: "assumed: the service states none, and the counter shows which it is"
            case .calendar: "assumed: the service states none, so it is the calendar month in UTC"
            case nil: period.isAssumed ? "assumed: the service states none" : "stated by the service"
            }
        return ["\(zone.minute(of: period.start)) to \(zone.minute(of: period.end)) \(name)\(elapsed)", basis]
    }

    private func forecast(_ assessment: Assessment) -> [String] {
        guard let forecast = assessment.forecast else {
            if assessment.isStale { return ["none: the reading is not judged"] }
            if assessment.usage.isStopped { return ["none: \(words.stopReason ?? "stopped")"] }
            return ["none yet: it takes 7 days of readings, or 3 days of the period"]
        }
        let share = assessment.forecastPercentage.map { ", \($0)% of the quota" } ?? ""
        let byEnd = words.lastDay.map { " by \($0)" } ?? ""
        let basis =
            switch forecast.basis {
            case .lastSevenDays: "from the last 7 days"
            case .service: "the service's own"
            case .straightLine: "from the period so far"
            }
        return [(words.unit?.text(forecast.used) ?? "") + byEnd + share, bytes(forecast.used), basis]
    }

    private func runsOut(_ assessment: Assessment) -> [String] {
        guard let moment = assessment.forecast?.exhaustedAt else { return [] }
        let text = "\(words.zone.minute(of: moment)) \(words.zone.offset(at: moment).name)"
        return [moment < now ? "ran out \(text), at the pace of the period" : text]
    }

    private func pace(_ assessment: Assessment) -> [String] {
        assessment.pacePercentage.map { ["the last 24 hours were \($0)% of the daily average of the 7 days before"] }
            ?? []
    }

    private func asOf(_ assessment: Assessment) -> [String] {
        guard let moment = assessment.usage.asOf else {
            return ["\(words.zone.minute(of: now)) \(words.zone.offset(at: now).name), when it was asked"]
        }
        return ["\(words.zone.minute(of: moment)) \(words.zone.offset(at: moment).name), as the service says"]
    }

    /// Every rule with the value that it is compared with.
    private func rules(_ assessment: Assessment) -> [String] {
        if assessment.isStale { return ["not applied: the reading is not judged"] }
        let texts = assessment.appliedRules.map { rule -> String in
            let value = self.value(for: rule, assessment)
            let holds = assessment.rules.contains(rule)
            let mark = glyphs.mark(
                value == nil ? .notJudged : !holds ? .fine : rule.severity == .critical ? .critical : .warning)
            return "\(mark) \(rule) (\(rule.severity.rawValue)): \(value ?? "nothing to compare with")"
        }
        if !texts.isEmpty { return texts }
        return [assessment.usage.drawsOnPool ? "none: it draws on a pool and has no instance_rules" : "none"]
    }

    private func value(for rule: Rule, _ assessment: Assessment) -> String? {
        switch rule.measure {
        case .actual: assessment.usedPercentage.map { "it is \($0)%" }
        case .forecast: assessment.forecastPercentage.map { "it is \($0)%" }
        case .pace: assessment.pacePercentage.map { "it is \($0)%" }
        case .cost:
            (assessment.forecast?.overageCost ?? assessment.overageCost).map { "it is \($0)" }
                ?? (assessment.billable ?? .zero == .zero ? "nothing is charged" : nil)
        }
    }

    /// The service's own numbers, to compare with its pages.
    private func asSent(_ assessment: Assessment) -> [String] {
        let native = assessment.usage.native
        let parts = [
            "used \(native.used) \(native.usedUnit.symbol)", native.quota.map { "quota \($0) \(native.unit.symbol)" },
            native.billable.map { "billable \($0) \(native.unit.symbol)" },
        ]
        return [parts.compactMap { $0 }.joined(separator: ", ")]
    }
}
