#if canImport(FoundationEssentials)
    public import FoundationEssentials
#else
    public import Foundation
#endif

/// A number of bytes, never negative, exact to the byte.
///
/// All comparisons are in bytes. Other units appear only where a service uses them (`DataUnit`) and where a person
/// reads them.
public struct ByteCount: Sendable, Hashable, Comparable {
    /// The number of bytes, from 0 to 2⁶³ − 1.
    public let bytes: Int64

    /// The largest count; sums stop here instead of overflowing.
    public static let maximum = ByteCount(unchecked: .max)

    /// Zero bytes.
    public static let zero = ByteCount(unchecked: 0)

    /// Returns `nil` for a negative number, or one beyond 64 bits.
    public init?(_ bytes: some BinaryInteger) {
        guard let bytes = Int64(exactly: bytes), bytes >= 0 else { return nil }
        self.bytes = bytes
    }

    /// Converts an amount in `unit` to the nearest byte; `nil` if it is negative, not a number, or beyond 64 bits.
    public init?(_ amount: Decimal, _ unit: DataUnit) {
        guard let bytes = (amount * Decimal(unit.size.bytes)).rounded(places: 0).wholeNumber else { return nil }
        self.init(bytes)
    }

    private init(unchecked bytes: Int64) {
        self.bytes = bytes
    }

    /// Clamps a wider number: below zero becomes 0, beyond 64 bits becomes `maximum`.
    package init(clamping bytes: Int128) {
        self.bytes = Int64(clamping: max(0, bytes))
    }

    public static func < (left: ByteCount, right: ByteCount) -> Bool {
        left.bytes < right.bytes
    }

    /// The sum, or `maximum` if it doesn't fit into 64 bits.
    public static func + (left: ByteCount, right: ByteCount) -> ByteCount {
        ByteCount(clamping: Int128(left.bytes) + Int128(right.bytes))
    }

    /// How far this count exceeds another; zero if it doesn't.
    public func excess(over other: ByteCount) -> ByteCount {
        ByteCount(clamping: Int128(bytes) - Int128(other.bytes))
    }

    /// The count in another unit, exact to 38 digits.
    public func amount(in unit: DataUnit) -> Decimal {
        Decimal(bytes) / Decimal(unit.size.bytes)
    }

    /// This count as a percentage of `quota` in tenths of a percent, rounded down: 99.96 % is not yet 100.
    ///
    /// `nil` for a quota of zero. For display only; rules compare exactly (`Rule.holds`).
    public func percentage(of quota: ByteCount) -> Decimal? {
        guard quota.bytes > 0 else { return nil }
        let tenths = Int128(bytes) * 1000 / Int128(quota.bytes)
        // Exceeds 64 bits only for a quota of a few bytes, which doesn't occur.
        let whole = Int64(exactly: tenths).map { Decimal($0) } ?? Decimal(string: String(tenths))
        return whole.map { Decimal(sign: .plus, exponent: -1, significand: $0) }
    }
}
