#if canImport(FoundationEssentials)
    import FoundationEssentials
#else
    import Foundation
#endif

/// Why a text isn't valid JSON, or exceeds the parser's limits, and where.
public struct JSONSyntaxError: Error, Hashable, Sendable, CustomStringConvertible {
    /// The line, from 1.
    public let line: Int

    /// The character in that line, from 1.
    public let column: Int

    /// What was expected, or which limit was exceeded, without a full stop.
    public let reason: String

    public var description: String {
        "line \(line), column \(column): \(reason)"
    }
}

/// Parses JSON (RFC 8259) in one pass and linear time, with fixed limits on depth and size.
///
/// `JSONDecoder` doesn't report where an error is, accepts trailing commas, keeps neither order nor line numbers, and
/// takes quadratic time for deep nesting. So all input goes through this parser: configurations and untyped answers
/// become a `JSONValue`, and an answer that is decoded into a type is checked first.
public struct JSONParser: Sendable {
    /// The maximum nesting depth.
    public static let maximumDepth = 64

    /// The maximum number of values in a text. A page of a thousand bunny.net zones, the largest known answer, has
    /// 150,000.
    public static let maximumCount = 1_000_000

    /// The number of values between two questions whether the result is still wanted.
    static let valuesBetweenQuestions = 4096

    /// Whether a duplicate key is an error; otherwise the first one counts.
    private let refusesDuplicates: Bool

    private let isCancelled: @Sendable () -> Bool

    /// Creates a parser.
    ///
    /// - Parameters:
    ///   - refusesDuplicates: whether a duplicate key is an error; otherwise the first one counts.
    ///   - isCancelled: whether the result is no longer wanted; asked regularly.
    public init(refusesDuplicates: Bool = false, isCancelled: @escaping @Sendable () -> Bool = { false }) {
        self.refusesDuplicates = refusesDuplicates
        self.isCancelled = isCancelled
    }

    /// Parses a text into a value.
    public func parse(_ text: some Collection<UInt8>) throws(JSONSyntaxError) -> JSONValue {
        try read(text, with: ValueBuilder(refusesDuplicates: refusesDuplicates))
    }

    /// Checks a text without building a value.
    public func check(_ text: some Collection<UInt8>) throws(JSONSyntaxError) {
        try read(text, with: NothingBuilder())
    }

    private func read<Builder: JSONBuilder>(
        _ text: some Collection<UInt8>, with builder: Builder
    ) throws(JSONSyntaxError) -> Builder.Value {
        let byteOrderMark: [UInt8] = [0xEF, 0xBB, 0xBF]
        let bytes = Array(text.starts(with: byteOrderMark) ? text.dropFirst(3) : text.dropFirst(0))
        var scanner = JSONScanner(bytes: bytes, builder: builder, isCancelled: isCancelled)
        do throws(JSONProblem) {
            return try scanner.document()
        } catch {
            throw scanner.located(error)
        }
    }
}

/// Builds a result from the values that a scanner finds.
private protocol JSONBuilder {
    associatedtype Value
    associatedtype Members

    func null(line: Int) -> Value
    func bool(_ value: Bool, line: Int) -> Value
    func number(_ digits: ArraySlice<UInt8>, line: Int) -> Value?
    func string(_ text: () -> String, line: Int) -> Value
    func array(_ values: [Value], line: Int) -> Value
    func object(_ members: Members, line: Int) -> Value

    func noMembers() -> Members
    /// Returns `false` if the key is refused because the object already has it.
    func accepts(_ key: () -> String, in members: inout Members, line: Int) -> Bool
    func add(_ value: Value, to members: inout Members)
}

/// Builds `JSONValue`s.
private struct ValueBuilder: JSONBuilder {
    let refusesDuplicates: Bool

    struct Members {
        var list: [JSONValue.Member] = []
        var keys: Set<String> = []
        var next: (key: String, line: Int, isNew: Bool) = ("", 0, false)
    }

    func null(line: Int) -> JSONValue { JSONValue(.null, line: line) }
    func bool(_ value: Bool, line: Int) -> JSONValue { JSONValue(.bool(value), line: line) }
    func string(_ text: () -> String, line: Int) -> JSONValue { JSONValue(.string(text()), line: line) }
    func array(_ values: [JSONValue], line: Int) -> JSONValue { JSONValue(.array(values), line: line) }
    func object(_ members: Members, line: Int) -> JSONValue { JSONValue(.object(members.list), line: line) }
    func noMembers() -> Members { Members() }

    func number(_ digits: ArraySlice<UInt8>, line: Int) -> JSONValue? {
        let text = String(decoding: digits, as: UTF8.self)
        guard let value = Int64(text).map({ Decimal($0) }) ?? Decimal(string: text), !value.isNaN else { return nil }
        return JSONValue(.number(value), line: line)
    }

