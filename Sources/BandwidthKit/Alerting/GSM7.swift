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

    /// The text in this alphabet; what has no likeness becomes a question mark.
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
