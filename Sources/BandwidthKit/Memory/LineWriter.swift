/// Writes the parts of a line of the memory.
struct LineWriter {
    /// The bytes written so far.
    private(set) var bytes: [UInt8] = []

    /// Creates a writer with room for about `capacity` bytes.
    init(capacity: Int = 0) {
        bytes.reserveCapacity(capacity)
    }

    /// Appends bytes unchanged.
    mutating func append(_ text: some Collection<UInt8>) {
        bytes += text
    }

    /// Appends text unchanged.
    mutating func append(_ text: StaticString) {
        text.withUTF8Buffer { bytes += $0 }
    }

    /// Appends a number.
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

    /// Appends a number or `null`.
    mutating func append(_ number: Int64?) {
        if let number { append(number) } else { append("null") }
    }

    /// Appends a string in double quotes, with escapes.
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
