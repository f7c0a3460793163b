/// Writes what a line of the memory consists of.
struct LineWriter {
    /// What was written.
    private(set) var bytes: [UInt8] = []

    /// A writer with room for a text of about this size.
    init(capacity: Int = 0) {
        bytes.reserveCapacity(capacity)
    }

    /// Bytes as they are.
    mutating func append(_ text: some Collection<UInt8>) {
        bytes += text
    }

    /// A text as it is.
    mutating func append(_ text: StaticString) {
        text.withUTF8Buffer { bytes += $0 }
    }

    /// A number.
    mutating func append(_ number: Int64) {
        if number < 0 { bytes.append(UInt8(ascii: "-")) }
        withUnsafeTemporaryAllocation(of: UInt8.self, capacity: 20) { digits in
            var rest = number.magnitude
            var first = digits.count
            repeat {
                first -= 1
                digits[first] = UInt8(ascii: "0") + UInt8(truncatingIfNeeded: rest % 10)
                rest /= 10
            } while rest > 0
            bytes += UnsafeBufferPointer(rebasing: digits[first...])
        }
    }

    /// A number or `null`.
    mutating func append(_ number: Int64?) {
        if let number { append(number) } else { append("null") }
    }

    /// A string between double quotes.
    mutating func append(quoted text: String) {
        let hexadecimal = Array("0123456789abcdef".utf8)
        bytes.append(UInt8(ascii: "\""))
        for byte in text.utf8 {
            if byte < 32 {
                append("\\u00")
                bytes += [hexadecimal[Int(byte >> 4)], hexadecimal[Int(byte & 15)]]
            } else {
                if byte == UInt8(ascii: "\"") || byte == UInt8(ascii: "\\") { bytes.append(UInt8(ascii: "\\")) }
                bytes.append(byte)
            }
        }
        bytes.append(UInt8(ascii: "\""))
    }
}
