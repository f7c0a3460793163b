/// Runs the commands that secrets come from, side by side.
struct SecretCommandRunner {
    /// Runs programs.
    let processes: any ProcessRunner

    /// The environment of the commands.
    let environment: [String: String]

    /// The folder that they run in; `nil` for the current one.
    let folder: String?

    /// Runs each command once.
    func run(_ commands: Set<SecretCommand>) async -> [SecretCommand: SecretCommand.Outcome] {
        let outcomes = await commands.concurrentMap(width: commands.count) { command in
            await Result.catching { () throws(SecretCommand.Failure) in try await run(command) }
        }
        return Dictionary(zip(commands, outcomes)) { first, _ in first }
    }

    private func run(_ command: SecretCommand) async throws(SecretCommand.Failure) -> Secret {
        let result: ProcessResult
        do {
            result = try await processes.run(
                ProcessCommand(
                    command.program, command.arguments, environment: environment, folder: folder,
                    timeout: SecretCommand.timeLimit))
        } catch {
            let fix =
                switch error {
                case .notFound: "; install it, or give its absolute path"
                case .timedOut: "; run it yourself: it may be waiting for a passphrase"
                case .outputTooLarge: "; only the secret is expected, on the first line"
                case .notStarted, .cancelled, .failed: ""
                }
            throw SecretCommand.Failure(description: "the command \(error)\(fix)")
        }
        let secret = Secret(Self.firstLine(of: result.output), source: command.name)
        func failure(_ problem: String) -> SecretCommand.Failure {
            SecretCommand.Failure(description: "\(command.name) \(problem)")
        }
        if result.problem != nil {
            let problem = Self.redacted(result, besides: secret) ?? ""
            throw failure("failed: \(problem); run it yourself to see why")
        }
        if result.output.isEmpty { throw failure("printed nothing; the secret is expected on the first line") }
        if secret.revealed.isEmpty { throw failure("printed an empty first line; the secret is expected there") }
        // Whatever isn't UTF-8 was replaced.
        if secret.revealed.contains(where: \.isUnprintable) {
            throw failure("printed control characters or bytes that are not text on its first line")
        }
        return secret
    }

    /// The first line, without its end or a byte order mark.
    private static func firstLine(of output: [UInt8]) -> String {
        var line = output.prefix { $0 != UInt8(ascii: "\n") }
        if line.starts(with: [0xEF, 0xBB, 0xBF]) { line = line.dropFirst(3) }
        if line.last == UInt8(ascii: "\r") { line = line.dropLast() }
        return String(decoding: line, as: UTF8.self)
    }

    /// What went wrong, without what the command printed for a secret or anything that looks like one.
    private static func redacted(_ result: ProcessResult, besides secret: Secret) -> String? {
        let output = String(decoding: result.output, as: UTF8.self)
        let words = output.split { $0.isWhitespace }.map { Secret(String($0)) }
        return result.problem.map { Redactor([secret] + words).redact($0).redactingTokens }
    }
}

extension Character {
    /// Whether it can't be part of a secret that is sent in a header.
    fileprivate var isUnprintable: Bool {
        unicodeScalars.contains { $0.value < 32 || $0.value == 127 || $0 == "\u{FFFD}" }
    }
}

extension String {
    /// The text without words that look like tokens: 20 characters or more, letters as well as digits.
    fileprivate var redactingTokens: String {
        var result = "", word = ""
        func isToken(_ word: String) -> Bool {
            word.utf8.count >= 20 && word.contains { $0.isLetter } && word.contains { $0.isNumber }
        }
        for character in self + "\n" {
            if character.isASCII, character.isLetter || character.isNumber || "_-+=".contains(character) {
                word.append(character)
            } else {
                result += isToken(word) ? Secret.redacted : word
                result.append(character)
                word = ""
            }
        }
        return String(result.dropLast())
    }
}
