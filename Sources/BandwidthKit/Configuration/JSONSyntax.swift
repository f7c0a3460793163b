#if canImport(FoundationEssentials)
    import FoundationEssentials
#else
    import Foundation
#endif

/// Finds the place of a mistake in a JSON text; the decoder doesn't say it, and lets commas too many and keys that stand twice
/// pass.
enum JSONSyntax {
    /// Where the text stops being JSON and the likely reason: `line 3, column 5: expected ',' or '}'`.
    static func problem(in data: Data) -> String {
        mistake(in: data, otherwise: "a value is out of range") ?? ""
    }

    /// Where the text stops being JSON, or a key stands twice; `nil` where all is well.
    static func mistake(in data: Data) -> String? {
        mistake(in: data, otherwise: nil)
    }

    private static func mistake(in data: Data, otherwise: String?) -> String? {
        var scanner = Scanner(bytes: Array(data.starts(with: [0xEF, 0xBB, 0xBF]) ? data.dropFirst(3) : data))
        let reason: String?
        do throws(Scanner.Problem) {
            try scanner.value(depth: 0)
            scanner.skipBlanks()
            let isOver = scanner.index == scanner.bytes.count
            reason = isOver ? otherwise : "something follows behind the end"
        } catch {
            reason = error.reason
        }
        guard let reason else { return nil }
        let before = scanner.bytes.prefix(scanner.index)
        let line = before.count { $0 == UInt8(ascii: "\n") } + 1
        let start = before.lastIndex(of: UInt8(ascii: "\n")).map { $0 + 1 } ?? 0
        let column = String(decoding: before[start...], as: UTF8.self).count + 1
        return "line \(line), column \(column): \(reason)"
    }

    private struct Scanner {
        struct Problem: Error {
            let reason: String
        }

        let bytes: [UInt8]
        var index = 0

        private var next: UInt8? {
            index < bytes.count ? bytes[index] : nil
        }

        mutating func skipBlanks() {
            while let byte = next, byte == 32 || byte == 9 || byte == 10 || byte == 13 { index += 1 }
        }

        mutating func value(depth: Int) throws(Problem) {
            guard depth < 500 else { throw Problem(reason: "nested too deeply") }
            skipBlanks()
            switch next {
            case UInt8(ascii: "{"): try list(end: UInt8(ascii: "}"), depth: depth, hasKeys: true)
            case UInt8(ascii: "["): try list(end: UInt8(ascii: "]"), depth: depth, hasKeys: false)
            case UInt8(ascii: "\""): try string()
            case nil: throw Problem(reason: "the text ends too early")
            default: try word()
            }
        }

        private mutating func list(end: UInt8, depth: Int, hasKeys: Bool) throws(Problem) {
            index += 1
            skipBlanks()
            if next == end {
                index += 1
                return
            }
            var keys: Set<ArraySlice<UInt8>> = []
            while true {
                skipBlanks()
                if hasKeys {
                    let start = index
                    guard next == UInt8(ascii: "\"") else {
                        throw Problem(reason: next == end ? "a comma too many" : "expected a key in double quotes")
                    }
                    try string()
                    guard keys.insert(bytes[start..<min(index, bytes.count)]).inserted else {
                        index = start
                        throw Problem(reason: "this key stands twice")
                    }
                    skipBlanks()
                    guard next == UInt8(ascii: ":") else { throw Problem(reason: "expected ':'") }
                    index += 1
                } else if next == end {
                    throw Problem(reason: "a comma too many")
                }
                try value(depth: depth + 1)
                skipBlanks()
                if next == end {
                    index += 1
                    return
                }
                guard next == UInt8(ascii: ",") else {
                    throw Problem(reason: "expected ',' or '\(Character(Unicode.Scalar(end)))'")
                }
                index += 1
            }
        }

        private mutating func string() throws(Problem) {
            index += 1
            while let byte = next {
                if byte == UInt8(ascii: "\"") {
                    index += 1
                    return
                }
                if byte < 32 { throw Problem(reason: "a line break or control character inside quotes") }
                index += byte == UInt8(ascii: "\\") ? 2 : 1
            }
            index = bytes.count
            throw Problem(reason: "quotes are not closed")
        }

        private mutating func word() throws(Problem) {
            let start = index
            while let byte = next, !([44, 58, 91, 93, 123, 125, 34, 32, 9, 10, 13] as [UInt8]).contains(byte) {
                index += 1
            }
            let word = String(decoding: bytes[start..<index], as: UTF8.self)
            if ["true", "false", "null"].contains(word) { return }
            if Self.isNumber(word) { return }
            index = start
            if word.isEmpty { throw Problem(reason: "expected a value") }
            throw Problem(reason: "expected a value; text must stand in double quotes, and JSON has no comments")
        }

        /// Whether a word is a number as JSON writes one (RFC 8259, section 6): not `01`, `.5`, `5.`, `0x10` or `nan`.
        private static func isNumber(_ word: String) -> Bool {
            func digits(_ text: Substring) -> Bool { !text.isEmpty && text.allSatisfy { "0"..."9" ~= $0 } }
            var mantissa = word.hasPrefix("-") ? word.dropFirst() : word[...]
            if let mark = mantissa.firstIndex(where: { $0 == "e" || $0 == "E" }) {
                let exponent = mantissa[mantissa.index(after: mark)...]
                guard digits(exponent.first == "+" || exponent.first == "-" ? exponent.dropFirst() : exponent) else {
                    return false
                }
                mantissa = mantissa[..<mark]
            }
            let parts = mantissa.split(separator: ".", omittingEmptySubsequences: false)
            return parts.count <= 2 && parts.allSatisfy(digits) && (parts[0] == "0" || parts[0].first != "0")
        }
    }
}
