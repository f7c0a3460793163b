#if canImport(FoundationEssentials)
    public import FoundationEssentials
#else
    public import Foundation
#endif

/// A count of bytes in an answer: a whole number from 0 to 2⁶³ − 1. Anything else is a bad answer.
public struct WireBytes: Decodable, Sendable {
    /// The count.
    public let count: ByteCount

    /// The number as it came.
    public let number: Decimal

    public init(from decoder: any Decoder) throws {
        let number = try WireNumber(from: decoder).value
        guard let count = number.wholeNumber.flatMap({ ByteCount($0) }) else {
            throw DecodingError.dataCorrupted(
                .init(
                    codingPath: decoder.codingPath,
                    debugDescription: "expected a number of bytes, found \(number)"))
        }
        self.number = number
        self.count = count
    }
}

/// An amount in an answer that counts in units of 2³⁰ bytes; it may be fractional, not negative.
public struct WireGibibytes: Decodable, Sendable {
    /// The amount to the nearest byte.
    public let count: ByteCount

    /// The number as it came.
    public let number: Decimal

    public init(from decoder: any Decoder) throws {
        let number = try WireNumber(from: decoder).value
        guard let count = ByteCount(number, .gibibyte) else {
            throw DecodingError.dataCorrupted(
                .init(
                    codingPath: decoder.codingPath,
                    debugDescription: "expected a number of gigabytes, found \(number)"))
        }
        self.number = number
        self.count = count
    }
}

/// A number in an answer, exact.
public struct WireNumber: Decodable, Sendable {
    /// The number; never "not a number".
    public let value: Decimal

    public init(from decoder: any Decoder) throws {
        value = try decoder.singleValueContainer().decode(Decimal.self)
        guard !value.isNaN else {
            throw DecodingError.dataCorrupted(
                .init(codingPath: decoder.codingPath, debugDescription: "expected a number"))
        }
    }
}

/// A moment in an answer as ISO 8601 writes it, with any offset, with or without fractions of a second.
public struct WireTimestamp: Decodable, Sendable {
    /// The moment.
    public let date: Date

    public init(from decoder: any Decoder) throws {
        let text = try decoder.singleValueContainer().decode(String.self)
        guard text.utf8.count <= 40, let date = try? Date(text, strategy: .iso8601), date.isInSensibleYears else {
            throw DecodingError.dataCorrupted(
                .init(
                    codingPath: decoder.codingPath,
                    debugDescription: "expected a date such as 2026-03-01T00:00:00Z, found \"\(text.prefix(40))\""))
        }
        self.date = date
    }
}

/// A part of an answer that one can do without: where it is missing, `null` or odd, there is none.
public struct Lenient<Value: Decodable & Sendable>: Decodable, Sendable {
    /// What was there.
    public let value: Value?

    public init(from decoder: any Decoder) throws {
        value = try? Value(from: decoder)
    }
}

extension KeyedDecodingContainer {
    /// Lets a `Lenient` property be missing.
    public func decode<Value>(_ type: Lenient<Value>.Type, forKey key: Key) throws -> Lenient<Value> {
        try decodeIfPresent(type, forKey: key) ?? Lenient(nil)
    }
}

extension Lenient {
    /// A value, or none.
    public init(_ value: Value?) {
        self.value = value
    }
}
