import Foundation
import Testing

/// The moment that an ISO 8601 text names.
func date(_ text: String) throws -> Date {
    try Date(text, strategy: .iso8601)
}

/// The number that a text is, exact; a literal with a point would go through a `Double`.
func decimal(_ text: String) throws -> Decimal {
    try #require(Decimal(string: text))
}
