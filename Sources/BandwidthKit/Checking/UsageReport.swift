#if canImport(FoundationEssentials)
    public import FoundationEssentials
#else
    public import Foundation
#endif

/// What a check found: a list of rows in the order of the configuration, an account's rows together.
public struct UsageReport: Sendable {
    /// When the check began.
    public let checkedAt: Date

    /// What was read of each account, then what could not be read of it.
    public let rows: [UsageRow]

    /// A report.
    public init(checkedAt: Date, rows: [UsageRow]) {
        self.checkedAt = checkedAt
        self.rows = rows
    }

    /// The rows that could be read, judged, in order.
    public var assessments: [Assessment] {
        rows.compactMap(\.assessment)
    }

    /// Why the other rows could not be read, in order.
    public var errors: [APIError] {
        rows.compactMap(\.error)
    }

    /// The worst of all rows.
    public var status: Status {
        rows.lazy.map(\.status).max() ?? .ok
    }

    /// Whether some account, or a part of one, could not be read or not recently enough.
    public var isIncomplete: Bool {
        rows.contains { $0.assessment?.isStale ?? true }
    }

    /// What the overage of all rows costs so far.
    public var overage: OverageTotal {
        var total = OverageTotal()
        for row in rows {
            guard let row = row.assessment, !row.usage.drawsOnPool else { continue }
            total.add(row.overageCost, of: row.billable)
        }
        return total
    }

    /// What it is expected to cost at the end of each row's period; a row without a forecast counts as it is.
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

/// What the overage of several rows costs together.
public struct OverageTotal: Sendable, Hashable {
    /// One amount for each currency, in the order of the rows.
    public private(set) var amounts: [Money] = []

    /// Whether the cost of every row that is charged for is known.
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
