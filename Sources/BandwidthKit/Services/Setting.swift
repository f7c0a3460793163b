/// A setting of a configuration entry, as described in help and documentation.
public struct Setting: Sendable, Hashable {
    /// The key in the entry.
    public let key: String

    /// The purpose and the allowed values, without a full stop.
    public let summary: String

    /// Whether an entry without it is invalid.
    public let isRequired: Bool

    /// Whether a person who adds an account is asked for it: it is required, or the usual one of several ways.
    public let isAskedFor: Bool

    /// Whether its value is a secret.
    public let isSecret: Bool

    /// How its value is written.
    public let shape: Shape

    /// How a value is written in a configuration.
    public enum Shape: Sendable, Hashable {
        /// One value.
        case single

        /// One value, or a list of several.
        case list

        /// A list of words: a program and its arguments.
        case command
    }

    /// The environment variables to read if the entry doesn't have the key; the first that is set is used.
    public let variables: [String]

    /// The files that the setting may come from if neither the entry nor a variable has it, such as
    /// `~/.aws/credentials`.
    public let files: [String]
}
