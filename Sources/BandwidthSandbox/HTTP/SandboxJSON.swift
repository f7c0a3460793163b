/// A JSON value that keeps the order of its members and the spelling of its numbers.
package enum SandboxJSON: Sendable {
    case null
    case bool(Bool)
    /// A number as it is spelled; it may be too large for any type.
    case number(String)
    case string(String)
    case array([SandboxJSON])
    case object([(String, SandboxJSON)])

    /// An integer.
    package static func integer(_ value: some BinaryInteger) -> SandboxJSON {
        .number(String(value))
    }

    /// A string, or `null`.
    package static func string(orNull value: String?) -> SandboxJSON {
        value.map { .string($0) } ?? .null
    }
}

extension SandboxJSON: ExpressibleByDictionaryLiteral, ExpressibleByArrayLiteral, ExpressibleByStringLiteral,
    ExpressibleByIntegerLiteral, ExpressibleByBooleanLiteral, ExpressibleByNilLiteral
{
    /// An object whose members have the order of the literal.
    package init(dictionaryLiteral elements: (String, SandboxJSON)...) { self = .object(elements) }
    /// An array.
    package init(arrayLiteral elements: SandboxJSON...) { self = .array(elements) }
    /// A string.
    package init(stringLiteral value: String) { self = .string(value) }
    /// An integer.
    package init(integerLiteral value: Int) { self = .integer(value) }
    /// `true` or `false`.
    package init(booleanLiteral value: Bool) { self = .bool(value) }
    /// `null`.
    package init(nilLiteral: ()) { self = .null }
}
