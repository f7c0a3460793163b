/// Everything that is wrong with a configuration, found in one go.
public struct ConfigurationError: Error, Hashable, Sendable {
    /// What is wrong, in the order of the file; never empty.
    public let problems: [Problem]

    /// One thing that is wrong.
    public struct Problem: Hashable, Sendable, CustomStringConvertible {
        /// Where: a path in the configuration (`providers[1].token`), a file or a variable.
        public let place: String

        /// What is wrong there and the way out, without a full stop.
        public let message: String

        /// Something wrong at a place.
        public init(_ place: String, _ message: String) {
            self.place = place
            self.message = message
        }

        public var description: String {
            "\(place): \(message)".printable
        }
    }

    /// An error of these problems.
    public init(_ problems: [Problem]) {
        self.problems = problems
    }

    /// An error of one problem.
    public init(_ place: String, _ message: String) {
        self.init([Problem(place, message)])
    }
}

extension ConfigurationError: CustomStringConvertible {
    /// One problem a line.
    public var description: String {
        problems.map(\.description).joined(separator: "\n")
    }
}
