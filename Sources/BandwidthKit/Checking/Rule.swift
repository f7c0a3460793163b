#if canImport(FoundationEssentials)
    public import FoundationEssentials
#else
    public import Foundation
#endif

/// A limit that a row is judged by.
public struct Rule: Sendable, Hashable {
    /// What is compared with the limit.
    public enum Measure: String, Sendable, Hashable, CaseIterable {
        /// The bytes used so far, as a percentage of the quota.
        case actual

        /// The bytes expected by the end of the period, as a percentage of the quota.
        case forecast

        /// The last 24 hours, as a percentage of the mean day of the 7 days before them.
        case pace

        /// The overage cost expected by the end of the period, in a currency.
        case cost
    }

    /// How bad it is to exceed the limit.
    public enum Severity: String, Sendable, Hashable, CaseIterable {
        case warning
        case critical

        /// The status of a row for which the rule holds.
        public var status: Status {
            self == .critical ? .critical : .warning
        }
    }

    /// What is compared with the limit.
    public let measure: Measure

    /// The limit in percent, or for `cost` an amount in `currency`.
    public let limit: Decimal

    /// The currency of a `cost`; `nil` for every other measure.
    public let currency: String?

    /// How bad it is to exceed the limit.
    public let severity: Severity

    /// Creates a rule. By default, `actual` from 100 on is critical and everything else is a warning.
    public init(_ measure: Measure, _ limit: Decimal, currency: String? = nil, severity: Severity? = nil) {
        self.measure = measure
        self.limit = limit
        self.currency = currency
        self.severity = severity ?? (measure == .actual && limit >= 100 ? .critical : .warning)
    }

    /// The rules that apply if the configuration has none.
    public static let standard = [
        Rule(.actual, 70), Rule(.actual, 90), Rule(.actual, 100), Rule(.forecast, 100),
    ]

    /// Whether `amount` is more than this percentage of `whole`. An exact match doesn't count, and no amount exceeds a
    /// percentage of zero.
    public func holds(_ amount: ByteCount, of whole: ByteCount) -> Bool {
        whole > .zero && Decimal(amount.bytes) * 100 > limit * Decimal(whole.bytes)
    }

    /// Whether a cost is above the limit and in the same currency.
    public func holds(_ cost: Money) -> Bool {
        cost.currency == currency && cost.amount > limit
    }

    /// Whether this rule is worse than another: by severity, then by limit, then by the order of the measures.
    public func isWorse(than other: Rule) -> Bool {
        if severity != other.severity { return severity == .critical }
        if measure != other.measure, measure == .cost || other.measure == .cost { return other.measure == .cost }
        if limit != other.limit { return limit > other.limit }
        return measure.rank < other.measure.rank
    }
}

extension Rule.Measure {
    fileprivate var rank: Int {
        Self.allCases.firstIndex(of: self) ?? 0
    }
}

extension Rule: CustomStringConvertible {
    /// `actual 90%`, `cost 20 USD`.
    public var description: String {
        "\(measure.rawValue) \(limit)\(currency.map { " \($0)" } ?? "%")"
    }
}
