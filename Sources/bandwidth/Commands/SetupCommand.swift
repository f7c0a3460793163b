import ArgumentParser
import BandwidthKit

extension Bandwidth {
    /// `bandwidth setup`
    struct Setup: ContextualCommand {
        static let configuration = CommandConfiguration(
            commandName: "setup",
            abstract: "Set up accounts and alerts in a dialogue, test them, and schedule a check.",
            discussion: """
                Examples:
                  bandwidth setup                 writes the usual configuration, or adds to it
                  bandwidth setup --config FILE   the same for another file

                It uses the tokens that it finds in the environment, if you want that, and asks for others. Each is \
                tested before anything is written. An existing configuration stays as it is, and what it was is in a \
                file whose name ends in .bak. Until the file is written, Ctrl-C leaves nothing behind.
                """
        )

        @OptionGroup var common: CommonOptions

        func run(in surroundings: CommandContext) async -> ExitStatus {
            await Self.run(
                in: surroundings.with(common.verbosity), configuration: common.config, timeout: common.timeout)
        }

        /// Sets up a configuration at the terminal.
        static func run(
            in context: CommandContext, configuration file: String?, timeout: Duration?
        ) async -> ExitStatus {
            guard context.terminal.hasInput else {
                context.tell(
                    "setup asks questions, so it needs a terminal; 'bandwidth config init' writes a file to edit")
                return .wrongUse
            }
            let loader = ConfigurationLoader(environment: context.environment, timeout: timeout)
            guard let path = file ?? loader.usualFile() ?? loader.userFile else {
                context.tell("there is no home folder; name a file with --config")
                return .wrongConfiguration
            }
            do throws(ConfigurationError) {
                return await run(
                    SetupDialogue(file: try ConfigurationFile(path), loader: loader, context: context), context)
            } catch {
                return context.fail(error)
            }
        }

        private static func run(_ start: SetupDialogue, _ context: CommandContext) async -> ExitStatus {
            var dialogue = start
            do {
                return try await dialogue.run()
            } catch let error as ConfigurationError {
                return context.fail(error)
            } catch {
                context.tell(
                    dialogue.isSaved
                        ? "setup was left; the configuration is complete, but nothing was scheduled"
                        : "setup was left; nothing was written")
                return dialogue.isSaved ? .success : .wrongConfiguration
            }
        }
    }
}
