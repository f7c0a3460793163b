import ArgumentParser
import BandwidthKit

extension Bandwidth {
    /// `bandwidth providers`
    struct Providers: ContextualCommand {
        static let configuration = CommandConfiguration(
            commandName: "providers",
            abstract: "List the providers and notifiers: what they read, token variables, settings."
        )

        @Argument(
            help: ArgumentHelp("Only this provider or notifier.", valueName: "name"),
            completion: .list(ServiceList().kinds))
        var name: String?

        @Flag(help: "Print as JSON.")
        var json = false

        func run(in context: CommandContext) -> ExitStatus {
            let all = ServiceList()
            guard let list = name.map(all.only) ?? all else {
                context.tell(unknown(name ?? "", among: all.kinds))
                return .wrongUse
            }
            return context.print(json ? list.json.text : list.text)
        }

        private func unknown(_ name: String, among kinds: [String]) -> String {
            let nearest = Suggestion.nearest(to: name, among: kinds)
            return "no provider or notifier '\(name.printable)'; "
                + (nearest.map { "did you mean '\($0)'?" } ?? "'bandwidth providers' lists them")
        }
    }
}
