extension String {
    /// The text as one word of a shell's command line: as it is, or in single quotes.
    package var shellWord: String {
        let isPlain = allSatisfy { character in
            character.isLetter || character.isNumber || "_-./:@%+,".contains(character)
        }
        return !isEmpty && isPlain ? self : "'\(replacing("'", with: "'\\''"))'"
    }
}
