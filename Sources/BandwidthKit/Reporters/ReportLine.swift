#if canImport(FoundationEssentials)
    import FoundationEssentials
#else
    import Foundation
#endif

/// A row of a report in words: what the table, the plain lines and the text message are made of.
struct ReportLine {
    /// How it stands.
    let status: Status

    /// `linode production/id-cgk`.
    let title: String

    /// `118 of 100 GB`, or `31.4 GB, no quota`; `nil` where nothing could be read.
    let amounts: String?

    /// `118.0%`; `nil` without a quota.
    let share: String?

    /// The share as a number, for a bar.
    let percentage: Decimal?

    /// `67.5%`: how much of the period is gone.
    let elapsed: String?

    /// `174.8%`: the forecast's share of the quota.
    let forecast: String?

    /// What there is to say of its status, most important first: money, the rules that hold, dates.
    let remarks: [String]

    /// What a person should know about the figures.
    let notes: [String]
}

extension ReportLine {
    /// The lines of a report in the order of the configuration, an account's rows before its errors.
    static func lines(of report: UsageReport, units: UnitSystem) -> [ReportLine] {
        report.accounts.flatMap { account in
            account.rows.map { ReportLine($0, of: account, units: units) }
                + account.errors.map { ReportLine($0, of: account) }
        }
    }

    init(_ row: AssessedUsage, of account: AccountReport, units: UnitSystem) {
        let unit = units.unit(for: row.usage)
        status = row.status
        title = account.title(of: row.usage.scope)
        let used = row.usage.used
        amounts =
            if let quota = row.quota {
                "\(used.figure(in: unit)) of \(quota.text(in: unit))"
            } else {
                "\(used.text(in: unit)), no quota"
            }
        percentage = row.usedPercentage
        share = row.usedPercentage.map { "\($0.fixed(places: 1))%" }
        elapsed = row.elapsedPercentage.map { "\($0.fixed(places: 1))%" }
        forecast = row.forecastPercentage.map { "\($0.fixed(places: 1))%" }
        remarks = Self.remarks(on: row, unit)
        notes = row.notes
    }

    init(_ error: APIError, of account: AccountReport) {
        status = .unknown
        title = account.title(of: error.scope ?? .account)
        amounts = nil
        share = nil
        percentage = nil
        elapsed = nil
        forecast = nil
        remarks = [error.message] + (error.hint.map { [$0] } ?? [])
        notes = []
    }

    private static func remarks(on row: AssessedUsage, _ unit: DataUnit) -> [String] {
        var remarks: [String] = []
        func cost(_ money: Money?) -> String {
            money.map { " = \($0)" } ?? ""
        }
        if let billable = row.billable, billable > .zero, !row.usage.drawsOnPool {
            remarks.append("over by \(billable.text(in: unit))\(cost(row.overageCost))")
        }
        if let rule = row.rules.first(where: { $0.measure == .actual }) {
            remarks.append("past \(rule.percent)%")
        }
        if let forecast = row.forecast, let percentage = row.forecastPercentage, let end = row.usage.period?.end {
            let rule = row.rules.first { $0.measure == .forecast }
            if percentage > 100 || rule != nil {
                let past = rule.map { " is past \($0.percent)%" } ?? ""
                remarks.append("forecast \(percentage)% by \(end.dayText)\(past)")
            }
            if let billable = forecast.billable, billable > .zero {
                remarks.append("by then over by \(billable.text(in: unit))\(cost(forecast.overageCost))")
            }
            if let date = forecast.exhaustedAt {
                let isPast = row.remaining == .zero
                remarks.append(isPast ? "used up on \(date.dayText)" : "runs out on \(date.dayText)")
            }
            if let budget = row.dailyBudget, forecast.exhaustedAt != nil, budget > .zero {
                remarks.append("\(budget.text(in: unit)) a day left")
            }
        }
        return remarks
    }
}

extension AccountReport {
    /// What a row is called: provider, account, and the scope where there is more than one of its kind.
    func title(of scope: UsageScope) -> String {
        let name = provider == account ? account : "\(provider) \(account)"
        let areSeveral = rows.filter { $0.usage.scope.kind == UsageScope.account.kind }.count + errors.count > 1
        let showsScope = scope.kind != UsageScope.account.kind || areSeveral
        return ((showsScope ? scope.name : nil).map { "\(name)/\($0)" } ?? name).printable
    }
}

extension UsageReport {
    /// `overage: $0.27 so far, $56.12 expected`; currencies stay apart. `nil` where nothing costs anything.
    var costSummary: String? {
        guard !forecastOverageCosts.isEmpty else { return nil }
        func list(_ costs: [Money]) -> String {
            costs.isEmpty ? "nothing" : costs.map(\.description).joined(separator: " + ")
        }
        return "overage: \(list(overageCosts)) so far, \(list(forecastOverageCosts)) expected"
    }

    /// `1 critical, 1 warning, 1 not read, 2 ok`; only what there is.
    var summary: String {
        let lines = ReportLine.lines(of: self, units: .provider)
        let counts = [Status.critical, .warning, .unknown, .ok].compactMap { status -> String? in
            let count = lines.count { $0.status == status }
            guard count > 0 else { return nil }
            return "\(count) \(status == .unknown ? "not read" : status.rawValue)"
        }
        return counts.isEmpty ? "nothing to report" : counts.joined(separator: ", ")
    }
}
