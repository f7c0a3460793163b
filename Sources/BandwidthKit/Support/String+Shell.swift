extension String {
    /// The text as one word of a shell's command line: as it is, or in single quotes.
    package var shellWord: String {
        let isPlain = allSatisfy { character in
            character.isLetter || character.isNumber || "_-./:@%+,".contains(character)
        }
        return !isEmpty && isPlain ? self : "'\(replacing("'", with: "'\\''"))'"
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
