/// All the problems found in a configuration.
public struct ConfigurationError: Error, Hashable, Sendable {
    /// The problems, in the order of the file; never empty.
    public let problems: [Problem]

    /// A problem with a configuration.
    public struct Problem: Hashable, Sendable, CustomStringConvertible {
        /// The subject of the problem: an entry's name and its key (`production: token`), a variable, an option.
        public let subject: String

        /// The problem and how to fix it, without a full stop.
        public let message: String

        /// The configuration file with the problem; `nil` if it isn't in a file.
        public let file: String?

        /// The line number, from 1; `nil` if the problem isn't on a particular line.
        public let line: Int?

        /// Creates a problem.
        public init(_ subject: String, _ message: String, file: String? = nil, line: Int? = nil) {
            self.subject = subject
            self.message = message
            self.file = file
            self.line = line
        }

        /// `providers.json:4: production: token: missing; …`
        public var description: String {
            let place = [file, line.map { file == nil ? "line \($0)" : "\($0)" }].compactMap { $0 }
            let parts = [place.joined(separator: ":"), subject, message].filter { !$0.isEmpty }
            return parts.joined(separator: ": ").printable
        }
    }

    /// Creates an error with these problems.
    public init(_ problems: [Problem]) {
        self.problems = problems
    }

    /// Creates an error with a single problem.
    public init(_ subject: String, _ message: String, file: String? = nil, line: Int? = nil) {
        self.init([Problem(subject, message, file: file, line: line)])
    }
}

extension [ConfigurationError.Problem] {
    /// The problems sorted by line; those without a line come first.
    var inOrderOfTheFile: [Element] {
        enumerated().sorted { ($0.element.line ?? 0, $0.offset) < ($1.element.line ?? 0, $1.offset) }.map(\.element)
    }
}

extension ConfigurationError: CustomStringConvertible {
    /// One problem per line.
    public var description: String {
        problems.map(\.description).joined(separator: "\n")
    }
}
