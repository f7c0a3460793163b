#if canImport(FoundationEssentials)
    import FoundationEssentials
#else
    import Foundation
#endif

/// A program whose first line of output is a secret: `{ "command": ["pass", "show", "linode"] }`.
struct SecretCommand: Hashable, Sendable {
    /// The program's name, or its absolute path.
    let program: String

    /// Its arguments. They may contain a secret, so they are never shown.
    let arguments: [String]

    /// How long it may take.
    static let timeLimit = Duration.seconds(10)

    /// The form that a configuration has.
    static let form = #"["pass", "show", "linode"]"#

    /// Reads a list of words; `nil` for anything else, and without a program.
    ///
    /// A program with a slash in it is a path like any other of the configuration: it starts at the home folder or at
    /// the file's folder.
    init?(setting value: JSONValue, in context: ConfigurationContext) {
        let words = value.array?.map(\.string) ?? []
        guard let first = words.first, let program = first, !program.isEmpty, !words.contains(nil) else { return nil }
        let path = program.contains("/") ? context.resolve(program) : program
        let isRelative = path.contains("/") && !path.hasPrefix("/")
        self.program = isRelative ? "\(FileManager.default.currentDirectoryPath)/\(path)" : path
        arguments = words.dropFirst().compactMap { $0 }
    }

    /// What it is called in messages: `the command 'pass'`.
    var name: String {
        "the command '\(program.printable)'"
    }

    /// What running it gave: the secret, or what went wrong and what to do about it.
    typealias Outcome = Result<Secret, Failure>

    /// Why there is no secret. The description begins with the command's name.
    struct Failure: Error, Hashable, CustomStringConvertible {
        let description: String
    }
}
