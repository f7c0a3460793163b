/// The alphabet of text messages (3GPP TS 23.038, section 6.2.1). A single character outside of it makes a message more than
/// twice as expensive (https://www.twilio.com/docs/glossary/what-is-gsm-7-character-encoding).
enum GSM7 {
    private static let basic = Set(
        "@£$¥èéùìòÇ\nØø\rÅåΔ_ΦΓΛΩΠΨΣΘΞÆæßÉ !\"#¤%&'()*+,-./0123456789:;<=>?¡ABCDEFGHIJKLMNOPQRSTUVWXYZÄÖÑÜ§¿"
            .unicodeScalars
    ).union("abcdefghijklmnopqrstuvwxyzäöñüà".unicodeScalars)

    /// These take two places.
    private static let extended = Set("^{}\\[]~|€".unicodeScalars)

    /// What stands in for characters outside of the alphabet: letters without their marks, plain signs for typographic ones.
    private static let replacements: [Unicode.Scalar: String] = {
        let groups: [(String, String)] = [
            ("áâãāăą", "a"), ("ÀÁÂÃĀĂĄ", "A"), ("çćčċĉ", "c"), ("ĆČĊĈ", "C"), ("ďđ", "d"), ("ĎĐ", "D"),
            ("êëēĕėęě", "e"),
            ("ÈÊËĒĔĖĘĚ", "E"), ("ĝğġģ", "g"), ("ĜĞĠĢ", "G"), ("íîïĩīĭįı", "i"), ("ÌÍÎÏĨĪĬĮİ", "I"), ("łľĺļ", "l"),
            ("ŁĽĹĻ", "L"),
            ("ńňņ", "n"), ("ŃŇŅ", "N"), ("óôõōŏő", "o"), ("ÒÓÔÕŌŎŐ", "O"), ("řŕŗ", "r"), ("ŘŔŖ", "R"), ("śšşșŝ", "s"),
            ("ŚŠŞȘŜ", "S"),
            ("ťţțŧ", "t"), ("ŤŢȚŦ", "T"), ("úûũūŭůűų", "u"), ("ÙÚÛŨŪŬŮŰŲ", "U"), ("ýÿŷ", "y"), ("ÝŸŶ", "Y"),
            ("źžż", "z"), ("ŹŽŻ", "Z"),
            ("‘’‚′`´", "'"), ("“”„″«»", "\""), ("–—−‐‑", "-"), ("…", "..."), ("→", "->"), ("•·", "*"), ("×", "x"),
            ("\u{A0}\u{2009}\u{202F}\t", " "),
        ]
        var table: [Unicode.Scalar: String] = [:]
        for (scalars, replacement) in groups {
            for scalar in scalars.unicodeScalars { table[scalar] = replacement }
        }
        return table
    }()

    /// The text in this alphabet; what has no equivalent becomes a question mark.
    static func text(_ text: String) -> String {
        var result = ""
        for character in text {
            let scalars = character.unicodeScalars
            // A letter with marks of its own: the letter.
            guard let first = scalars.first, scalars.count == 1 || first.properties.isAlphabetic else {
                result += character == "\r\n" ? "\n" : "?"
                continue
            }
            if basic.contains(first) || extended.contains(first) {
                result.unicodeScalars.append(first)
            } else {
                result += replacements[first] ?? "?"
            }
        }
        return result
    }

    /// How many places a text of this alphabet takes.
    static func length(of text: String) -> Int {
        text.unicodeScalars.reduce(0) { $0 + (extended.contains($1) ? 2 : 1) }
    }

    /// The places of a message of one segment.
    static let single = 160

    /// The places of each segment where there are several: the rest says which one it is.
    static let each = 153

    /// How many segments the carrier counts, and charges for: a character of two places is never divided between two
    /// (https://www.twilio.com/docs/glossary/what-sms-character-limit).
    static func segments(of text: String) -> Int {
        guard length(of: text) > single else { return 1 }
        var count = 1, filled = 0
        for scalar in text.unicodeScalars {
            let places = extended.contains(scalar) ? 2 : 1
            if filled + places > each {
                count += 1
                filled = 0
            }
            filled += places
        }
        return count
    }

    /// As much of the beginning as takes at most `limit` places.
    static func prefix(of text: String, _ limit: Int) -> String {
        var result = "", places = 0
        for scalar in text.unicodeScalars {
            places += extended.contains(scalar) ? 2 : 1
            guard places <= limit else { break }
            result.unicodeScalars.append(scalar)
        }
        return result
    }
}
