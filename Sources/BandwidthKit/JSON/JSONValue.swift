#if canImport(FoundationEssentials)
    public import FoundationEssentials
#else
    public import Foundation
#endif

/// Any JSON value: the form that configurations and untyped answers are parsed into, and that reports are built from.
///
/// A value keeps its line number, so that problems can be reported with their location. Equality ignores line numbers.
public struct JSONValue: Sendable {
    /// The content of the value.
    public let content: Content

    /// The line of the text that the value starts on, from 1; 0 if it wasn't parsed from a text.
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

    /// A key of an object with its value.
    public struct Member: Sendable, Hashable {
        /// The key.
        public let key: String

        /// The value of the key.
        public let value: JSONValue

        /// The line of the key, where problems with the member are reported.
        public let line: Int

        /// Creates a member; `line` is 0 unless it was parsed from a text.
        public init(_ key: String, _ value: JSONValue, line: Int = 0) {
            self.key = key
            self.value = value
            self.line = line
        }
    }

    /// Creates a value; `line` is 0 unless it was parsed from a text.
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
    /// `null`.
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

    /// The value of a key; `nil` if the key is missing, or this isn't an object.
    public subscript(key: String) -> JSONValue? {
        members?.first { $0.key == key }?.value
    }

    /// The kind of value, in words: `a string`.
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
