import BandwidthKit
import Foundation
import Testing

/// The day of most tests, 67.5 % into November.
let today = "2026-11-21T06:00:00Z"

extension ByteCount {
    /// A number of GB of 2³⁰ bytes.
    static func gigabytes(_ count: Int64) -> ByteCount {
        ByteCount(count << 30) ?? .zero
    }
}

extension BillingPeriod {
    /// The month in UTC that contains the day of most tests.
    static func november() throws -> BillingPeriod {
        try #require(BillingPeriod.month(containing: date(today)))
    }
}

extension Usage {
    /// A row in GB of 2³⁰ bytes; its native figures are derived from the others.
    static func example(
        _ scope: UsageScope = .account, used: ByteCount, quota: ByteCount? = nil, billable: ByteCount? = nil,
        period: BillingPeriod?, asOf: Date? = nil, price: OveragePrice? = nil, cost: Money? = nil,
        projection: Projection? = nil, drawsOnPool: Bool = false, note: String? = nil
    ) -> Usage {
        Usage(
            scope: scope, used: used, quota: quota, billable: billable, period: period, asOf: asOf,
            unit: .binaryGigabyte,
            native: NativeFigures(
                used: used.amount(in: .binaryGigabyte), quota: quota?.amount(in: .binaryGigabyte),
                billable: billable?.amount(in: .binaryGigabyte), unit: .binaryGigabyte),
            overagePrice: price, overageCost: cost, projection: projection, drawsOnPool: drawsOnPool, note: note)
    }
}

extension AccountPolicy {
    /// The defaults with some changes.
    static func with(_ change: (inout AccountPolicy) -> Void) -> AccountPolicy {
        var policy = AccountPolicy()
        change(&policy)
        return policy
    }
}
