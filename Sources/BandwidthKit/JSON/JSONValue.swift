#if canImport(FoundationEssentials)
    public import FoundationEssentials
#else
    public import Foundation
#endif

/// Any JSON as a value: what configurations and untyped answers are read as, and what reports are built from.
///
/// A value knows the line it was read from, so that a problem with it can be reported with its place. Two values are
/// equal if their contents are, wherever they were.
public struct JSONValue: Sendable {
    /// What the value is.
    public let content: Content

    /// The line of the text that it starts on, from 1; 0 for a value that wasn't read from a text.
    public let line: Int

    /// The kinds of values that JSON has.
    public enum Content: Sendable, Hashable {
        case null
        case bool(Bool)
        case number(Decimal)
        case string(String)
        case array([JSONValue])
        case object([Member])
    }

    /// A key of an object with its value, in the order of the text.
    public struct Member: Sendable, Hashable {
        /// The key.
        public let key: String

        /// What is at that key.
        public let value: JSONValue

        /// The line of the key, which is where a problem with the member is reported.
        public let line: Int

        /// A member; `line` is 0 unless it was read from a text.
        public init(_ key: String, _ value: JSONValue, line: Int = 0) {
            self.key = key
            self.value = value
            self.line = line
        }
    }

    /// A value with its line; 0 unless it was read from a text.
    public init(_ content: Content, line: Int = 0) {
        self.content = content
        self.line = line
    }
}

extension JSONValue: Hashable {
    public static func == (left: JSONValue, right: JSONValue) -> Bool {
        left.content == right.content
    }

    public func hash(into hasher: inout Hasher) {
        hasher.combine(content)
    }
}

extension JSONValue.Member {
    public static func == (left: Self, right: Self) -> Bool {
        left.key == right.key && left.value == right.value
    }

    public func hash(into hasher: inout Hasher) {
        hasher.combine(key)
        hasher.combine(value)
    }
}

extension JSONValue {
    /// No value.
    public static let null = JSONValue(.null)

    /// `true` or `false`.
    public static func bool(_ value: Bool) -> JSONValue {
        JSONValue(.bool(value))
    }

    /// A number, exact to 38 digits.
    public static func number(_ value: Decimal) -> JSONValue {
        JSONValue(.number(value))
    }

    /// A string.
    public static func string(_ value: String) -> JSONValue {
        JSONValue(.string(value))
    }

    /// A list.
    public static func array(_ values: [JSONValue]) -> JSONValue {
        JSONValue(.array(values))
    }

    /// An object with its members in order.
    public static func object(_ members: [Member]) -> JSONValue {
        JSONValue(.object(members))
    }

    /// An object with its members in alphabetical order.
    public static func object(_ members: [String: JSONValue]) -> JSONValue {
        .object(members.sorted { $0.key < $1.key }.map { Member($0.key, $0.value) })
    }
}

extension JSONValue: ExpressibleByStringLiteral, ExpressibleByBooleanLiteral, ExpressibleByIntegerLiteral,
    ExpressibleByArrayLiteral, ExpressibleByDictionaryLiteral
{
    public init(stringLiteral value: String) {
        self = .string(value)
    }

    public init(booleanLiteral value: Bool) {
        self = .bool(value)
    }

    public init(integerLiteral value: Int) {
        self = .number(Decimal(value))
    }

    public init(arrayLiteral elements: JSONValue...) {
        self = .array(elements)
    }

    public init(dictionaryLiteral elements: (String, JSONValue)...) {
        self = .object(elements.map { Member($0.0, $0.1) })
    }
}

extension JSONValue {
    /// Whether it is `null`.
    public var isNull: Bool {
        content == .null
    }

    /// The text of a string; `nil` for anything else.
    public var string: String? {
        if case .string(let value) = content { value } else { nil }
    }

    /// The number; `nil` for anything else.
    public var number: Decimal? {
        if case .number(let value) = content { value } else { nil }
    }

    /// The elements of a list; `nil` for anything else.
    public var array: [JSONValue]? {
        if case .array(let values) = content { values } else { nil }
    }

    /// The members of an object; `nil` for anything else.
    public var members: [Member]? {
        if case .object(let members) = content { members } else { nil }
    }

    /// The value at a key of an object; `nil` where there is none, or this is no object.
    public subscript(key: String) -> JSONValue? {
        members?.first { $0.key == key }?.value
    }

    /// What kind of value it is, in words: `a string`.
    package var kind: String {
        switch content {
        case .null: "null"
        case .bool: "true or false"
        case .number: "a number"
        case .string: "a string"
        case .array: "a list"
        case .object: "an object"
        }
    }
}
