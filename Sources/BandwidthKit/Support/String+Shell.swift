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
}
