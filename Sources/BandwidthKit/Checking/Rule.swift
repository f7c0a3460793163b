#if canImport(FoundationEssentials)
    public import FoundationEssentials
#else
    public import Foundation
#endif

/// A share of the quota that must not be passed, by what is used or by what will be.
public struct Rule: Sendable, Hashable {
    /// What is compared with the quota.
    public enum Measure: String, Sendable, Hashable, CaseIterable {
        /// The bytes used so far.
        case actual

        /// The bytes expected by the end of the period.
        case forecast
    }

    /// How bad it is to pass it.
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

    /// Percent of the quota.
    public let percent: Decimal

    /// How bad it is.
    public let severity: Severity

    /// A rule; without a severity, `actual` from 100 on is critical and everything else a warning.
    public init(_ measure: Measure, _ percent: Decimal, severity: Severity? = nil) {
        self.measure = measure
        self.percent = percent
        self.severity = severity ?? (measure == .actual && percent >= 100 ? .critical : .warning)
    }

    /// What is judged by where the configuration has no rules.
    public static let standard = [
        Rule(.actual, 70), Rule(.actual, 90), Rule(.actual, 100), Rule(.forecast, 100),
    ]

    /// Whether `amount` is more than this share of `quota`; exactly as much is not. Never of a quota of zero.
    public func holds(_ amount: ByteCount, of quota: ByteCount) -> Bool {
        quota > .zero && Decimal(amount.bytes) * 100 > percent * Decimal(quota.bytes)
    }

    /// Whether this rule is the worse of two: first by severity, then by percentage, then `actual` before `forecast`.
    public func isWorse(than other: Rule) -> Bool {
        if severity != other.severity { return severity == .critical }
        if percent != other.percent { return percent > other.percent }
        return measure == .actual && other.measure == .forecast
    }
}

extension Rule: CustomStringConvertible {
    /// `actual 90 %`.
    public var description: String {
        "\(measure.rawValue) \(percent)%"
    }
}
