/// What fits into a message of a style.
extension MessageStyle {
    /// Whether it is a text message, in which every character counts.
    var isText: Bool {
        if case .gsm7 = self { true } else { false }
    }

    /// Whether a text is no longer than a message may be.
    func fits(_ text: String) -> Bool {
        if case .gsm7(let segments) = self { return GSM7.segments(of: text) <= max(1, segments) }
        return length(of: text) <= titleLimit
    }

    /// Whether a text about one thing is short enough: one segment, however many there may be.
    func fitsInOne(_ text: String) -> Bool {
        length(of: text) <= placesOfOne
    }

    /// The most that a text about one thing may have.
    var placesOfOne: Int {
        if case .gsm7 = self { GSM7.single } else { titleLimit }
    }

    /// The most that a title may have, or a text as a whole.
    var titleLimit: Int {
        switch self {
        case .gsm7(let segments): segments <= 1 ? GSM7.single : segments * GSM7.each
        case .plain(let limit, _), .title(let limit, body: _, _): limit
        case .structured: 16384
        }
    }

    /// The most that lines below a title may have.
    var bodyLimit: Int {
        if case .title(_, body: let limit, _) = self { limit } else { titleLimit }
    }

    /// Whether title and body have a limit each.
    var hasTitle: Bool {
        if case .title = self { true } else { false }
    }

    /// The text in the style's alphabet.
    func spelled(_ text: String) -> String {
        if case .gsm7 = self { GSM7.text(text) } else { text }
    }

    /// The length of a text as the service counts it.
    func length(of text: String) -> Int {
        if case .gsm7 = self { GSM7.length(of: text) } else { form.length(of: text) }
    }

    /// As much of the beginning as takes at most `limit`.
    func prefix(of text: String, _ limit: Int) -> String {
        if case .gsm7 = self { return GSM7.prefix(of: text, limit) }
        var result = "", length = 0
        for character in text {
            length += form.length(of: String(character))
            guard length <= limit else { break }
            result.append(character)
        }
        return result
    }

    private var form: TextForm {
        switch self {
        case .plain(_, let form), .title(_, body: _, let form): form
        case .gsm7, .structured: .bytes
        }
    }
}
