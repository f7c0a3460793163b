/// The number of segments that a text is billed as (TwilioDevEd/message-segment-calculator:src/libs/UnicodeToGSM.ts,
/// SegmentedMessage.ts).
enum TwilioSegments {
    /// The GSM 03.38 alphabet, without the characters that need an escape.
    private static let basic = Set(
        ("@£$¥èéùìòÇ\nØø\rÅåΔ_ΦΓΛΩΠΨΣΘΞÆæßÉ !\"#¤%&'()*+,-./0123456789:;<=>?¡ABCDEFGHIJKLMNOPQRSTUVWXYZÄÖÑÜ§¿"
            + "abcdefghijklmnopqrstuvwxyzäöñüà").unicodeScalars
    )
    /// The characters that take two places: an escape and the character.
    private static let extended = Set("\u{0C}^{}\\[~]|€".unicodeScalars)

    /// One character outside the alphabet turns the whole text into UCS-2.
    static func count(of text: String) -> Int {
        let scalars = text.unicodeScalars
        if scalars.allSatisfy({ basic.contains($0) || extended.contains($0) }) {
            return segments(of: scalars.map { extended.contains($0) ? 2 : 1 }, single: 160, each: 153)
        }
        return segments(of: scalars.map { UTF16.width($0) }, single: 70, each: 67)
    }

    /// - Parameters:
    ///   - widths: The width of each character; none is split between two segments.
    ///   - single: The capacity of a single segment.
    ///   - each: The capacity of each of several segments, which have a header.
    private static func segments(of widths: [Int], single: Int, each: Int) -> Int {
        guard widths.reduce(0, +) > single else { return 1 }
        var count = 1
        var filled = 0
        for width in widths {
            if filled + width > each {
                count += 1
                filled = 0
            }
            filled += width
        }
        return count
    }
}
