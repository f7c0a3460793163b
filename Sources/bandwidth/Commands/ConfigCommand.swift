import ArgumentParser
import BandwidthKit

extension Bandwidth {
    /// `bandwidth config`
    struct Config: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            commandName: "config",
            abstract: "Find, check or create the configuration file.",
            subcommands: [Path.self, Check.self, Init.self]
        )
    }
}

/// The file that a `config` subcommand works on.
struct ConfigFileOptions: ParsableArguments {
    @Option(
        name: .shortAndLong, help: ArgumentHelp("Use this file instead of the usual one.", valueName: "file"),
        completion: .file())
    var config: String?
}

extension Bandwidth.Config {
    /// `bandwidth config path`
    struct Path: ContextualCommand {
        static let configuration = CommandConfiguration(
            commandName: "path", abstract: "Print the path of the file that is used.")

        @OptionGroup var file: ConfigFileOptions

        func run(in context: CommandContext) -> ExitStatus {
            let loader = ConfigurationLoader(environment: context.environment)
            guard let path = file.config ?? loader.usualFile() else {
                let place = loader.userFile.map { " at \($0)" } ?? ""
                context.tell("there is no configuration file; run 'bandwidth config init' to write one\(place)")
                return .wrongConfiguration
            }
            return context.print(path + "\n")
        }
    }

    /// `bandwidth config check`
    struct Check: ContextualCommand {
        static let configuration = CommandConfiguration(
            commandName: "check",
            abstract: "Report every problem in the configuration, where it is and how to fix it; nothing is sent."
        )

        @OptionGroup var file: ConfigFileOptions

        func run(in context: CommandContext) async -> ExitStatus {
            let loader = ConfigurationLoader(environment: context.environment)
            let configuration: Configuration
            do {
                configuration = try await loader.load(file: file.config, with: context.processes)
            } catch {
                return context.fail(error)
            }
            guard configuration.file != nil || !configuration.accounts.isEmpty else {
                context.explain(Help.firstSteps)
                return .wrongConfiguration
            }
            guard !configuration.accounts.isEmpty else {
                return context.fail(Help.noAccounts(configuration.file))
            }
            for warning in configuration.warnings { context.tell("warning: \(warning)") }
            let problems = configuration.problems
            guard problems.isEmpty else { return context.fail(ConfigurationError(problems)) }
            return context.print(summary(of: configuration))
        }

        private func summary(of configuration: Configuration) -> String {
            func list(_ names: [String]) -> String {
                names.isEmpty ? "none" : names.joined(separator: ", ")
            }
            return """
                file       \(configuration.file ?? "none; the environment alone")
                accounts   \(list(configuration.accounts.map { "\($0.name) (\($0.kind))" }))
                channels   \(list(configuration.channels.map { "\($0.name) (\($0.kind))" }))
                variables  \(list(configuration.variables))
                ok

                """
        }
    }

    /// `bandwidth config init`
    struct Init: ContextualCommand {
        static let configuration = CommandConfiguration(
            commandName: "init",
            abstract: "Write a configuration to start from, readable only by you; an existing file is not changed."
        )

        @OptionGroup var file: ConfigFileOptions

        func run(in context: CommandContext) -> ExitStatus {
            let loader = ConfigurationLoader(environment: context.environment)
            let named = file.config ?? context.environment["BANDWIDTH_CONFIG"].flatMap { $0.isEmpty ? nil : $0 }
            guard let path = named ?? loader.userFile else {
                context.tell("there is no home folder; name a file with --config")
                return .wrongConfiguration
            }
            do {
                try StarterConfiguration.write(to: path)
            } catch {
                return context.fail(error)
            }
            let option = file.config.map { " --config \($0)" } ?? ""
            return context.print(
                """
                \(path) written. Next:
                  1. delete the entries you don't need and put your tokens where the file says
                  2. bandwidth config check\(option)
                  3. bandwidth\(option)

                """)
        }
    }
}
