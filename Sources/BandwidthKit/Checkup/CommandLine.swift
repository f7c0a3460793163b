/// The commands of a line, as far as they are simple: words in quotes, behind one another or in a pipe.
///
/// Nothing is expanded or run, so what a variable or a script contains stays unknown.
struct CommandLine {
    /// The words of each command.
    private(set) var commands: [[String]] = [[]]

    private var word: String?
    private var isTarget = false

    /// Splits a line of a shell, or of a unit, where signs such as `;` and `>` mean nothing.
    init(_ line: String, isShell: Bool) {
        var rest = Substring(line).unicodeScalars
        var quote: Unicode.Scalar?
        scan: while let scalar = rest.popFirst() {
            switch scalar {
            case "\\" where quote != "'":
                guard let next = rest.popFirst() else { break scan }
                if quote == nil || "\\\"$`".unicodeScalars.contains(next) || !isShell {
                    add(next)
                } else {
                    add(scalar)
                    add(next)
                }
            case _ where scalar == quote: quote = nil
            case "'" where quote == nil, "\"" where quote == nil:
                quote = scalar
                word = word ?? ""
            case _ where quote != nil: add(scalar)
            case " ", "\t": endWord()
            case "#" where isShell && word == nil: break scan
            case ";" where isShell, "|" where isShell, "&" where isShell, "(" where isShell, ")" where isShell:
                endWord()
                commands.append([])
            case ">" where isShell, "<" where isShell:
                // The number of what is redirected is no word of the command.
                if word?.utf8.allSatisfy({ (0x30...0x39).contains($0) }) == true { word = nil }
                endWord()
                while let next = rest.first, "<>&|".unicodeScalars.contains(next) { rest.removeFirst() }
                isTarget = true
            default: add(scalar)
            }
        }
        endWord()
        commands.removeAll(where: \.isEmpty)
    }

    private mutating func add(_ scalar: Unicode.Scalar) {
        var text = word ?? ""
        text.unicodeScalars.append(scalar)
        word = text
    }

    private mutating func endWord() {
        guard let ended = word else { return }
        if !isTarget { commands[commands.count - 1].append(ended) }
        isTarget = false
        word = nil
    }
}
