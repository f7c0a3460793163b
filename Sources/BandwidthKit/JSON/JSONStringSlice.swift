/// The raw text between two quotes.
struct JSONStringSlice {
    let bytes: ArraySlice<UInt8>
    let hasEscapes: Bool

    /// The decoded text. Invalid UTF-8 and lone surrogates become the replacement character.
    var text: String {
        guard hasEscapes else { return String(decoding: bytes, as: UTF8.self) }
        var units: [UInt16] = []
        var rest = bytes
        while let byte = rest.first {
            guard byte == UInt8(ascii: "\\") else {
                let plain = rest.prefix { $0 != UInt8(ascii: "\\") }
                units += String(decoding: plain, as: UTF8.self).utf16
                rest = rest.dropFirst(plain.count)
                continue
            }
            let code = rest.dropFirst().first ?? 0
            if code == UInt8(ascii: "u") {
                let digits = String(decoding: rest.dropFirst(2).prefix(4), as: UTF8.self)
                units.append(UInt16(digits, radix: 16) ?? 0xFFFD)
                rest = rest.dropFirst(6)
            } else {
                units.append(Self.escapes[code] ?? UInt16(code))
                rest = rest.dropFirst(2)
            }
        }
        return String(decoding: units, as: UTF16.self)
    }

    /// The escapes that stand for another character than the one after the backslash.
    private static let escapes: [UInt8: UInt16] = [
        UInt8(ascii: "b"): 8, UInt8(ascii: "t"): 9, UInt8(ascii: "n"): 10, UInt8(ascii: "f"): 12,
        UInt8(ascii: "r"): 13,
    ]
}
