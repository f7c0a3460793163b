#if canImport(FoundationEssentials)
    public import FoundationEssentials
#else
    public import Foundation
#endif

/// What a part of an account has transferred in a billing period, as reported by its service.
///
/// `nil` means that the service doesn't say.
public struct Usage: Sendable, Hashable {
    /// The part of the account.
    public var scope: UsageScope

    /// The bytes counted so far in the period.
    public var used: ByteCount

    /// The bytes that the plan includes; `nil` if there is no quota.
    public var quota: ByteCount?

    /// The bytes that will be charged for, which may be zero; `nil` if the service doesn't bill overage or doesn't say.
    public var billable: ByteCount?

    /// The part of `used` that can be charged for at all; `nil` if that is all of it. Some services count both directions,
    /// but charge for one.
    public var chargeable: ByteCount?

    /// The bytes that are free of charge, if that is less than `quota`: extra packs are part of the quota, but charged.
    public var includedQuota: ByteCount?

    /// Whether the part is stopped or switched off, so that no more traffic is expected.
    public var isStopped: Bool

    /// The period that `used` is counted over.
    public var period: BillingPeriod?

    /// Whether the request named the days to count, so that `used` is about `period` and nothing else, even if it isn't
    /// known that the service bills by that period.
    public var isPeriodAskedFor: Bool

    /// When the service measured the figures; if `nil`, they count as current.
    public var asOf: Date?

    /// The unit that the service uses on its own pages and bills.
    public var unit: DataUnit

    /// The figures as the service sent them.
    public var native: NativeFigures

    /// What the service charges for overage, if the same answer says so.
    public var overagePrice: OveragePrice?

    /// The plan that determines the price, in a form that only the provider interprets; set if the scope alone doesn't
    /// determine it.
    public var plan: String?

    /// What the overage costs so far, according to the service.
    public var overageCost: Money?

    /// What the period's traffic has cost so far, if the service charges for all of it.
    public var charge: Money?

    /// The service's own forecast.
    public var projection: Projection?

    /// Whether the usage counts towards another row's quota, and is billed there.
    public var drawsOnPool: Bool

    /// Something that a person should know about these figures: one sentence without a full stop.
    public var note: String?

    /// Creates the usage of one part of an account. A `quota` of zero means that there is none.
    public init(
        scope: UsageScope = .account,
        used: ByteCount,
        quota: ByteCount? = nil,
        includedQuota: ByteCount? = nil,
        billable: ByteCount? = nil,
        chargeable: ByteCount? = nil,
        period: BillingPeriod?,
        isPeriodAskedFor: Bool = false,
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
        self.chargeable = chargeable
        self.period = period
        self.isPeriodAskedFor = isPeriodAskedFor
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
    /// A service's own forecast for the end of the period.
    public struct Projection: Sendable, Hashable {
        /// The bytes expected to be counted by then.
        public let used: ByteCount

        /// The bytes expected to be charged for; `nil` if the service doesn't say.
        public let billable: ByteCount?

        /// The expected cost of the billable bytes.
        public let overageCost: Money?

        /// Creates a forecast.
        public init(used: ByteCount, billable: ByteCount? = nil, overageCost: Money? = nil) {
            self.used = used
            self.billable = billable
            self.overageCost = overageCost
        }
    }
}

/// A service's own figures in its own unit, to compare with the service's pages.
public struct NativeFigures: Sendable, Hashable {
    /// The used amount.
    public let used: Decimal

    /// The amount that the plan includes; `nil` if the answer had none.
    public let quota: Decimal?

    /// The amount that will be charged for; `nil` if the answer had none.
    public let billable: Decimal?

    /// The unit of `quota` and `billable`, and of `used` unless `usedUnit` differs.
    public let unit: DataUnit

    /// The unit of `used`: some services mix bytes and gigabytes.
    public let usedUnit: DataUnit

    /// Creates figures as the service sent them; `usedUnit` defaults to `unit`.
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
