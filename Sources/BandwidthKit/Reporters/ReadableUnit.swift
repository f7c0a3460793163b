/// A unit scaled for reading: at most four digits before the decimal point.
struct ReadableUnit: Sendable, Hashable {
    let symbol: String
    private let size: Int64

    private static let prefixes = Array("KMGTPE")

    /// - Parameters:
    ///   - own: the unit that the service uses.
    ///   - units: exact bytes stay bytes; every other unit grows with what it has to hold.
    ///   - largest: the largest amount that is written in it.
    ///   - shrinks: whether the unit also shrinks with it.
    init(_ own: DataUnit, _ units: UnitSystem, largest: ByteCount, shrinks: Bool = false) {
        let unit = units.unit(own)
        var symbol = unit.symbol, size = unit.size.bytes
        let factor: Int64 = size > 1 && size & (size - 1) == 0 ? 1024 : 1000
        while shrinks, largest > .zero, largest.bytes < size,
            let prefix = symbol.first.flatMap({ Self.prefixes.firstIndex(of: $0) }),
            prefix > 0, size % factor == 0
        {
            symbol = "\(Self.prefixes[prefix - 1])\(symbol.dropFirst())"
            size /= factor
        }
        while units != .bytes, (Int128(largest.bytes) * 2 + Int128(size)) / (2 * Int128(size)) > 9999 {
            let prefix = symbol.first.flatMap { Self.prefixes.firstIndex(of: $0) }
            let next = symbol == "B" ? 0 : (prefix ?? Self.prefixes.count) + 1
            let (scaled, isTooLarge) = size.multipliedReportingOverflow(by: factor)
            guard Self.prefixes.indices.contains(next), !isTooLarge else { break }
            symbol = "\(Self.prefixes[next])\(symbol == "B" ? symbol : String(symbol.dropFirst()))"
            size = scaled
        }
        self.symbol = symbol
        self.size = size
    }

    /// The number alone, rounded for reading: two decimal places below 10, one below 100, else none.
    ///
    /// Rounded down, one more digit is shown, so that 999.6 doesn't become 999.
    func figure(_ amount: ByteCount, roundedDown: Bool = false) -> String {
        let bytes = Int128(amount.bytes), size = Int128(size)
        let places = (bytes < 10 * size ? 2 : bytes < 100 * size ? 1 : 0) + (roundedDown ? 1 : 0)
        let scale: Int128 = [1, 10, 100, 1000][places]
        let value = roundedDown ? bytes * scale / size : (2 * bytes * scale + size) / (2 * size)
        if value == 0, bytes > 0 { return "<0.01" }
        var digits = String(value % scale)
        digits = String(repeating: "0", count: max(0, places - digits.count)) + digits
        while digits.last == "0" { digits.removeLast() }
        return "\(value / scale)" + (digits.isEmpty ? "" : ".\(digits)")
    }

    /// Number and unit: `118 GB`.
    func text(_ amount: ByteCount) -> String {
        "\(figure(amount)) \(symbol)"
    }

    /// `118 of 100 GB`; what is not all of the quota doesn't read as if it were.
    func text(_ used: ByteCount, of quota: ByteCount, _ separator: String) -> String {
        var figure = figure(used)
        if used < quota, figure == self.figure(quota) { figure = self.figure(used, roundedDown: true) }
        return "\(figure)\(separator)\(text(quota))"
    }
}

extension ByteCount {
    /// The share of a quota in whole percent, rounded for reading: `99%` is never all of it, `100%` never more.
    func roundedPercentage(of quota: ByteCount) -> String {
        guard quota > .zero else { return "" }
        let bytes = Int128(self.bytes), whole = Int128(quota.bytes)
        let nearest = (200 * bytes + whole) / (2 * whole)
        let percent = bytes < whole ? min(nearest, 99) : bytes > whole ? max(nearest, 101) : 100
        return percent > 9999 ? ">9999%" : "\(percent)%"
    }
}
