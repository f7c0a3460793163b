import BandwidthKit

/// A conversation with the person at the terminal, on standard error.
struct Dialogue {
    let context: CommandContext

    /// The end of input: whoever was asked doesn't want to go on.
    struct EndOfInput: Error {}

    /// How something went.
    enum Mark {
        case fine, warning, failed
    }

    /// `✓`, `!` or `✗`, or what stands for it without UTF-8.
    func sign(_ mark: Mark) -> String {
        switch mark {
        case .fine: context.terminal.isUnicode ? "✓" : "v"
        case .warning: "!"
        case .failed: context.terminal.isUnicode ? "✗" : "x"
        }
    }

    /// Writes a line.
    func say(_ line: String = "") {
        write(line.printable + "\n")
    }

    /// Writes a line with a mark.
    func say(_ mark: Mark, _ line: String) {
        say("\(sign(mark)) \(line)")
    }

    /// Writes a text in lines that fit the terminal, indented as an answer to what was asked.
    func explain(_ text: String) {
        let width = max(20, min(context.terminal.errorColumns ?? 80, 100) - 4)
        for (number, line) in text.printable.wrapped(to: width).enumerated() {
            say("\(number == 0 ? "  " : "    ")\(line)")
        }
    }

    /// Explains how something went.
    func explain(_ mark: Mark, _ text: String) {
        explain("\(sign(mark)) \(text)")
    }

    /// Writes text that more follows on the same line.
    func write(_ text: String) {
        _ = context.errors.write { $0.write(spelled(text)) }
    }

    /// A text as the terminal can show it.
    private func spelled(_ text: String) -> String {
        guard !context.terminal.isUnicode else { return text }
        return text.reduce(into: "") { $0 += $1.isASCII ? String($1) : $1 == "…" ? "..." : "?" }
    }

    /// Asks for a line of text, without the blanks around it.
    func ask(_ prompt: String) throws(EndOfInput) -> String {
        guard let answer = context.terminal.ask(spelled(prompt), false) else {
            write("\n")
            throw EndOfInput()
        }
        return answer.trimmed
    }

    /// Asks for a secret, which is not shown.
    func askSecret(_ prompt: String) throws(EndOfInput) -> String {
        let answer = context.terminal.ask(spelled(prompt), true)
        write("\n")
        guard let answer else { throw EndOfInput() }
        return answer.trimmed
    }

    /// Asks for yes or no; Enter means `usual`.
    func confirm(_ question: String, usual: Bool) throws(EndOfInput) -> Bool {
        while true {
            switch try ask("\(question) [\(usual ? "Y/n" : "y/N")] ").lowercased() {
            case "": return usual
            case "y", "yes": return true
            case "n", "no": return false
            default: say("  Please answer y or n.")
            }
        }
    }
}
