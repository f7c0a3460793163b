#if canImport(FoundationEssentials)
    public import FoundationEssentials
#else
    public import Foundation
#endif

/// The result of a check: a list of rows in the order of the configuration, with the rows of an account together.
public struct UsageReport: Sendable {
    /// When the check began.
    public let checkedAt: Date

    /// For each account the rows that were read, then the errors.
    public let rows: [UsageRow]

    /// When a remembered report is shown; `nil` for one that was just made.
    public private(set) var shownAt: Date?

    /// What is remembered of rows, oldest first, for formats that draw it; empty for all others.
    private(set) var past: [String: [Reading]] = [:]

    /// Creates a report.
    public init(checkedAt: Date, rows: [UsageRow]) {
        self.checkedAt = checkedAt
        self.rows = rows
    }

    /// The same report, remembered and shown later.
    func shown(at now: Date) -> UsageReport {
        var report = self
        report.shownAt = now
        return report
    }

    /// The same report with what is remembered of its rows.
    func with(past: [String: [Reading]]) -> UsageReport {
        var report = self
        report.past = past
        return report
    }

    /// The judged rows, in order.
    public var assessments: [Assessment] {
        rows.compactMap(\.assessment)
    }

    /// Why the other rows could not be read, in order.
    public var errors: [APIError] {
        rows.compactMap(\.error)
    }

    /// The worst status of all rows.
    public var status: Status {
        rows.lazy.map(\.status).max() ?? .ok
    }

    /// Whether an account, or a part of one, could not be read or only has a stale reading.
    public var isIncomplete: Bool {
        rows.contains { $0.assessment?.isStale ?? true }
    }

    /// The cost of the overage of all rows so far.
    public var overage: OverageTotal {
        var total = OverageTotal()
        for row in rows {
            guard let row = row.assessment, !row.usage.drawsOnPool else { continue }
            total.add(row.overageCost, of: row.billable)
        }
        return total
    }

    /// The expected cost at the end of each row's period; a row without a forecast counts with its cost so far.
    public var expectedOverage: OverageTotal {
        var total = OverageTotal()
        for row in rows {
            guard let row = row.assessment, !row.usage.drawsOnPool else { continue }
            if let forecast = row.forecast {
                total.add(forecast.overageCost ?? row.overageCost, of: forecast.billable ?? row.billable)
            } else {
                total.add(row.overageCost, of: row.billable)
            }
        }
        return total
    }
}

/// The total overage cost of several rows.
public struct OverageTotal: Sendable, Hashable {
    /// One amount for each currency, in the order of the rows.
    public private(set) var amounts: [Money] = []

    /// Whether the cost of every billable row is known.
    public private(set) var isComplete = true

    mutating func add(_ cost: Money?, of billable: ByteCount?) {
        guard let cost else {
            if let billable, billable > .zero { isComplete = false }
            return
        }
        if let index = amounts.firstIndex(where: { $0.currency == cost.currency }) {
            amounts[index] = Money(amounts[index].amount + cost.amount, cost.currency)
        } else {
            amounts.append(cost)
        }
    }
}

extension OverageTotal: CustomStringConvertible {
    /// `$0.27`, `€1.48 + $0.27`, `$0.27 + unknown`, `nothing`.
    public var description: String {
        let parts = amounts.map(\.description) + (isComplete ? [] : ["unknown"])
        return parts.isEmpty ? "nothing" : parts.joined(separator: " + ")
    }
}
