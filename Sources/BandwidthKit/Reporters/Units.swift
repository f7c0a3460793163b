#if canImport(FoundationEssentials)
    import FoundationEssentials
#else
    import Foundation
#endif

/// The units that a report for people shows.
public enum UnitSystem: String, Sendable, CaseIterable {
    /// Each provider's own, as on its pages and bills.
    case provider

    /// GiB of 2³⁰ bytes.
    case iec

    /// GB of 10⁹ bytes.
    case si

    /// Bytes.
    case bytes

    /// The unit for a row, whose service uses its own.
    func unit(_ own: DataUnit) -> DataUnit {
        switch self {
        case .provider: own
        case .iec: .gibibyte
        case .si: .gigabyte
        case .bytes: .byte
        }
    }
}

extension ByteCount {
    /// The number in a unit, rounded for reading: two decimal places below 10, one below 100, else none.
    ///
    /// Rounded down, one more digit is shown, so that 999.6 doesn't become 999.
    func figure(in unit: DataUnit, roundedDown: Bool = false) -> String {
        let amount = amount(in: unit)
        let places = (amount < 10 ? 2 : amount < 100 ? 1 : 0) + (roundedDown ? 1 : 0)
        let rounded = amount.rounded(places: places, down: roundedDown)
        if rounded == 0, amount > 0 { return "<0.01" }
        return rounded.description
    }

    /// Number and unit: `118 GB`.
    func text(in unit: DataUnit) -> String {
        "\(figure(in: unit)) \(unit.symbol)"
    }
}

extension Date {
    /// `2026-11-21T06:00:00Z`, in UTC, cut to seconds.
    var isoText: String {
        formatted(.iso8601)
    }

    /// `2026-11-21 06:00 UTC`.
    var minuteText: String {
        let text = isoText
        return text.count >= 16 ? "\(text.prefix(10)) \(text.dropFirst(11).prefix(5)) UTC" : text
    }
}
