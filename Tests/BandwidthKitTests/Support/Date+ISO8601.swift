import Foundation
import Testing

/// The date in an ISO 8601 text.
func date(_ text: String) throws -> Date {
    try Date(text, strategy: .iso8601)
}

/// The exact number in a text; a literal with a point would go through `Double`.
func decimal(_ text: String) throws -> Decimal {
    try #require(Decimal(string: text))
}
