#if canImport(FoundationEssentials)
    import FoundationEssentials
#else
    import Foundation
#endif

/// A row in words for people: what the table, the list below it and messages are made of.
struct RowWords {
    let row: UsageRow
    let verdict: Verdict
    let zone: ReportZone

    /// The unit of its amounts; `nil` where there are none.
    let unit: ReadableUnit?

    init(_ row: UsageRow, units: UnitSystem, zone: ReportZone) {
        self.row = row
        self.zone = zone
        verdict = Verdict(row)
        unit = row.assessment.map { assessment in
            ReadableUnit(
                assessment.usage.unit, units, largest: max(assessment.usage.used, assessment.quota ?? .zero))
        }
    }

    var assessment: Assessment? { row.assessment }

    /// `media/example-trial`, `small-host`: what the list and messages about several rows call it.
    var name: String {
        let account = row.account.printable
        return row.scope.kind == .account ? account : "\(account)/\(partName)"
    }

    /// `example-trial`: what it is called below its account's name.
    var partName: String {
        if let name = row.scope.name?.printable, !name.isEmpty { return name }
        return row.scope.kind == .account ? "account" : "\(row.scope.kind.words) list"
    }

    /// `118 of 100 GB`, `31.4 GB`; `nil` where nothing was read.
    func amounts(_ separator: String) -> String? {
        guard let assessment, let unit else { return nil }
        guard let quota = assessment.quota else { return unit.text(assessment.usage.used) }
        return unit.text(assessment.usage.used, of: quota, separator)
    }

    /// `118%`; `nil` without a quota.
    var share: String? {
        guard let assessment, let quota = assessment.quota else { return nil }
        return assessment.usage.used.roundedPercentage(of: quota)
    }

    /// `175%`: what is expected by the end of the period; `off` where nothing more is; `nil` where nothing is known.
    var shareByEnd: String? {
        guard let assessment, let quota = assessment.quota else { return nil }
        if let forecast = assessment.forecast { return forecast.used.roundedPercentage(of: quota) }
        return assessment.usage.isStopped && !assessment.isStale ? "off" : nil
    }

    /// When it runs out, or why that is not said: `Nov 26`, `over`, `lasts`.
    var runsOut: String {
        switch verdict.state {
        case .over: return "over"
        case .usedUp: return "used up"
        case .runsOut: return exhaustionDay ?? "runs out"
        case .noRoom: return "no room"
        case .high: return "high"
        case .tooOld: return "too old"
        case .notRead: return "not read"
        case .lasts: return "lasts"
        case .fine: return exhaustionDay ?? "fine"
        case .noQuota: return "no quota"
        case .noData: return "no data"
        case .notJudged:
            guard let assessment, let quota = assessment.quota else { return "no quota" }
            if assessment.usage.used > quota { return "over" }
            if assessment.usage.used == quota { return "used up" }
            return exhaustionDay ?? (assessment.forecast == nil ? "" : "lasts")
        }
    }

    /// The same as a sentence of its own: `not judged; runs out Nov 22`.
    var outlook: String {
        let isJudged = verdict.state != .notJudged
        guard verdict.state == .fine || !isJudged, let day = exhaustionDay, runsOut == day else {
            return isJudged || runsOut.isEmpty || runsOut == "no quota" ? runsOut : "not judged; \(runsOut)"
        }
        return isJudged ? "fine; runs out \(day)" : "not judged; runs out \(day)"
    }

    /// `€1.48 → €5.76`, `$9.41`, `0 → $55.00`; `nil` where nothing is charged for.
    var cost: String? {
        let soFar = costSoFar ?? assessment?.usage.charge?.description ?? billableFromPool
        guard let byEnd = costByEnd, byEnd != soFar else { return soFar }
        return "\(soFar ?? "0") → \(byEnd)"
    }

    /// What the overage costs so far: `€1.48`, `unknown`; `nil` where there is none.
    var costSoFar: String? {
        guard let assessment, !assessment.isStale, !assessment.usage.drawsOnPool else { return nil }
        return Self.cost(assessment.overageCost, of: assessment.billable)
    }

