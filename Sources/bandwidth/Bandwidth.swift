import ArgumentParser
import BandwidthKit

/// The root command: nothing but its configuration.
struct Bandwidth: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "bandwidth",
        abstract: "How much of each hosting account's transfer allowance is used, and whether it will last.",
        version: Product.version,
        subcommands: [
            Check.self, Show.self, History.self, Login.self, Doctor.self, Demo.self, Notify.self, Providers.self,
            Config.self, Completions.self, Manual.self,
        ],
        groupedSubcommands: [
            CommandGroup(
                name: "Accounts of one provider:",
                subcommands: Registry<any UsageProvider>.builtIn.types.map { command(for: $0) })
        ],
        defaultSubcommand: Check.self
    )

    private static func command<Provider: Service>(for _: Provider.Type) -> any ParsableCommand.Type {
        ProviderCommand<Provider>.self
    }
}
