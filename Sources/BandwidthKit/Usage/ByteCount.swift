#if canImport(FoundationEssentials)
    public import FoundationEssentials
#else
    public import Foundation
#endif

/// A number of bytes, never negative, exact to the byte.
///
/// Everything is compared in bytes; other units exist only where a service speaks them (`DataUnit`) and where a
/// person reads them.
public struct ByteCount: Sendable, Hashable, Comparable {
    /// The bytes, from 0 to 2⁶³ − 1.
    public let bytes: Int64

    /// The largest count there is; sums stop here instead of overflowing.
    public static let maximum = ByteCount(unchecked: .max)

    /// No bytes at all.
    public static let zero = ByteCount(unchecked: 0)

    /// `nil` for a negative number.
    public init?(_ bytes: some BinaryInteger) {
        guard let bytes = Int64(exactly: bytes), bytes >= 0 else { return nil }
        self.bytes = bytes
    }

    /// `amount` of `unit`, to the nearest byte; `nil` where it is negative, not a number, or beyond 64 bits.
    public init?(_ amount: Decimal, _ unit: DataUnit) {
        guard let bytes = (amount * Decimal(unit.size.bytes)).rounded(places: 0).wholeNumber else { return nil }
        self.init(bytes)
    }

    private init(unchecked bytes: Int64) {
        self.bytes = bytes
    }

    /// The nearest count to a wider number: 0 below zero, `maximum` beyond 64 bits.
    package init(clamping bytes: Int128) {
        self.bytes = Int64(clamping: max(0, bytes))
    }

    public static func < (left: ByteCount, right: ByteCount) -> Bool {
        left.bytes < right.bytes
    }

    /// The sum, or `maximum` where that is too large for 64 bits.
    public static func + (left: ByteCount, right: ByteCount) -> ByteCount {
        ByteCount(clamping: Int128(left.bytes) + Int128(right.bytes))
    }

    /// How far this count is above another; zero where it isn't.
    public func excess(over other: ByteCount) -> ByteCount {
        ByteCount(clamping: Int128(bytes) - Int128(other.bytes))
    }

    /// The count in another unit, exact to 38 digits.
    public func amount(in unit: DataUnit) -> Decimal {
        Decimal(bytes) / Decimal(unit.size.bytes)
    }

    /// This count as a percentage of `quota` in tenths of a percent, rounded down: 99.96 % is not yet 100.
    ///
    /// `nil` for a quota of zero. For display; rules compare exactly (`Rule.holds`).
    public func percentage(of quota: ByteCount) -> Decimal? {
        guard quota.bytes > 0 else { return nil }
        let tenths = Int128(bytes) * 1000 / Int128(quota.bytes)
        // Beyond 64 bits only for what no quota is: a few bytes.
        let whole = Int64(exactly: tenths).map { Decimal($0) } ?? Decimal(string: String(tenths))
        return whole.map { Decimal(sign: .plus, exponent: -1, significand: $0) }
    }
}