    /// `18 GB billable`: what the service counts as billable of a row that draws on a pool, where it costs something only
    /// once the pool is used up; `nil` for other rows.
    var billableFromPool: String? {
        guard let assessment, let unit, !assessment.isStale, assessment.usage.drawsOnPool,
            let billable = assessment.billable, billable > .zero
        else { return nil }
        return "\(unit.text(billable)) billable"
    }

    /// What it will cost: `€5.76`, `unknown`; `nil` where there will be none, or nothing can be said.
    var costByEnd: String? {
        guard let assessment, let forecast = assessment.forecast, !assessment.usage.drawsOnPool else { return nil }
        return Self.cost(forecast.overageCost, of: forecast.billable)
    }

    private static func cost(_ money: Money?, of billable: ByteCount?) -> String? {
        if let money { return money.amount > 0 ? money.description : nil }
        return billable ?? .zero > .zero ? "unknown" : nil
    }

    /// The day on which it runs out.
    var exhaustionDay: String? {
        assessment?.forecast?.exhaustedAt.map { zone.day(of: $0) }
    }

    /// `Nov 30`: the last day of the period.
    var lastDay: String? {
        assessment?.usage.period.map { zone.lastDay(of: $0) }
    }

    /// How much is used above the quota, or is charged for: `18 GB`.
    var excess: String? {
        guard let assessment, let unit else { return nil }
        let above = assessment.quota.map { assessment.usage.used.excess(over: $0) } ?? .zero
        let billable = assessment.usage.drawsOnPool ? .zero : assessment.billable ?? .zero
        let excess = billable > .zero ? billable : above
        return excess > .zero ? unit.text(excess) : nil
    }

    /// How much may be used a day until the end: `6.05 GB`; `nil` where nothing is left.
    var dailyBudget: String? {
        guard let budget = assessment?.dailyBudget, budget > .zero else { return nil }
        return unit?.text(budget)
    }

    /// Why nothing more is expected, in the provider's words: `the zone is switched off`.
    var stopReason: String? {
        guard let usage = assessment?.usage, usage.isStopped else { return nil }
        return usage.note?.split(separator: ";").first.map(\.printable) ?? "stopped"
    }

    /// `no room for 200GB: 3822 of 3000 GB by Nov 30`; `nil` where there is, or nothing was asked for.
    var missingRoom: String? {
        guard let assessment, let unit, let quota = assessment.quota, let room = assessment.missingRoom else {
            return nil
        }
        let basis = assessment.forecast == nil ? ", without a forecast" : lastDay.map { " by \($0)" } ?? ""
        return "no room for \(room.text): \(unit.text(assessment.expected + room.size, of: quota, " of "))\(basis)"
    }

    /// The rule that makes it high: `92% used, above 90%`.
    var reason: String? {
        guard let assessment, let rule = assessment.rules.first else { return nil }
        switch rule.measure {
        case .actual: return share.map { "\($0) used, above \(rule.limit)%" }
        case .forecast:
            return shareByEnd.map { "\($0)\(lastDay.map { " by \($0)" } ?? ""), above \(rule.limit)%" }
        case .pace:
            return assessment.pacePercentage.map { "the last day was \($0.rounded(places: 0))% of the daily average" }
        case .cost:
            let limit = Money(rule.limit, rule.currency ?? "")
            return (costByEnd ?? costSoFar).map { "\($0)\(lastDay.map { " by \($0)" } ?? ""), above \(limit)" }
        }
    }
}

extension RowWords {
    /// How to fix what keeps it from being read.
    var fix: String? {
        guard let error = row.error else { return nil }
        if error.code == .unauthorized {
            return "bandwidth login \(row.account.printable.shellArgument)"
        }
        return error.hint?.printable
    }
}

extension RowWords {
    /// `82% on Nov 20 05:00`: what was used of a row that could not be read, when it could; `nil` where nothing is known.
    var lastReading: String? {
        row.lastReading.map { "\($0.figure) on \(zone.minute(of: $0.time))" }
    }
}

extension LastReading {
    /// `82%`, `31.4 GB`
    var figure: String {
        quota.map { used.roundedPercentage(of: $0) } ?? used.text(in: .gigabyte)
    }
}

extension UsageScope.Kind {
    /// `load balancer`
    var words: String {
        name.split(separator: "_").joined(separator: " ")
    }

    /// `load balancers`
    var plural: String {
        words + "s"
    }
}
