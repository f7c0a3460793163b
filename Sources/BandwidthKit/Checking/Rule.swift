#if canImport(FoundationEssentials)
    public import FoundationEssentials
#else
    public import Foundation
#endif

/// A limit that a row is judged by.
public struct Rule: Sendable, Hashable {
    /// What is compared with the limit.
    public enum Measure: String, Sendable, Hashable, CaseIterable {
        /// The bytes used so far, in percent of the quota.
        case actual

        /// The bytes expected by the end of the period, in percent of the quota.
        case forecast

        /// The last 24 hours, in percent of the mean day of the 7 days before them.
        case pace

        /// The overage cost expected by the end of the period, in a currency.
        case cost
    }

    /// How bad it is to exceed it.
    public enum Severity: String, Sendable, Hashable, CaseIterable {
        case warning
        case critical

        /// What a row becomes.
        public var status: Status {
            self == .critical ? .critical : .warning
        }
    }

    /// What is compared.
    public let measure: Measure

    /// Percent; an amount of `currency` for `cost`.
    public let limit: Decimal

    /// The currency of a `cost`; `nil` for every other measure.
    public let currency: String?

    /// How bad it is.
    public let severity: Severity

    /// A rule; without a severity, `actual` from 100 on is critical and everything else a warning.
    public init(_ measure: Measure, _ limit: Decimal, currency: String? = nil, severity: Severity? = nil) {
        self.measure = measure
        self.limit = limit
        self.currency = currency
        self.severity = severity ?? (measure == .actual && limit >= 100 ? .critical : .warning)
    }

    /// What is judged by where the configuration has no rules.
    public static let standard = [
        Rule(.actual, 70), Rule(.actual, 90), Rule(.actual, 100), Rule(.forecast, 100),
    ]

    /// Whether `amount` is more than this percentage of `whole`; exactly as much is not. Never of zero.
    public func holds(_ amount: ByteCount, of whole: ByteCount) -> Bool {
        whole > .zero && Decimal(amount.bytes) * 100 > limit * Decimal(whole.bytes)
    }

    /// Whether an amount of money is more than this one, in the same currency.
    public func holds(_ cost: Money) -> Bool {
        cost.currency == currency && cost.amount > limit
    }

    /// Whether this rule is the worse of two: first by severity, then by limit, then in the order of the measures.
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
