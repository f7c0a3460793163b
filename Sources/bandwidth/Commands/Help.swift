import ArgumentParser
import BandwidthKit

/// Texts for when nothing is set up yet, or something was mistyped.
enum Help {
    /// What to do next if nothing is configured; one screen.
    static let firstSteps = """
        nothing to check yet. Ways to start:
          bandwidth demo             see it work on made-up accounts; needs no setup
          bandwidth setup            set up your accounts in a dialogue, at a terminal
          LINODE_TOKEN=… bandwidth   check one account, using only its token variable
          bandwidth config init      write a configuration to edit
        'bandwidth providers' lists the services and their token variables.
        """

    /// The error for a configuration that has nothing to check.
    static func noAccounts(_ file: String?) -> ConfigurationError {
        ConfigurationError("providers", "contains no account; add one", file: file)
    }

    /// The names of all commands.
    static let commands =
        [
            "check", "show", "history", "setup", "login", "doctor", "demo", "notify", "providers", "config",
            "completions",
            "manual", "help",
        ]
        + Registry<any UsageProvider>.builtIn.kinds

    /// A hint if a command is in the place of an account's name, as happens after an option.
    static func commandAmongNames(_ names: [String]) -> String? {
        guard let command = names.first(where: { commands.contains($0) }) else { return nil }
        return "'\(command)' is a command; put it first: bandwidth \(command) …"
    }

    /// A hint if a row is in the place of an account's name.
    static func rowAmongNames(_ names: [String], of configuration: Configuration) -> String? {
        let accounts = configuration.accounts.map(\.name)
        guard let row = names.first(where: { name in accounts.contains { name.hasPrefix("\($0)/") } }) else {
            return nil
        }
        return "to see one row: bandwidth show \(row.printable)"
    }

    /// A hint if a name was probably meant to be a command.
    static func mistypedCommand(among names: [String]) -> String? {
        guard let name = names.first, let nearest = Suggestion.nearest(to: name, among: commands), nearest != name
        else {
            return nil
        }
        return "no command '\(name.printable)'; did you mean '\(nearest)'?"
    }

    /// What is wrong with `bandwidth notify WORD`, and other commands that need a further one; `nil` if nothing is.
    static func unknownSubcommand(in arguments: [String]) -> String? {
        guard arguments.count > 1, !arguments[1].hasPrefix("-") else { return nil }
        let name = arguments[0]
        let commands: [any ParsableCommand.Type] = Bandwidth.configuration.subcommands
        let parents = commands.map { $0.configuration }.filter { $0.commandName == name }
        guard let parent = parents.first, !parent.subcommands.isEmpty, parent.defaultSubcommand == nil else {
            return nil
        }
        let known = parent.subcommands.map { $0.configuration }.compactMap(\.commandName)
        guard !known.contains(arguments[1]), arguments[1] != "help" else { return nil }
        let nearest = Suggestion.nearest(to: arguments[1], among: known)
        return "no command '\(name) \(arguments[1].printable)'; "
            + (nearest.map { "did you mean '\(name) \($0)'?" } ?? "'bandwidth \(name) --help' lists them")
    }

    /// The message of the argument parser without an option that it suggests although it is quite another one.
    static func withoutFarSuggestion(_ message: String) -> String {
        var lines = message.split(separator: "\n", omittingEmptySubsequences: false).map(String.init)
        let parts = lines[0].split(separator: "'", omittingEmptySubsequences: false).map(String.init)
        guard parts.count == 5, parts[2] == ". Did you mean ",
            Suggestion.nearest(to: parts[1], among: [parts[3]]) == nil
        else { return message }
        lines[0] = parts[0] + "'\(parts[1])'"
        return lines.joined(separator: "\n")
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
