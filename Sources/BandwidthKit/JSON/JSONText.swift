/// A valid JSON text in which values are replaced and added, while every other byte stays as it is.
package struct JSONText: Sendable {
    /// A step to a value: the member of an object, or the element of a list.
    package enum Step: Sendable {
        case key(String)
        case index(Int)
    }

    /// The text.
    package private(set) var bytes: [UInt8]

    /// Creates a text. It must have been parsed before: what isn't JSON gives wrong places.
    package init(_ bytes: [UInt8]) {
        self.bytes = bytes
    }

    /// Replaces a value; does nothing if there is none.
    package mutating func replace(_ path: [Step], with value: JSONValue) {
        guard let place = place(of: path) else { return }
        bytes.replaceSubrange(place, with: value.inlineText.utf8)
    }

    /// Adds an element to the end of a list.
    package mutating func append(_ value: JSONValue, to path: [Step]) {
        guard let list = place(of: path) else { return }
        add(value.inlineText, to: list, opensLine: true)
    }

    /// Adds a member to the end of an object.
    package mutating func append(_ key: String, _ value: JSONValue, to path: [Step]) {
        guard let object = place(of: path) else { return }
        add("\(JSONValue.string(key).inlineText): \(value.inlineText)", to: object, opensLine: path.isEmpty)
    }

    /// The line that a value starts on, from 1; `nil` if there is none.
    package func line(of path: [Step]) -> Int? {
        place(of: path).map { bytes[..<$0.lowerBound].count { $0 == UInt8(ascii: "\n") } + 1 }
    }

    /// Adds an item behind the last one, on a line of its own if that one starts its line.
    ///
    /// - Parameter opensLine: whether the first item gets a line of its own.
    private mutating func add(_ item: String, to container: Range<Int>, opensLine: Bool) {
        let lineBreak = bytes.contains(UInt8(ascii: "\r")) ? "\r\n" : "\n"
        if let last = items(of: container).last {
            let separator = indent(before: last.start).map { ",\(lineBreak)\($0)" } ?? ", "
            bytes.insert(contentsOf: "\(separator)\(item)".utf8, at: last.value.upperBound)
        } else if opensLine {
            let outer = lineIndent(of: container.lowerBound)
            let text = "\(lineBreak)\(outer)  \(item)\(lineBreak)\(outer)"
            bytes.replaceSubrange(container.lowerBound + 1..<container.upperBound - 1, with: text.utf8)
        } else {
            bytes.replaceSubrange(container.lowerBound + 1..<container.upperBound - 1, with: " \(item) ".utf8)
        }
    }

    /// What stands before a place on its line if that is only blanks.
    private func indent(before place: Int) -> String? {
        let start = bytes[..<place].lastIndex(of: UInt8(ascii: "\n")).map { $0 + 1 } ?? 0
        let before = bytes[start..<place]
        return start > 0 && before.allSatisfy(\.isBlank) ? String(decoding: before, as: UTF8.self) : nil
    }

    /// The blanks that the line of a place starts with.
    private func lineIndent(of place: Int) -> String {
        let start = bytes[..<place].lastIndex(of: UInt8(ascii: "\n")).map { $0 + 1 } ?? 0
        return String(decoding: bytes[start..<place].prefix(while: \.isBlank), as: UTF8.self)
    }
}

// MARK: - Places

extension JSONText {
    /// A value in an object or a list, and where it begins: at its key, if it has one.
    private struct Item {
        let key: String?
        let start: Int
        let value: Range<Int>
    }

    /// Where a value is; `nil` if there is none.
    private func place(of path: [Step]) -> Range<Int>? {
        let isMarked = bytes.starts(with: [0xEF, 0xBB, 0xBF])
        var place = value(from: isMarked ? 3 : 0)
        for step in path {
            let items = items(of: place)
            switch step {
            case .key(let key):
                guard let item = items.first(where: { $0.key == key }) else { return nil }
                place = item.value
            case .index(let index):
                guard items.indices.contains(index), items[index].key == nil else { return nil }
                place = items[index].value
            }
        }
        return place
    }

    /// The items of an object or a list; none of anything else.
    private func items(of container: Range<Int>) -> [Item] {
        guard let first = bytes[container].first, first == UInt8(ascii: "{") || first == UInt8(ascii: "[") else {
            return []
        }
        var items: [Item] = []
        var index = afterBlanks(container.lowerBound + 1)
        while index < container.upperBound - 1 {
            let start = index
            var key: String?
            if first == UInt8(ascii: "{") {
                let name = value(from: index)
                let inner = bytes[name].dropFirst().dropLast()
                key = JSONStringSlice(bytes: inner, hasEscapes: inner.contains(UInt8(ascii: "\\"))).text
                // The colon.
                index = afterBlanks(name.upperBound) + 1
            }
            let value = value(from: index)
            items.append(Item(key: key, start: start, value: value))
            // The comma, or the end.
            index = afterBlanks(afterBlanks(value.upperBound) + 1)
        }
        return items
    }

    private func afterBlanks(_ index: Int) -> Int {
        bytes[min(index, bytes.count)...].firstIndex { !$0.isBlank && $0 != 10 && $0 != 13 } ?? bytes.count
    }

    /// The value that starts behind the blanks from here on.
    private func value(from index: Int) -> Range<Int> {
        let start = afterBlanks(index)
        var end = start, depth = 0, isInString = false
        while end < bytes.count {
            let byte = bytes[end]
            if isInString {
                if byte == UInt8(ascii: "\\") { end += 1 }
                if byte == UInt8(ascii: "\"") { isInString = false }
            } else {
                switch byte {
                case UInt8(ascii: "\""): isInString = true
                case UInt8(ascii: "{"), UInt8(ascii: "["): depth += 1
                case UInt8(ascii: "}"), UInt8(ascii: "]"):
                    if depth == 0 { return start..<end }
                    depth -= 1
                case UInt8(ascii: ","), UInt8(ascii: ":"), 9, 10, 13, 32:
                    if depth == 0 { return start..<end }
                default: break
                }
            }
            end += 1
            let isClosed = byte == UInt8(ascii: "\"") || byte == UInt8(ascii: "}") || byte == UInt8(ascii: "]")
            if depth == 0, !isInString, isClosed { return start..<end }
        }
        return start..<min(end, bytes.count)
    }
}

extension UInt8 {
    fileprivate var isBlank: Bool {
        self == 32 || self == 9
    }
}

extension JSONValue {
    /// JSON text on one line: `{ "type": "linode", "name": "production" }`.
    package var inlineText: String {
        switch content {
        case .array(let values):
            return "[\(values.map(\.inlineText).joined(separator: ", "))]"
        case .object(let members):
            let items = members.map { "\(JSONValue.string($0.key).inlineText): \($0.value.inlineText)" }
            return items.isEmpty ? "{}" : "{ \(items.joined(separator: ", ")) }"
        default:
            var writer = JSONWriter()
            writer.value(self)
            return writer.text
        }
    }
}