    func accepts(_ key: () -> String, in members: inout Members, line: Int) -> Bool {
        let key = key(), isNew = members.keys.insert(key).inserted
        members.next = (key, line, isNew)
        return isNew || !refusesDuplicates
    }

    func add(_ value: JSONValue, to members: inout Members) {
        guard members.next.isNew else { return }
        members.list.append(JSONValue.Member(members.next.key, value, line: members.next.line))
    }
}

/// Builds nothing.
private struct NothingBuilder: JSONBuilder {
    func null(line: Int) {}
    func bool(_ value: Bool, line: Int) {}
    func number(_ digits: ArraySlice<UInt8>, line: Int) -> Void? { () }
    func string(_ text: () -> String, line: Int) {}
    func array(_ values: [Void], line: Int) {}
    func object(_ members: Void, line: Int) {}
    func noMembers() {}
    func accepts(_ key: () -> String, in members: inout Void, line: Int) -> Bool { true }
    func add(_ value: Void, to members: inout Void) {}
}

/// What is wrong at the position where a scanner stopped.
private struct JSONProblem: Error {
    let reason: String
}

/// Scans a text from beginning to end.
private struct JSONScanner<Builder: JSONBuilder> {
    let bytes: [UInt8]
    let builder: Builder
    private let isCancelled: () -> Bool
    private var index = 0
    private var line = 1
    private var count = 0

    init(bytes: [UInt8], builder: Builder, isCancelled: @escaping () -> Bool) {
        self.bytes = bytes
        self.builder = builder
        self.isCancelled = isCancelled
    }

    private var next: UInt8? {
        index < bytes.count ? bytes[index] : nil
    }

    func located(_ problem: JSONProblem) -> JSONSyntaxError {
        let before = bytes.prefix(index)
        let start = before.lastIndex(of: UInt8(ascii: "\n")).map { $0 + 1 } ?? 0
        let column = String(decoding: before[start...], as: UTF8.self).count + 1
        return JSONSyntaxError(line: line, column: column, reason: problem.reason)
    }

    mutating func document() throws(JSONProblem) -> Builder.Value {
        let value = try value(depth: 0)
        skipBlanks()
        guard next == nil else { throw JSONProblem(reason: "unexpected text after the end") }
        return value
    }

    private mutating func skipBlanks() {
        while let byte = next, byte == 32 || byte == 9 || byte == 10 || byte == 13 {
            if byte == 10 { line += 1 }
            index += 1
        }
    }

    private mutating func value(depth: Int) throws(JSONProblem) -> Builder.Value {
        skipBlanks()
        count += 1
        guard count <= JSONParser.maximumCount else {
            throw JSONProblem(reason: "more than \(JSONParser.maximumCount) values")
        }
        if count.isMultiple(of: JSONParser.valuesBetweenQuestions), isCancelled() {
            throw JSONProblem(reason: "given up")
        }
        switch next {
        case UInt8(ascii: "{"):
            return try object(depth: depth + 1)
        case UInt8(ascii: "["):
            return try array(depth: depth + 1)
        case UInt8(ascii: "\""):
            let line = line
            let text = try string()
            return builder.string({ text.text }, line: line)
        case nil:
            throw JSONProblem(reason: "unexpected end of the text")
        default:
            return try word()
        }
    }

    private mutating func open(depth: Int) throws(JSONProblem) {
        guard depth <= JSONParser.maximumDepth else {
            throw JSONProblem(reason: "nested more than \(JSONParser.maximumDepth) levels deep")
        }
        index += 1
        skipBlanks()
    }

    private mutating func array(depth: Int) throws(JSONProblem) -> Builder.Value {
        let start = line
        try open(depth: depth)
        var values: [Builder.Value] = []
        if next == UInt8(ascii: "]") {
            index += 1
            return builder.array(values, line: start)
        }
        while true {
            skipBlanks()
            if next == UInt8(ascii: "]") { throw JSONProblem(reason: "trailing comma") }
            values.append(try value(depth: depth))
            if try isLast(UInt8(ascii: "]")) { return builder.array(values, line: start) }
        }
    }

    private mutating func object(depth: Int) throws(JSONProblem) -> Builder.Value {
        let start = line
        try open(depth: depth)
        var members = builder.noMembers()
        if next == UInt8(ascii: "}") {
            index += 1
            return builder.object(members, line: start)
        }
        while true {
            skipBlanks()
            let keyStart = index, keyLine = line
            guard next == UInt8(ascii: "\"") else {
                throw JSONProblem(
                    reason: next == UInt8(ascii: "}") ? "trailing comma" : "expected a key in double quotes")
            }
            let key = try string()
            guard builder.accepts({ key.text }, in: &members, line: keyLine) else {
                index = keyStart
                throw JSONProblem(reason: "duplicate key")
            }
            skipBlanks()
            guard next == UInt8(ascii: ":") else { throw JSONProblem(reason: "expected ':'") }
            index += 1
            builder.add(try value(depth: depth), to: &members)
            if try isLast(UInt8(ascii: "}")) { return builder.object(members, line: start) }
        }
    }

