/// What is wrong at the position where a scanner stopped.
struct JSONProblem: Error {
    let reason: String
}

/// Scans a text from beginning to end.
struct JSONScanner<Builder: JSONBuilder> {
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
