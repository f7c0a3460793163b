extension String {
    /// The text as one word of a shell's command line: as it is, or in single quotes.
    package var shellWord: String {
        isPlainWord ? self : "'\(escaping("'") { _ in "'\\''" })'"
    }

    /// Whether neither a shell nor systemd reads anything into the text as a word of a command line.
    ///
    /// Letters beyond ASCII aren't plain: some shells take a byte of theirs for a blank.
    var isPlainWord: Bool {
        !isEmpty
            && utf8.allSatisfy { byte in
                switch byte {
                case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
                    UInt8(ascii: "0")...UInt8(ascii: "9"):
                    true
                default: "_-./:@%+,".utf8.contains(byte)
                }
            }
    }

    /// The text with other text in place of some of its signs, even where an accent follows one: the accent is part of
    /// the character, but not of what a shell reads.
    func escaping(_ signs: String, with replacement: (Unicode.Scalar) -> String) -> String {
        var text = String.UnicodeScalarView()
        for scalar in unicodeScalars {
            if signs.unicodeScalars.contains(scalar) {
                text.append(contentsOf: replacement(scalar).unicodeScalars)
            } else {
                text.append(scalar)
            }
        }
        return String(text)
    }

    /// Whether it contains a control character, such as a line break.
    package var hasControlCharacter: Bool {
        unicodeScalars.contains { $0.properties.generalCategory == .control }
    }

    /// The text as an argument of a command line, and not as an option.
    package var shellArgument: String {
        (hasPrefix("-") ? "-- " : "") + shellWord
    }

    /// The words of a command line, which may be in quotes; nothing else of a shell is understood. `nil` if a quote
    /// isn't closed.
    package var shellWords: [String]? {
        var words: [String] = [], word: String?, quote: Character?, isEscaped = false
        for character in self {
            if isEscaped {
                word = (word ?? "") + String(character)
                isEscaped = false
            } else if character == "\\", quote != "'" {
                isEscaped = true
            } else if let open = quote {
                if character == open { quote = nil } else { word = (word ?? "") + String(character) }
            } else if character == "'" || character == "\"" {
                quote = character
                word = word ?? ""
            } else if character == " " || character == "\t" {
                if let word { words.append(word) }
                word = nil
            } else {
                word = (word ?? "") + String(character)
            }
        }
        guard quote == nil, !isEscaped else { return nil }
        return words + (word.map { [$0] } ?? [])
    }
}
