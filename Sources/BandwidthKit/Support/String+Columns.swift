extension StringProtocol {
    /// The number of terminal columns that the text takes up.
    package var columns: Int {
        // Most texts are plain ASCII.
        if utf8.allSatisfy({ (32...126).contains($0) }) { return utf8.count }
        return reduce(0) { $0 + $1.columns }
    }

    /// The text padded with spaces to a width.
    package func padded(to width: Int, right: Bool = false) -> String {
        let padding = String(repeating: " ", count: Swift.max(0, width - columns))
        return right ? padding + self : self + padding
    }

    /// The text, truncated with an ellipsis if it is wider than `width`.
    package func cut(to width: Int) -> String {
        guard columns > width else { return String(self) }
        var result = "", taken = 0
        for character in self {
            guard taken + character.columns <= width - 1 else { break }
            result.append(character)
            taken += character.columns
        }
        return result + "…"
    }

    /// Lines of at most `width` columns, broken at spaces; a word that is longer than a line is split.
    package func wrapped(to width: Int) -> [String] {
        var lines: [String] = [""], used = 0
        for word in split(separator: " ") {
            var rest = word[...]
            if used > 0, used + 1 + rest.columns <= width {
                lines[lines.count - 1] += " "
                used += 1
            } else if used > 0 {
                lines.append("")
                used = 0
            }
            while let character = rest.first {
                if used + character.columns > width, used > 0 {
                    lines.append("")
                    used = 0
                }
                lines[lines.count - 1].append(character)
                used += character.columns
                rest.removeFirst()
            }
        }
        return lines
    }
}

extension String {
    /// The text without blanks and line breaks around it.
    package var trimmed: String {
        var text = drop(while: \.isWhitespace)
        while text.last?.isWhitespace == true { text.removeLast() }
        return String(text)
    }

    /// The text without trailing spaces.
    package var trimmingTrailingSpaces: String {
        var end = utf8.endIndex
        while end > startIndex, utf8[utf8.index(before: end)] == UInt8(ascii: " ") { end = utf8.index(before: end) }
        return String(self[..<end])
    }
}

extension Character {
    /// The width in columns, from 0 to 2: East Asian wide characters and emoji take two (Unicode Standard Annex #11).
    package var columns: Int {
        guard let first = unicodeScalars.first else { return 0 }
        switch first.properties.generalCategory {
        case .nonspacingMark, .enclosingMark, .format, .control: return 0
        default: break
        }
        if first.properties.isEmojiPresentation { return 2 }
        if first.properties.isEmoji, unicodeScalars.contains("\u{FE0F}") { return 2 }
        return Self.wideRanges.contains { $0.contains(first.value) } ? 2 : 1
    }

    /// The blocks of wide and fullwidth characters (https://www.unicode.org/Public/UCD/latest/ucd/EastAsianWidth.txt).
    private static let wideRanges: [ClosedRange<UInt32>] = [
        0x1100...0x115F, 0x2E80...0x303E, 0x3041...0x33FF, 0x3400...0x4DBF, 0x4E00...0x9FFF, 0xA000...0xA4CF,
        0xA960...0xA97F, 0xAC00...0xD7A3, 0xF900...0xFAFF, 0xFE30...0xFE6F, 0xFF00...0xFF60, 0xFFE0...0xFFE6,
        0x1F300...0x1F64F, 0x1F900...0x1F9FF, 0x20000...0x2FFFD, 0x30000...0x3FFFD,
    ]
}
