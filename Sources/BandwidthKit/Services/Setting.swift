/// One thing that can be set in a configuration entry, as help and documentation describe it.
public struct Setting: Sendable, Hashable {
    /// The key in the entry.
    public let key: String

    /// What it is for and which values it takes, without a full stop.
    public let summary: String

    /// Whether an entry without it is refused.
    public let isRequired: Bool

    /// Whether its value is a secret.
    public let isSecret: Bool

    /// The environment variables it is taken from if the entry doesn't have it; the first that is set counts.
    public let variables: [String]
}
