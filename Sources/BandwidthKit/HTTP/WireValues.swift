#if canImport(FoundationEssentials)
    public import FoundationEssentials
#else
    public import Foundation
#endif

/// A quantity that is a number in an answer. If the number is invalid for it, the answer is invalid.
public protocol WireQuantity: Decodable, Sendable {
    /// What is expected, in words: `a number of bytes`.
    static var expectation: String { get }

    /// Returns `nil` if the number is invalid. `number` is never NaN.
    init?(_ number: Decimal)

    /// The same for a whole number. Nearly all numbers are whole, and decimal arithmetic takes a hundred times as long.
    init?(whole number: Int64)
}

extension WireQuantity {
    public init(from decoder: any Decoder) throws {
        let container = try decoder.singleValueContainer()
        if let whole = try? container.decode(Int64.self), let quantity = Self(whole: whole) {
            self = quantity
        } else {
            try self.init(try container.decode(Decimal.self), in: decoder)
        }
    }

    public init?(whole number: Int64) {
        self.init(Decimal(number))
    }

    fileprivate init(_ number: Decimal, in decoder: any Decoder) throws {
        guard !number.isNaN, let quantity = Self(number) else {
            let found = number.isNaN ? "" : ", but got \(number)"
            throw DecodingError.dataCorrupted(
                .init(codingPath: decoder.codingPath, debugDescription: "expected \(Self.expectation)\(found)"))
        }
        self = quantity
    }
}

/// A number that a service puts in quotes in some answers.
public struct Quotable<Quantity: WireQuantity>: Decodable, Sendable {
    /// The quantity.
    public let value: Quantity

    public init(from decoder: any Decoder) throws {
        guard let text = try? decoder.singleValueContainer().decode(String.self) else {
            value = try Quantity(from: decoder)
            return
        }
        value = try Quantity(Decimal(plain: text) ?? .nan, in: decoder)
    }
}

/// A count of bytes in an answer: a whole number from 0 to 2⁶³ − 1.
public struct WireBytes: WireQuantity {
    public static let expectation = "a number of bytes"

    /// The count.
    public let count: ByteCount

    /// The number as it was sent.
    public let number: Decimal

    public init?(_ number: Decimal) {
        guard let count = number.wholeNumber.flatMap({ ByteCount($0) }) else { return nil }
        self.number = number
        self.count = count
    }

    public init?(whole number: Int64) {
        guard let count = ByteCount(number) else { return nil }
        self.number = Decimal(number)
        self.count = count
    }
}

/// An amount in an answer in units of 2³⁰ bytes. It may be fractional, but not negative.
public struct WireGibibytes: WireQuantity {
    public static let expectation = "a number of gigabytes"

    /// The amount to the nearest byte.
    public let count: ByteCount

    /// The number as it was sent.
    public let number: Decimal

    public init?(_ number: Decimal) {
        guard let count = ByteCount(number, .gibibyte) else { return nil }
        self.number = number
        self.count = count
    }

    public init?(whole number: Int64) {
        guard let count = ByteCount(Int128(number) * Int128(DataUnit.gibibyte.size.bytes)) else { return nil }
        self.number = Decimal(number)
        self.count = count
    }
}

/// The unit of amounts that must be bytes, `B` or `Bytes`. With any other unit, the answer is invalid.
public struct WireByteUnit: Decodable, Sendable {
    public init(from decoder: any Decoder) throws {
        let symbol = try decoder.singleValueContainer().decode(String.self)
        guard ["B", "Bytes"].contains(symbol) else {
            throw DecodingError.dataCorrupted(
                .init(
                    codingPath: decoder.codingPath,
                    debugDescription: "expected the unit of bytes, but got \"\(symbol.prefix(40))\""))
        }
    }
}

/// An exact number in an answer.
public struct WireNumber: WireQuantity {
    public static let expectation = "a number"

    /// The number, never NaN.
    public let value: Decimal

    public init?(_ number: Decimal) {
        value = number
    }
}

/// A date in an answer, in seconds since 1970.
public struct WireUnixTime: WireQuantity {
    public static let expectation = "seconds since 1970"

    /// The date.
    public let date: Date

    public init?(_ number: Decimal) {
        guard let seconds = number.rounded(places: 0, down: true).wholeNumber else { return nil }
        date = Date(timeIntervalSince1970: Double(seconds))
        guard date.isInSensibleYears else { return nil }
    }
}

/// A date in an answer in ISO 8601 format, with any offset, with or without fractions of a second.
public struct WireTimestamp: Decodable, Sendable {
    /// The date.
    public let date: Date

    public init(from decoder: any Decoder) throws {
        let text = try decoder.singleValueContainer().decode(String.self)
        guard let date = Date(iso8601: text), date.isInSensibleYears else {
            throw DecodingError.dataCorrupted(
                .init(
                    codingPath: decoder.codingPath,
                    debugDescription: "expected a date such as 2026-03-01T00:00:00Z, but got \"\(text.prefix(40))\""))
        }
        self.date = date
    }
}

/// An optional part of an answer: `nil` if it is missing, `null` or invalid.
public struct Lenient<Value: Decodable & Sendable>: Decodable, Sendable {
    /// The value, if there is a valid one.
    public let value: Value?

    public init(from decoder: any Decoder) throws {
        value = try? Value(from: decoder)
    }
}

extension KeyedDecodingContainer {
    /// Decodes a `Lenient` property, which may be missing.
    public func decode<Value>(_ type: Lenient<Value>.Type, forKey key: Key) throws -> Lenient<Value> {
        try decodeIfPresent(type, forKey: key) ?? Lenient(nil)
    }
}

extension Lenient {
    /// Creates a lenient value.
    public init(_ value: Value?) {
        self.value = value
    }
}