    /// Whether a list or an object ends after the value just read; otherwise consumes the comma.
    private mutating func isLast(_ end: UInt8) throws(JSONProblem) -> Bool {
        skipBlanks()
        guard let byte = next, byte == end || byte == UInt8(ascii: ",") else {
            throw JSONProblem(reason: "expected ',' or '\(Character(Unicode.Scalar(end)))'")
        }
        index += 1
        return byte == end
    }

    /// Scans the string that starts here; its escapes are decoded only when the text is needed.
    private mutating func string() throws(JSONProblem) -> JSONStringSlice {
        index += 1
        let start = index
        var hasEscapes = false, isPlain = true
        while let byte = next {
            if byte == UInt8(ascii: "\"") {
                let slice = JSONStringSlice(bytes: bytes[start..<index], hasEscapes: hasEscapes)
                guard isPlain || slice.text.isStreamSafe else {
                    index = start
                    throw JSONProblem(reason: "more than \(String.longestRunOfMarks) combining marks in a row")
                }
                index += 1
                return slice
            }
            if byte < 32 { throw JSONProblem(reason: "line break or control character in a string") }
            if byte == UInt8(ascii: "\\") {
                hasEscapes = true
                try escape()
            } else {
                index += 1
            }
            if byte >= 128 || byte == UInt8(ascii: "\\") { isPlain = false }
        }
        throw JSONProblem(reason: "string without a closing quote")
    }

    private mutating func escape() throws(JSONProblem) {
        let start = index
        index += 1
        switch next {
        case UInt8(ascii: "u"):
            let digits = bytes[(index + 1)...].prefix(4)
            guard digits.count == 4, digits.allSatisfy(\.isHexDigit) else {
                index = start
                throw JSONProblem(reason: "expected four hexadecimal digits after \\u")
            }
            index += 5
        case .some(let byte) where #""\/bfnrt"#.utf8.contains(byte):
            index += 1
        case nil:
            throw JSONProblem(reason: "string without a closing quote")
        default:
            index = start
            throw JSONProblem(reason: "unknown escape in a string")
        }
    }

    private mutating func word() throws(JSONProblem) -> Builder.Value {
        let start = index
        while let byte = next, !byte.endsWord { index += 1 }
        let word = bytes[start..<index]
        if word.elementsEqual("null".utf8) { return builder.null(line: line) }
        if word.elementsEqual("true".utf8) { return builder.bool(true, line: line) }
        if word.elementsEqual("false".utf8) { return builder.bool(false, line: line) }
        if word.isJSONNumber {
            if let value = builder.number(word, line: line) { return value }
            index = start
            throw JSONProblem(reason: "number out of range")
        }
        index = start
        if word.isEmpty { throw JSONProblem(reason: "expected a value") }
        throw JSONProblem(reason: "expected a value; strings need double quotes, and JSON has no comments")
    }
}

/// The raw text between two quotes.
private struct JSONStringSlice {
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

extension UInt8 {
    fileprivate var isHexDigit: Bool {
        Character(Unicode.Scalar(self)).isHexDigit
    }

    fileprivate var isDigit: Bool {
        (48...57).contains(self)
    }

    /// Whether this byte ends a number, `true`, `false` or `null`.
    fileprivate var endsWord: Bool {
        switch self {
        case 9, 10, 13, 32, UInt8(ascii: ","), UInt8(ascii: ":"), UInt8(ascii: "["), UInt8(ascii: "]"),
            UInt8(ascii: "{"), UInt8(ascii: "}"), UInt8(ascii: "\""):
            true
        default:
            false
        }
    }
}

extension ArraySlice<UInt8> {
    /// Whether this is a valid JSON number (RFC 8259, section 6): not `01`, `.5`, `5.`, `0x10` or `nan`.
    fileprivate var isJSONNumber: Bool {
        var rest = first == UInt8(ascii: "-") ? dropFirst() : self
        let whole = rest.prefix { $0.isDigit }
        guard !whole.isEmpty, whole.count == 1 || whole.first != UInt8(ascii: "0") else { return false }
        rest = rest.dropFirst(whole.count)
        if rest.first == UInt8(ascii: ".") {
            let fraction = rest.dropFirst().prefix { $0.isDigit }
            guard !fraction.isEmpty else { return false }
            rest = rest.dropFirst(1 + fraction.count)
        }
        guard let mark = rest.first else { return true }
        guard mark == UInt8(ascii: "e") || mark == UInt8(ascii: "E") else { return false }
        rest = rest.dropFirst()
        if rest.first == UInt8(ascii: "+") || rest.first == UInt8(ascii: "-") { rest = rest.dropFirst() }
        return !rest.isEmpty && rest.allSatisfy(\.isDigit)
    }
}
