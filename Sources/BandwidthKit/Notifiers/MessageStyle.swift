/// The form of a notifier's messages.
public enum MessageStyle: Sendable, Hashable {
    /// Text in the GSM-7 alphabet, with a maximum number of segments: one has 160 characters, several 153 each.
    case gsm7(segments: Int)

    /// Text, with a maximum length.
    case plain(Int, TextForm = .bytes)

    /// A title and a body, each with a maximum length.
    case title(Int, body: Int, TextForm = .bytes)

    /// Data for programs, together with text of any length.
    case structured
}

/// How a service counts the length of a text, and what it takes for markup.
public struct TextForm: Sendable, Hashable {
    /// What one place of a text is.
    public enum Unit: Sendable, Hashable {
        /// A byte in UTF-8.
        case byte

        /// A Unicode code point.
        case codePoint

        /// A UTF-16 code unit, as in JavaScript and Java. Where a service only speaks of characters, this is the count
        /// that is certainly not too low.
        case utf16Unit
    }

    /// What is counted.
    let unit: Unit

    /// What has to be written in place of the characters that are markup.
    let escapes: [Unicode.Scalar: String]

    /// UTF-8 bytes, without markup.
    public static let bytes = TextForm(.byte)

    /// Creates a form.
    ///
    /// - Parameter escapes: the characters that the service takes for markup, with what shows them as they are. The text
    ///   in its escaped form is what is counted.
    public init(_ unit: Unit, escapes: [Unicode.Scalar: String] = [:]) {
        self.unit = unit
        self.escapes = escapes
    }

    /// The text with its markup characters escaped. The titles and bodies of alerts are not escaped.
    public func escaped(_ text: String) -> String {
        guard text.unicodeScalars.contains(where: { escapes[$0] != nil }) else { return text }
        return text.unicodeScalars.reduce(into: "") { result, scalar in
            if let escape = escapes[scalar] { result += escape } else { result.unicodeScalars.append(scalar) }
        }
    }

    /// The length of a text in its escaped form.
    func length(of text: some StringProtocol) -> Int {
        let text = escapes.isEmpty ? String(text) : escaped(String(text))
        return switch unit {
        case .byte: text.utf8.count
        case .codePoint: text.unicodeScalars.count
        case .utf16Unit: text.utf16.count
        }
    }
}
