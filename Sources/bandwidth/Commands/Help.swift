import BandwidthKit

/// Texts for when nothing is set up yet, or something was mistyped.
enum Help {
    /// What to do next if nothing is configured; one screen.
    static let firstSteps = """
        nothing to check yet. Three ways to start:
          bandwidth demo             see it work on made-up accounts; needs no setup
          LINODE_TOKEN=… bandwidth   check one account, using only its token variable
          bandwidth config init      write a configuration for all your accounts
        'bandwidth providers' lists the services and their token variables.
        """

    /// The error for a configuration that has nothing to check.
    static func noAccounts(_ file: String?) -> ConfigurationError {
        ConfigurationError("providers", "contains no account; add one", file: file)
    }

    /// The names of all commands.
    static let commands =
        [
            "check", "show", "history", "login", "doctor", "demo", "notify", "providers", "config", "completions",
            "manual", "help",
        ]
        + Registry<any UsageProvider>.builtIn.kinds

    /// A hint if a command is in the place of an account's name, as happens after an option.
    static func commandAmongNames(_ names: [String]) -> String? {
        guard let command = names.first(where: { commands.contains($0) }) else { return nil }
        return "'\(command)' is a command; put it first: bandwidth \(command) …"
    }

    /// A hint if a name was probably meant to be a command.
    static func mistypedCommand(among names: [String]) -> String? {
        guard let name = names.first, let nearest = Suggestion.nearest(to: name, among: commands), nearest != name
        else {
            return nil
        }
        return "no command '\(name.printable)'; did you mean '\(nearest)'?"
    }

    /// What is wrong with `bandwidth help TOPIC`; `nil` if nothing is.
    static func unknownTopic(in arguments: [String]) -> String? {
        guard arguments.count > 1, arguments[0] == "help", !arguments[1].hasPrefix("-"),
            !commands.contains(arguments[1])
        else { return nil }
        let nearest = Suggestion.nearest(to: arguments[1], among: commands)
        return "no command '\(arguments[1].printable)'; "
            + (nearest.map { "did you mean '\($0)'?" } ?? "'bandwidth --help' lists them")
    }
}
