import ArgumentParser

/// The script for bash: that of the argument parser, which doesn't know that a command is left out where it is the
/// default one. There, the words and options of the default command are offered, too.
enum BashCompletions {
    static var script: String {
        let root = Bandwidth.completionScript(for: .bash)
        return [
            (Bandwidth.self as any ParsableCommand.Type, "_bandwidth"), (Bandwidth.History.self, "_bandwidth_history"),
        ]
        .reduce(root) { offeringDefault(of: $1.0, function: $1.1, in: $0) }
    }

    /// The script in which the function of a command passes what isn't a subcommand on to the default one.
    private static func offeringDefault(
        of command: any ParsableCommand.Type, function: String, in script: String
    ) -> String {
        guard let name = command.configuration.defaultSubcommand?.configuration.commandName else { return script }
        var lines = script.split(separator: "\n", omittingEmptySubsequences: false).map(String.init)
        guard let start = lines.firstIndex(of: "\(function)() {"),
            let end = lines[start...].firstIndex(of: "}"),
            let parsing = lines[start..<end].firstIndex(where: { $0.hasPrefix("    __bandwidth_offer_flags_options ") }
            ),
            let offer = lines[start..<end].firstIndex(of: "        # Offer subcommand completions")
        else { return script }
        // From the end, so that the indices stay valid.
        lines.replaceSubrange(
            offer...(offer + 1),
            with: [
                "        # Offer what the default command takes, and subcommands in the first place",
                "        local -i is_first=$((${#words[@]} <= 1))",
                "        COMPREPLY=()",
                "        unparsed_words=(\"${words[@]}\")",
                "        \(function)_\(name)",
                "        if ((is_first)); then",
                "    " + lines[offer + 1],
                "        fi",
            ])
        lines.insert("    local -a words=(\"${unparsed_words[@]}\")", at: parsing)
        return lines.joined(separator: "\n")
    }
}
