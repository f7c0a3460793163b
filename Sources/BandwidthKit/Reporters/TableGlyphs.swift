/// The signs that a table is drawn with, and how its texts are spelled.
struct TableGlyphs: Sendable {
    let used, expected, free, over: String
    private let marks: [Verdict.Mark: String]
    let isUnicode: Bool

    static let unicode = TableGlyphs(
        used: "█", expected: "▒", free: "·", over: "▶",
        marks: [.critical: "✗", .warning: "!", .unknown: "?", .fine: "✓", .notJudged: "·"], isUnicode: true)

    static let ascii = TableGlyphs(
        used: "#", expected: "+", free: ".", over: ">",
        marks: [.critical: "x", .warning: "!", .unknown: "?", .fine: "v", .notJudged: "-"], isUnicode: false)

    func mark(_ mark: Verdict.Mark) -> String {
        marks[mark] ?? " "
    }

    /// A text as it can be shown.
    func spelled(_ text: String) -> String {
        guard !text.utf8.allSatisfy({ $0 < 128 }) else { return text }
        guard !isUnicode else {
            // What is written from right to left would take the bar and the figures behind it along.
            return text.unicodeScalars.contains(where: \.isRightToLeft) ? text + "\u{200E}" : text
        }
        return text.reduce(into: "") { result, character in
            switch character {
            case "€": result += "EUR "
            case "£": result += "GBP "
            case "→": result += "->"
            case "–": result += "-"
            case _ where character.isASCII: result.append(character)
            default: result += "?"
            }
        }
    }

    /// A text of at most so many columns.
    func cut(_ text: String, to width: Int) -> String {
        guard text.columns > width else { return text }
        if isUnicode { return width < 1 ? "" : spelled(text.cut(to: width)) }
        return String(text.prefix(max(0, width - 3))) + String(repeating: ".", count: max(0, min(3, width)))
    }
}

extension Unicode.Scalar {
    /// Hebrew, Arabic and their neighbours (https://www.unicode.org/Public/UCD/latest/ucd/extracted/DerivedBidiClass.txt).
    fileprivate var isRightToLeft: Bool {
        switch value {
        case 0x590...0x8FF, 0xFB1D...0xFDFF, 0xFE70...0xFEFF, 0x10800...0x10FFF, 0x1E800...0x1EFFF: true
        default: false
        }
    }
}
