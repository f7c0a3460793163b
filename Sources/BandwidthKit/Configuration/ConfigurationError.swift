/// Everything that is wrong with a configuration, found in one go.
public struct ConfigurationError: Error, Hashable, Sendable {
    /// What is wrong, in the order of the file; never empty.
    public let problems: [Problem]

    /// One thing that is wrong.
    public struct Problem: Hashable, Sendable, CustomStringConvertible {
        /// What it is about: an entry's name and its key (`production: token`), a variable, an option.
        public let subject: String

        /// What is wrong and how to fix it, without a full stop.
        public let message: String

        /// The configuration file it is in; `nil` if it isn't in one.
        public let file: String?

        /// The line of the text, from 1; `nil` where no line is wrong.
        public let line: Int?

        /// Something wrong.
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

    /// An error of these problems.
    public init(_ problems: [Problem]) {
        self.problems = problems
    }

    /// An error of one problem.
    public init(_ subject: String, _ message: String, file: String? = nil, line: Int? = nil) {
        self.init([Problem(subject, message, file: file, line: line)])
    }
}

extension [ConfigurationError.Problem] {
    /// By their lines; what has no line comes first.
    var inOrderOfTheFile: [Element] {
        enumerated().sorted { ($0.element.line ?? 0, $0.offset) < ($1.element.line ?? 0, $1.offset) }.map(\.element)
    }
}

extension ConfigurationError: CustomStringConvertible {
    /// One problem a line.
    public var description: String {
        problems.map(\.description).joined(separator: "\n")
    }
}
