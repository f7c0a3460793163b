#if canImport(FoundationEssentials)
    public import FoundationEssentials
#else
    public import Foundation
#endif

/// What a part of an account has transferred in a billing period, as its service says.
///
/// A `nil` means that the service doesn't say.
public struct Usage: Sendable, Hashable {
    /// The part of the account.
    public var scope: UsageScope

    /// The bytes counted so far in the period.
    public var used: ByteCount

    /// The bytes that the plan includes; `nil` where there is no such limit.
    public var quota: ByteCount?

    /// The bytes that will be charged for, or zero; `nil` where the service neither bills overage nor says so.
    public var billable: ByteCount?

    /// The bytes that are free of charge, where `quota` has more: what was bought on top is in the quota, and charged.
    public var includedQuota: ByteCount?

    /// Whether the part is stopped or switched off, so that nothing more is expected.
    public var isStopped: Bool

    /// The period that `used` is counted over.
    public var period: BillingPeriod?

    /// When the service took the reading; `nil` where it doesn't say, and it is taken as current.
    public var asOf: Date?

    /// The unit that the service's own pages and bills show.
    public var unit: DataUnit

    /// The figures as the service sent them.
    public var native: NativeFigures

    /// What the service charges for overage, where the same answer says so.
    public var overagePrice: OveragePrice?

    /// The plan that prices go by, in words of the provider's own, where the scope alone doesn't tell.
    public var plan: String?

    /// What the service itself says the overage costs so far.
    public var overageCost: Money?

    /// What the service says it has charged for the traffic of the period, where it charges for all of it.
    public var charge: Money?

    /// What the service itself expects.
    public var projection: Projection?

    /// Whether its usage counts towards another row's quota, which is the one that is billed.
    public var drawsOnPool: Bool

    /// Something that a person should know about these figures; one sentence without a full stop.
    public var note: String?

    /// A reading. `quota` may be the service's zero: that is no quota.
    public init(
        scope: UsageScope = .account,
        used: ByteCount,
        quota: ByteCount? = nil,
        includedQuota: ByteCount? = nil,
        billable: ByteCount? = nil,
        period: BillingPeriod?,
        isStopped: Bool = false,
        asOf: Date? = nil,
        unit: DataUnit,
        native: NativeFigures,
        overagePrice: OveragePrice? = nil,
        plan: String? = nil,
        overageCost: Money? = nil,
        charge: Money? = nil,
        projection: Projection? = nil,
        drawsOnPool: Bool = false,
        note: String? = nil
    ) {
        self.scope = scope
        self.used = used
        self.quota = quota == .zero ? nil : quota
        self.includedQuota = includedQuota
        self.billable = billable
        self.period = period
        self.isStopped = isStopped
        self.asOf = asOf
        self.unit = unit
        self.native = native
        self.overagePrice = overagePrice
        self.plan = plan
        self.overageCost = overageCost
        self.charge = charge
        self.projection = projection
        self.drawsOnPool = drawsOnPool
        self.note = note
    }
}

extension Usage {
    /// A service's own expectation for the end of the period.
    public struct Projection: Sendable, Hashable {
        /// The bytes expected to be counted by then.
        public let used: ByteCount

        /// The bytes expected to be charged for; `nil` where the service doesn't say.
        public let billable: ByteCount?

        /// What they are expected to cost.
        public let overageCost: Money?

        /// An expectation.
        public init(used: ByteCount, billable: ByteCount? = nil, overageCost: Money? = nil) {
            self.used = used
            self.billable = billable
            self.overageCost = overageCost
        }
    }
}

/// A service's own figures in its own unit, for whoever compares them with the service's pages.
public struct NativeFigures: Sendable, Hashable {
    /// What was used.
    public let used: Decimal

    /// What the plan includes; `nil` where the answer had none.
    public let quota: Decimal?

    /// What will be charged for; `nil` where the answer had none.
    public let billable: Decimal?

    /// The unit of `quota` and `billable`, and of `used` unless `usedUnit` differs.
    public let unit: DataUnit

    /// The unit of `used`: some services answer bytes beside gigabytes.
    public let usedUnit: DataUnit

    /// Figures as they came; `usedUnit` is `unit` unless said otherwise.
    public init(
        used: Decimal, quota: Decimal? = nil, billable: Decimal? = nil, unit: DataUnit, usedUnit: DataUnit? = nil
    ) {
        self.used = used
        self.quota = quota
        self.billable = billable
        self.unit = unit
        self.usedUnit = usedUnit ?? unit
    }
}
