#if canImport(FoundationEssentials)
    import FoundationEssentials
#else
    import Foundation
#endif

/// Scans the parts of a line of the memory, byte by byte.
struct LineScanner {
    private let bytes: [UInt8]
    private let end: Int

    /// The next byte.
    private(set) var index: Int

    /// Creates a scanner for a range of `bytes`, which must be within bounds.
    init(_ bytes: [UInt8], in range: Range<Int>) {
        self.bytes = bytes
        index = range.lowerBound
        end = range.upperBound
    }

    var isAtEnd: Bool {
        index == end
    }

    /// Skips `text` if it comes next; otherwise returns `false` and stays.
    mutating func take(_ text: StaticString) -> Bool {
        guard text.utf8CodeUnitCount <= end - index else { return false }
        let isThere = text.withUTF8Buffer { buffer in
            for (offset, byte) in buffer.enumerated() where bytes[index + offset] != byte { return false }
            return true
        }
        if isThere { index += text.utf8CodeUnitCount }
        return isThere
    }

    /// Reads an integer; `nil` if there is none, or it doesn't fit into 64 bits.
    mutating func integer() -> Int64? {
        var position = index
        let isNegative = position < end && bytes[position] == UInt8(ascii: "-")
        if isNegative { position += 1 }
        let first = position
        var value: Int64 = 0
        while position < end {
            let digit = bytes[position] &- UInt8(ascii: "0")
            guard digit < 10 else { break }
            let (product, isTooLarge) = value.multipliedReportingOverflow(by: 10)
            let (sum, isStillTooLarge) = product.addingReportingOverflow(Int64(digit))
            guard !isTooLarge, !isStillTooLarge else { return nil }
            value = sum
            position += 1
        }
        guard position > first else { return nil }
        index = position
        return isNegative ? -value : value
    }

    /// Reads a string in double quotes; `nil` if there is none.
    mutating func string() -> String? {
        guard index < end, bytes[index] == UInt8(ascii: "\"") else { return nil }
        var position = index + 1
        var isPlain = true
        while position < end, bytes[position] != UInt8(ascii: "\"") {
            let isEscape = bytes[position] == UInt8(ascii: "\\")
            if isEscape { isPlain = false }
            position += isEscape ? 2 : 1
        }
        guard position < end else { return nil }
        let start = index
        index = position + 1
        if isPlain { return String(decoding: bytes[(start + 1)..<position], as: UTF8.self) }
        return try? JSONDecoder().decode(String.self, from: Data(bytes[start...position]))
    }
}
