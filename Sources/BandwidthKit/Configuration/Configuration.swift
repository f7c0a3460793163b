/// The accounts to check, their rules, and the channels to notify. An account with an invalid entry is included and is
/// reported as not read.
public struct Configuration: Sendable {
    /// The accounts, in order.
    public private(set) var accounts: [Account]

    /// The channels to notify, if any.
    public let channels: [Channel]

    /// The problems with the invalid entries of `notify`. They matter only when messages are to be sent.
    public let channelProblems: [ConfigurationError.Problem]

    /// What is told at the end of every run, if anything.
    public var heartbeat: Heartbeat?

    /// The problems with `heartbeat`, which then isn't told.
    public var heartbeatProblems: [ConfigurationError.Problem] = []

    /// The warnings, one sentence each.
    public let warnings: [String]

    /// The file it was read from; `nil` if it wasn't read from a file.
    public let file: String?

    /// The environment variables that provided a value, in alphabetical order.
    public let variables: [String]

    /// Creates a configuration.
    public init(
        accounts: [Account], channels: [Channel], channelProblems: [ConfigurationError.Problem] = [],
        warnings: [String] = [], file: String? = nil, variables: [String] = []
    ) {
        self.accounts = accounts
        self.channels = channels
        self.channelProblems = channelProblems
        self.warnings = warnings
        self.file = file
        self.variables = variables
    }
}

extension Configuration {
    /// The problems with all entries, in the order of the file.
    public var problems: [ConfigurationError.Problem] {
        (accounts.flatMap(\.problems) + channelProblems + heartbeatProblems).inOrderOfTheFile
    }

    /// Returns the accounts with these names, in the order of the configuration, or all accounts if `names` is empty.
    ///
    /// - Throws: an error with the names that no account has, each with the nearest known name.
    public func accounts(named names: [String]) throws(ConfigurationError) -> [Account] {
        try Self.chosen(names, of: accounts, "account", by: \.name)
    }

    /// Returns the channels with these names, likewise.
    public func channels(named names: [String]) throws(ConfigurationError) -> [Channel] {
        try Self.chosen(names, of: channels, "channel", by: \.name)
    }

    private static func chosen<Thing>(
        _ names: [String], of all: [Thing], _ word: String, by name: (Thing) -> String
    ) throws(ConfigurationError) -> [Thing] {
        let known = all.map(name)
        let unknown = names.filter { !known.contains($0) }
        guard unknown.isEmpty else {
            throw ConfigurationError(
                unknown.map { name in
                    let suggestion = Suggestion.nearest(to: name, among: known)
                    return .init(
                        name,
                        "no such \(word); "
                            + (suggestion.map { "did you mean '\($0)'?" }
                                ?? "the \(word)s are: \(known.joined(separator: ", "))"))
                })
        }
        return names.isEmpty ? all : all.filter { names.contains(name($0)) }
    }

    /// Returns the same configuration with other accounts.
    public func with(accounts: [Account]) -> Configuration {
        var configuration = self
        configuration.accounts = accounts
        return configuration
    }
}
