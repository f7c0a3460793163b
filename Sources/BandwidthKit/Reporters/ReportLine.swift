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

    /// The reasons for its status, most important first: money, the rules that hold, dates.
    let remarks: [String]

    /// What a person should know about the figures.
    let notes: [String]
}

extension ReportLine {
    init(_ row: UsageRow, units: UnitSystem) {
        title = row.title
        status = row.status
        switch row.result {
        case .success(let row):
            let unit = units.unit(for: row.usage)
            amounts =
                if let quota = row.quota {
                    Self.amounts(row.usage.used, of: quota, in: unit)
                } else {
                    "\(row.usage.used.text(in: unit)), no quota"
                }
            percentage = row.usedPercentage
            share = row.usedPercentage.map { "\($0.fixed(places: 1))%" }
            elapsed = row.elapsedPercentage.map { "\($0.fixed(places: 1))%" }
            forecast = row.forecastPercentage.map { "\($0.fixed(places: 1))%" }
            remarks = Self.remarks(on: row, unit)
            notes = row.notes
        case .failure(let error):
            amounts = nil
            share = nil
            percentage = nil
            elapsed = nil
            forecast = nil
            remarks = [error.message] + (error.hint.map { [$0] } ?? [])
            notes = []
        }
    }

    /// `118 of 100 GB`; what is not all of the quota doesn't read as if it were.
    private static func amounts(_ used: ByteCount, of quota: ByteCount, in unit: DataUnit) -> String {
        var figure = used.figure(in: unit)
        if used < quota, figure == quota.figure(in: unit) { figure = used.figure(in: unit, roundedDown: true) }
        return "\(figure) of \(quota.text(in: unit))"
    }

    private static func remarks(on row: Assessment, _ unit: DataUnit) -> [String] {
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

extension UsageReport {
    /// `overage: $0.27 so far, $56.12 expected`; currencies stay apart. `nil` where nothing costs anything.
    var costSummary: String? {
        let soFar = overage, expected = expectedOverage
        guard !expected.amounts.isEmpty || !expected.isComplete || !soFar.isComplete else { return nil }
        return "overage: \(soFar) so far, \(expected) expected"
    }

    /// `1 critical, 1 warning, 1 not read, 2 ok`; only what there is.
    var summary: String {
        let counts = [Status.critical, .warning, .unknown, .ok].compactMap { status -> String? in
            let count = rows.count { $0.status == status }
            guard count > 0 else { return nil }
            return "\(count) \(status == .unknown ? "not read" : status.rawValue)"
        }
        return counts.isEmpty ? "nothing to report" : counts.joined(separator: ", ")
    }
}
