import BandwidthKit

/// Texts that a person sees before anything is set up.
enum Help {
    /// What to do next where nothing is configured; one screen.
    static let firstSteps = """
        nothing to check yet. Three ways on:
          bandwidth demo           see it at work on made-up accounts; needs nothing
          LINODE_TOKEN=… bandwidth check an account by its token variable alone
          bandwidth config init    write a configuration for all your accounts
        'bandwidth providers' lists the services and their token variables.
        """

    /// What is wrong with a configuration that has nothing to check.
    static func noAccounts(_ file: String?) -> ConfigurationError {
        ConfigurationError(file ?? "providers", "names no account to check; add one to 'providers'")
    }

    /// What to do where a command stands in the place of an account's name, which options before it bring about.
    static func commandAmongNames(_ names: [String]) -> String? {
        let commands = ["check", "demo", "notify", "providers", "config"] + ProviderRegistry.builtIn.kinds
        guard let command = names.first(where: { commands.contains($0) }) else { return nil }
        return "'\(command)' is a command; put it first: bandwidth \(command) …"
    }
}
