/// One thing that can be set in a configuration entry, as `bandwidth providers` tells of it.
public struct Setting: Sendable, Hashable {
    /// The key in the entry.
    public let key: String

    /// What it is for and which values it takes, without a full stop.
    public let summary: String

    /// Whether an entry without it is refused.
    public let isRequired: Bool

    /// Whether its value is a secret.
    public let isSecret: Bool

    /// The environment variables that it is taken from where the entry hasn't it, first wins.
    public let variables: [String]

    /// The options of the command line that stand in its place, first wins.
    public let options: [CheckOption]
}

/// The options of `bandwidth check` and of the providers' subcommands that stand in place of a setting.
///
/// One word for one thing: providers choose from these words, each provider those that its API can serve.
public enum CheckOption: String, Sendable, CaseIterable {
    /// Every instance.
    case instances

    /// One instance, by identifier or label; repeatable.
    case instance

    /// A past month, `YYYY-MM`.
    case month

    /// One account of those that the token reaches; repeatable.
    case account
}
