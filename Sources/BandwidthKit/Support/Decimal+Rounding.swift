#if canImport(FoundationEssentials)
    package import FoundationEssentials
#else
    package import Foundation
#endif

extension Decimal {
    /// Parses digits with at most one point between them, `12` or `0.5`, of at most 30 characters; `nil` for anything
    /// else.
    package init?(plain text: some StringProtocol) {
        let parts = text.split(separator: ".", omittingEmptySubsequences: false)
        let isPlain = parts.count <= 2 && parts.allSatisfy { !$0.isEmpty && $0.allSatisfy { "0"..."9" ~= $0 } }
        guard isPlain, text.count <= 30, let value = Decimal(string: String(text)) else { return nil }
        self = value
    }

    /// The number with at most `places` decimal places, rounded half away from zero, or truncated if `down` is true.
    package func rounded(places: Int, down: Bool = false) -> Decimal {
        guard !isNaN else { return self }
        let isNegative = self < 0
        let digits = (isNegative ? -self : self).description
        let parts = digits.split(separator: ".", omittingEmptySubsequences: false)
        guard let whole = parts.first, parts.count == 2, parts[1].count > places else { return self }
        let kept = parts[1].prefix(places)
        guard var value = Decimal(string: kept.isEmpty ? String(whole) : "\(whole).\(kept)") else { return self }
        if !down, let next = parts[1].dropFirst(places).first, next >= "5" {
            value += Decimal(sign: .plus, exponent: -places, significand: 1)
        }
        return isNegative ? -value : value
    }

    /// The number as a 64-bit integer; `nil` if it has a fraction or doesn't fit.
    package var wholeNumber: Int64? {
        isNaN ? nil : Int64(description)
    }

    /// The number with exactly `places` decimal places: `0.27`, `55.00`.
    package func fixed(places: Int) -> String {
        let text = rounded(places: places).description
        guard places > 0 else { return text }
        let fraction = text.split(separator: ".").dropFirst().first?.count ?? 0
        return text + (fraction == 0 ? "." : "") + String(repeating: "0", count: max(0, places - fraction))
    }
}
