import ArgumentParser
import BandwidthKit

extension Bandwidth {
    /// `bandwidth config`
    struct Config: ParsableCommand {
        static let configuration = CommandConfiguration(
            commandName: "config",
            abstract: "The configuration file: where it is, whether it is right, a new one.",
            subcommands: [Path.self, Check.self, Init.self]
        )
    }
}

/// Which file a `config` subcommand is about.
struct ConfigFileOptions: ParsableArguments {
    @Option(name: .shortAndLong, help: ArgumentHelp("This file, instead of the usual places.", valueName: "file"))
    var config: String?
}

extension Bandwidth.Config {
    /// `bandwidth config path`
    struct Path: ParsableCommand {
        static let configuration = CommandConfiguration(
            commandName: "path", abstract: "Print the path of the file that is used.")

        @OptionGroup var file: ConfigFileOptions

        func run() throws {
            let context = CommandContext()
            let loader = ConfigurationLoader(environment: context.environment)
            guard let path = file.config ?? loader.usualFile() else {
                let place = loader.userFile.map { " at \($0)" } ?? ""
                context.tell("there is no configuration file; 'bandwidth config init' writes one\(place)")
                throw ExitStatus.wrongConfiguration.exitCode
            }
            CommandContext.print(path + "\n")
        }
    }

    /// `bandwidth config check`
    struct Check: ParsableCommand {
        static let configuration = CommandConfiguration(
            commandName: "check",
            abstract: "Tell everything that is wrong with the configuration; nothing is sent anywhere."
        )

        @OptionGroup var file: ConfigFileOptions

        func run() throws {
            let context = CommandContext()
            let loader = ConfigurationLoader(environment: context.environment)
            let configuration: Configuration
            do {
                configuration = try loader.load(file: file.config)
            } catch {
                throw context.fail(error).exitCode
            }
            guard configuration.file != nil || !configuration.accounts.isEmpty else {
                context.explain(Help.firstSteps)
                throw ExitStatus.wrongConfiguration.exitCode
            }
            guard !configuration.accounts.isEmpty else {
                throw context.fail(Help.noAccounts(configuration.file)).exitCode
            }
            for warning in configuration.warnings { context.tell("warning: \(warning)") }
            CommandContext.print(summary(of: configuration))
        }

        private func summary(of configuration: Configuration) -> String {
            func list(_ names: [String]) -> String {
                names.isEmpty ? "none" : names.joined(separator: ", ")
            }
            return """
                file       \(configuration.file ?? "none; the environment alone")
                accounts   \(list(configuration.accounts.map { "\($0.name) (\($0.kind))" }))
                notifiers  \(list(configuration.notifiers.map { "\($0.name) (\($0.kind))" }))
                variables  \(list(configuration.variables))
                ok

                """
        }
    }

    /// `bandwidth config init`
    struct Init: ParsableCommand {
        static let configuration = CommandConfiguration(
            commandName: "init",
            abstract: "Write a file to start from, readable by you alone; an existing one is left as it is."
        )

        @OptionGroup var file: ConfigFileOptions

        func run() throws {
            let context = CommandContext()
            let loader = ConfigurationLoader(environment: context.environment)
            let named = file.config ?? context.environment["BANDWIDTH_CONFIG"].flatMap { $0.isEmpty ? nil : $0 }
            guard let path = named ?? loader.userFile else {
                context.tell("there is no home folder; name a file with --config")
                throw ExitStatus.wrongConfiguration.exitCode
            }
            do {
                try StarterConfiguration.write(to: path)
            } catch {
                throw context.fail(error).exitCode
            }
            let option = file.config.map { " --config \($0)" } ?? ""
            CommandContext.print(
                """
                \(path) written. Next:
                  1. keep the accounts that you have and put their tokens where the file says
                  2. bandwidth config check\(option)
                  3. bandwidth\(option)

                """)
        }
    }
}
