/// Writes a manual page in the language of man(7), which groff and mandoc read.
struct RoffWriter {
    /// The page so far.
    private(set) var text = ""

    /// Whether a paragraph begins here anyway.
    private var isAfterHeading = true

    /// Begins the page. It has no date: the same program makes the same page.
    mutating func title(_ name: String, section: Int, source: String, manual: String) {
        text += ".TH \(name) \(section) \"\" \"\(escaped(source))\" \"\(escaped(manual))\"\n"
    }

    /// Begins a section.
    mutating func section(_ name: String) {
        text += ".SH \(name.uppercased())\n"
        isAfterHeading = true
    }

    /// Begins a part of a section.
    mutating func subsection(_ name: String) {
        text += ".SS \"\(escaped(name).replacing("\"", with: "\\(dq"))\"\n"
        isAfterHeading = true
    }

    /// Writes a line that is in the language already.
    mutating func line(_ line: String) {
        text += line + "\n"
    }

    /// Writes a paragraph.
    mutating func paragraph(_ paragraph: String) {
        text += (isAfterHeading ? "" : ".PP\n") + "\(escaped(paragraph))\n"
        isAfterHeading = false
    }

    /// Writes a term and what it means.
    mutating func item(_ term: String, _ meaning: String) {
        text += ".TP\n\\fB\(escaped(term))\\fR\n\(escaped(meaning))\n"
        isAfterHeading = false
    }

    /// A text on one line, with everything that the language gives a meaning.
    private func escaped(_ line: String) -> String {
        var result = ""
        for scalar in line.unicodeScalars {
            switch scalar {
            case "\\": result += "\\e"
            case "-": result += "\\-"
            case "\n": result += " "
            case _ where scalar.isASCII: result.unicodeScalars.append(scalar)
            default: result += "\\[u\(padded(String(scalar.value, radix: 16, uppercase: true)))]"
            }
        }
        // At the start of a line, these would make it a request.
        return result.hasPrefix(".") || result.hasPrefix("'") ? "\\&" + result : result
    }

    private func padded(_ digits: String) -> String {
        String(repeating: "0", count: max(0, 4 - digits.count)) + digits
    }
}
