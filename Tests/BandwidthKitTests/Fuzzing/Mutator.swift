import Foundation

/// Turns valid texts into invalid ones, in the ways that services, editors and disks do, and in others.
struct Mutator {
    var random: SeededGenerator

    init(seed: UInt64) {
        random = SeededGenerator(seed: seed)
    }

    /// Values that often break programs.
    private static let odd = [
        "null", "-1", "0", "1.5", "\"\"", "\"text\"", "1e400", "-1e-400", "9223372036854775807", "9223372036854775808",
        "123456789012345678901234567890", "true", "[]", "{}", "[[]]", "\"\\u0000\"", "\"\\ud800\"", "1e5", "00", "0x10",
        "NaN", "Infinity", "-0", "0.00000000000000000000000000000000000000001", "\"2026-13-45T99:99:99Z\"",
        "\"9999999-01-01T00:00:00Z\"", "-9223372036854775809", "\"\u{202E}\u{1B}[2J\"", "{\"env\":\"\"}",
        "{\"file\":\"/\"}",
    ]

    /// The text after one to four changes.
    mutating func mutate(_ text: String) -> [UInt8] {
        var bytes = Array(text.utf8)
        for _ in 0...Int.random(in: 0...3, using: &random) { change(&bytes) }
        return bytes
    }

    private mutating func change(_ bytes: inout [UInt8]) {
        guard !bytes.isEmpty else {
            bytes = Array((Self.odd.randomElement(using: &random) ?? "").utf8)
            return
        }
        let place = Int.random(in: 0..<bytes.count, using: &random)
        let length = min(bytes.count - place, Int.random(in: 1...24, using: &random))
        switch Int.random(in: 0..<9, using: &random) {
        case 0: bytes[place] = UInt8.random(in: .min ... .max, using: &random)
        case 1: bytes.removeSubrange(place..<(place + length))
        case 2: bytes.insert(contentsOf: bytes[place..<(place + length)], at: place)
        case 3: bytes.removeSubrange(place...)
        case 4: bytes.insert(contentsOf: Array(repeating: UInt8(ascii: "["), count: length * 40), at: place)
        case 5: bytes.insert(contentsOf: [0xEF, 0xBB, 0xBF], at: 0)
        default: replaceValue(near: place, in: &bytes)
        }
    }

    /// Replaces the next number, word or string with an odd value.
    private mutating func replaceValue(near place: Int, in bytes: inout [UInt8]) {
        let start = bytes[place...].firstIndex { $0 == UInt8(ascii: ":") || $0 == UInt8(ascii: "[") } ?? place
        var end = min(start + 1, bytes.count)
        let stops = Array(",]}\n".utf8)
        while end < bytes.count, !stops.contains(bytes[end]) { end += 1 }
        let value = Self.odd.randomElement(using: &random) ?? ""
        bytes.replaceSubrange(min(start + 1, bytes.count)..<end, with: Array(value.utf8))
    }
}
