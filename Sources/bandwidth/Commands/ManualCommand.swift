import ArgumentParser
import BandwidthKit

extension Bandwidth {
    /// `bandwidth manual`
    struct Manual: ContextualCommand {
        static let configuration = CommandConfiguration(
            commandName: "manual",
            abstract: "Print the manual page.",
            discussion: """
                Examples:
                  bandwidth manual | man -l -
                  bandwidth manual > ~/.local/share/man/man1/bandwidth.1
                """
        )

        func run(in context: CommandContext) -> ExitStatus {
            context.print(ManualPage().text)
        }
    }
}
