import ArgumentParser
import BandwidthKit

extension Bandwidth {
    /// `bandwidth providers`
    struct Providers: ContextualCommand {
        static let configuration = CommandConfiguration(
            commandName: "providers",
            abstract: "List the providers and notifiers: what they read, token variables, settings."
        )

        @Flag(help: "Print as JSON.")
        var json = false

        func run(in context: CommandContext) -> ExitStatus {
            context.print(json ? ServiceList().json.text : ServiceList().text)
        }
    }
}
