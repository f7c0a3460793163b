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
        if let billable = row.billable, billable > .zero {
            let share = row.usage.drawsOnPool ? "over its own share by" : "over by"
            remarks.append("\(share) \(billable.text(in: unit))\(cost(row.overageCost))")
        }
        for rule in row.rules {
            switch rule.measure {
            case .actual where !remarks.contains { $0.hasPrefix("above ") }: remarks.append("above \(rule.limit)%")
            case .pace: remarks.append("the last day is at \(row.pacePercentage ?? 0)% of the week before")
            case .cost: remarks.append("will cost more than \(Money(rule.limit, rule.currency ?? ""))")
            case .actual, .forecast: break
            }
        }
        if let forecast = row.forecast, let percentage = row.forecastPercentage, let end = row.usage.period?.end {
            if percentage > 100 || row.rules.contains(where: { $0.measure == .forecast }) {
                remarks.append("\(percentage)% by \(end.dayText) \(forecast.basis.words)")
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

extension ForecastBasis {
    /// Where a figure is from.
    var words: String {
        switch self {
        case .lastSevenDays: "at the pace of the last 7 days"
        case .service: "by the service's own forecast"
        case .straightLine: "at the pace of the period so far"
        }
    }
}

extension UsageReport {
    /// `overage: $0.27 so far, $56.12 expected`; currencies stay apart. `nil` where nothing costs anything.
    var costSummary: String? {
        let soFar = overage, expected = expectedOverage
        guard !expected.amounts.isEmpty || !expected.isComplete || !soFar.isComplete else { return nil }
        return "overage: \(soFar) so far, \(expected) expected"
    }

    /// What the forecasts of the rows are taken from: `forecasts: 2 at the pace of the last 7 days`; `nil` without any.
    var forecastSummary: String? {
        let counts = ForecastBasis.allCases.compactMap { basis -> String? in
            let count = rows.count { $0.assessment?.forecast?.basis == basis }
            return count > 0 ? "\(count) \(basis.words)" : nil
        }
        return counts.isEmpty ? nil : "forecasts: \(counts.joined(separator: ", "))"
    }

    /// `1 critical, 1 warning, 1 not read, 2 ok`; only what there is.
    var summary: String {
        let counts = [Status.critical, .warning, .unknown, .ok, .info].compactMap { status -> String? in
            let count = rows.count { $0.status == status }
            guard count > 0 else { return nil }
            switch status {
            case .unknown: return "\(count) not read"
            case .info: return "\(count) not judged"
            default: return "\(count) \(status.rawValue)"
            }
        }
        return counts.isEmpty ? "nothing to report" : counts.joined(separator: ", ")
    }
}
