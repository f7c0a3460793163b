#if canImport(FoundationEssentials)
    import FoundationEssentials
#else
    import Foundation
#endif

extension Duration {
    /// Parses a duration as a person writes it: `90s`, `20m`, `2h`, `1d`, `2 days`, `0.5s`; a bare number means
    /// seconds.
    ///
    /// Returns `nil` for anything else, and for more than ten years.
    package init?(text: some StringProtocol) {
        let number = text.prefix { $0.isASCII && ($0.isNumber || $0 == ".") }
        let unit = text.dropFirst(number.count).drop { $0 == " " }
        let seconds: Decimal? =
            switch unit {
            case "", "s", "second", "seconds": 1
            case "m", "minute", "minutes": 60
            case "h", "hour", "hours": 3600
            case "d", "day", "days": 86400
            default: nil
            }
        guard let seconds, let amount = Decimal(plain: number), amount * seconds <= 315_360_000,
            let milliseconds = (amount * seconds * 1000).rounded(places: 0).wholeNumber
        else { return nil }
        self = .milliseconds(milliseconds)
    }

    /// As a value of an option or a setting, in the largest unit that it is a whole number of: `20s`, `2m`, `0.5s`.
    package var settingText: String {
        let milliseconds = components.seconds * 1000 + components.attoseconds / 1_000_000_000_000_000
        for (unit, size) in [("d", 86_400_000), ("h", 3_600_000), ("m", 60_000), ("s", 1000)] as [(String, Int64)]
        where milliseconds >= size && milliseconds % size == 0 {
            return "\(milliseconds / size)\(unit)"
        }
        return "\(Decimal(milliseconds) / 1000)s"
    }

    /// Reads a duration from a configuration: a string, or a number of seconds.
    init?(setting value: JSONValue) {
        if let text = value.string {
            self.init(text: text)
        } else if let number = value.number {
            self.init(text: number.description)
        } else {
            return nil
        }
    }

    /// The duration for people: `10 s`, `200 ms`.
    package var text: String {
        let (seconds, attoseconds) = components
        return attoseconds == 0 ? "\(seconds) s" : "\(seconds * 1000 + attoseconds / 1_000_000_000_000_000) ms"
    }

    /// The rest of a time limit, without the moments that were already gone: at most the next tenth of a second, from 10 s
    /// on the next second.
    var roundedUp: Duration {
        let step: Int64 = self < .seconds(10) ? 100 : 1000
        let (seconds, attoseconds) = components
        let milliseconds = seconds * 1000 + (attoseconds + 999_999_999_999_999) / 1_000_000_000_000_000
        return .milliseconds((milliseconds + step - 1) / step * step)
    }

    /// The range of timeouts that an account or a message can have.
    package static let allowedTimeouts: ClosedRange<Duration> = .milliseconds(100) ... .seconds(3600)
}
