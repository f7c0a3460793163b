import ArgumentParser
import BandwidthKit

/// The program.
@main
enum Main {
    static func main() async {
        // Prompts and scripts ask for it often; it needs neither parser nor environment.
        if CommandLine.arguments.dropFirst() == ["--version"] {
            return CommandContext.print(Product.version + "\n")
        }
        System.widenTerminalForHelp()
        await Bandwidth.main()
    }
}

/// The root command: nothing but its configuration.
struct Bandwidth: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "bandwidth",
        abstract: "How much of each hosting account's transfer allowance is used, and whether it will last.",
        discussion: """
            Reads all configured accounts at once. Without a configuration file, accounts come from token variables: \
            LINODE_TOKEN=… bandwidth just works. Try 'bandwidth demo' first.

            Exit statuses, where several apply the first of this order:
              78  the configuration is missing or wrong
              64  wrong use of the command line
               2  with --fail-on: something critical
               3  some account could not be read; the others are reported all the same
              75  a message could not be delivered
               1  with --fail-on warning: a warning
               0  every account was read
            """,
        version: Product.version,
        subcommands: [Check.self, Demo.self, Notify.self, Providers.self, Config.self],
        groupedSubcommands: [
            CommandGroup(
                name: "The accounts of one provider:",
                subcommands: ProviderRegistry.builtIn.providers.map { command(for: $0) })
        ],
        defaultSubcommand: Check.self
    )

    private static func command<Provider: UsageProvider>(for _: Provider.Type) -> any ParsableCommand.Type {
        ProviderCommand<Provider>.self
    }
}
