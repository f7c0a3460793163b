import ArgumentParser
import BandwidthKit

extension Bandwidth {
    /// `bandwidth providers`
    struct Providers: ContextualCommand {
        static let configuration = CommandConfiguration(
            commandName: "providers",
            abstract: "The known providers and notifiers: what is read, token variables, settings."
        )

        @Flag(help: "As JSON.")
        var json = false

        func run(in context: CommandContext) -> ExitStatus {
            context.print(json ? ServiceList().json.text : ServiceList().text)
        }
    }
}
