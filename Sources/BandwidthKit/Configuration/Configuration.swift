/// What is to be checked, by which rules, and who is told. An account whose entry is wrong is among the accounts, and is
/// reported as not read.
public struct Configuration: Sendable {
    /// The accounts, in order.
    public let accounts: [Account]

    /// Who is told; empty: nobody.
    public let channels: [Channel]

    /// What is wrong with other entries of `notify`: it concerns whoever wants to tell somebody.
    public let channelProblems: [ConfigurationError.Problem]

    /// What is unwise, one sentence each.
    public let warnings: [String]

    /// The file it came from; `nil`: the environment.
    public let file: String?

    /// The environment variables that gave a value, in alphabetical order.
    public let variables: [String]

    /// A configuration.
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
    /// Everything that is wrong with its entries, in the order of the file.
    public var problems: [ConfigurationError.Problem] {
        (accounts.flatMap(\.problems) + channelProblems).inOrderOfTheFile
    }

    /// The accounts of these names, in the order of the configuration; every account if there are no names.
    ///
    /// - Throws: the names that no account has, each with the nearest that one has.
    public func accounts(named names: [String]) throws(ConfigurationError) -> [Account] {
        let known = accounts.map(\.name)
        let unknown = names.filter { !known.contains($0) }
        guard unknown.isEmpty else {
            throw ConfigurationError(
                unknown.map { name in
                    let suggestion = Suggestion.nearest(to: name, among: known)
                    return .init(
                        name,
                        "no such account; "
                            + (suggestion.map { "did you mean '\($0)'?" }
                                ?? "the accounts are: \(known.joined(separator: ", "))"))
                })
        }
        return names.isEmpty ? accounts : accounts.filter { names.contains($0.name) }
    }

    /// The same configuration with other accounts.
    public func with(accounts: [Account]) -> Configuration {
        Configuration(
            accounts: accounts, channels: channels, channelProblems: channelProblems, warnings: warnings, file: file,
            variables: variables)
    }
}
