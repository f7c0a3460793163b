#if canImport(FoundationEssentials)
    import FoundationEssentials
#else
    import Foundation
#endif

/// A unit of data: its symbol and its size in bytes.
///
/// The symbol alone is ambiguous: a "GB" of Linode, Netlify or Vultr is 2³⁰ bytes, while a true GB is 10⁹.
public struct DataUnit: Sendable, Hashable {
    /// The symbol that follows a number: `GB`.
    public let symbol: String

    /// The number of bytes in one unit.
    public let size: ByteCount

    private init(_ symbol: String, _ size: Int64) {
        self.symbol = symbol
        self.size = ByteCount(size) ?? .zero
    }

    /// A unit that was written down earlier; `nil` if the size is zero or the symbol is long.
    init?(remembered symbol: String, _ size: ByteCount) {
        guard size > .zero, (1...20).contains(symbol.utf8.count) else { return nil }
        self.symbol = symbol.printable
        self.size = size
    }

    /// Single bytes.
    public static let byte = DataUnit("B", 1)

    /// 10⁹ bytes.
    public static let gigabyte = DataUnit("GB", 1_000_000_000)

    /// 2³⁰ bytes.
    public static let gibibyte = DataUnit("GiB", 1 << 30)

    /// 2³⁰ bytes, under the name that most hosting companies use.
    public static let binaryGigabyte = DataUnit("GB", 1 << 30)

    /// 2⁴⁰ bytes, under the name that some hosting companies use.
    public static let binaryTerabyte = DataUnit("TB", 1 << 40)

    /// Every unit that a configuration may name: decimal ones are powers of 1000, those with an `i` powers of 1024.
    public static let all: [DataUnit] = [
        .byte,
        DataUnit("KB", 1_000), DataUnit("MB", 1_000_000), .gigabyte, DataUnit("TB", 1_000_000_000_000),
        DataUnit("PB", 1_000_000_000_000_000),
        DataUnit("KiB", 1 << 10), DataUnit("MiB", 1 << 20), .gibibyte, DataUnit("TiB", 1 << 40),
        DataUnit("PiB", 1 << 50),
    ]

    /// The unit with this symbol (`GB`, `GiB`), ignoring case; `nil` if there is none.
    public init?(symbol: some StringProtocol) {
        let wanted = symbol.lowercased()
        guard let unit = Self.all.first(where: { $0.symbol.lowercased() == wanted }) else { return nil }
        self = unit
    }
}

extension ByteCount {
    /// Parses a size as a person writes it: `"100 GB"`, `"1.5TiB"`, `"500000 B"`; `nil` for anything else.
    ///
    /// `GB` is 10⁹ bytes and `GiB` 2³⁰.
    public init?(size text: some StringProtocol) {
        let number = text.prefix { $0.isASCII && ($0.isNumber || $0 == ".") }
        let symbol = text.dropFirst(number.count).drop { $0 == " " }
        guard let amount = Decimal(plain: number), let unit = DataUnit(symbol: symbol) else { return nil }
        self.init(amount, unit)
    }
}
