import ArgumentParser
import BandwidthKit

extension Bandwidth {
    /// `bandwidth providers`
    struct Providers: ParsableCommand {
        static let configuration = CommandConfiguration(
            commandName: "providers",
            abstract: "The known providers: what is read, token variables, settings."
        )

        @Flag(help: "As JSON.")
        var json = false

        func run() {
            let list = ProviderList(ProviderRegistry.builtIn, NotifierRegistry.builtIn)
            CommandContext.print(json ? list.json.text : list.text)
        }
    }
}
