import ArgumentParser
import BandwidthKit

extension Bandwidth {
    /// `bandwidth completions`
    struct Completions: ContextualCommand {
        static let configuration = CommandConfiguration(
            commandName: "completions",
            abstract: "Print a script that completes commands, options and the names of accounts.",
            discussion: """
                Examples:
                  source <(bandwidth completions bash)                 in ~/.bashrc
                  bandwidth completions zsh > ~/.zfunc/_bandwidth      with fpath+=~/.zfunc
                  bandwidth completions fish > ~/.config/fish/completions/bandwidth.fish
                """
        )

        @Argument(help: ArgumentHelp("bash, zsh or fish.", valueName: "shell"))
        var shell: Shell

        /// The shells that there are completions for.
        enum Shell: String, CaseIterable, ExpressibleByArgument {
            case bash, zsh, fish
        }

        func run(in context: CommandContext) -> ExitStatus {
            let script =
                switch shell {
                case .bash: BashCompletions.script
                case .zsh: Bandwidth.completionScript(for: .zsh)
                case .fish: Bandwidth.completionScript(for: .fish)
                }
            return context.print(script + "\n")
        }
    }
}

extension CompletionKind {
    /// The names of the configured accounts.
    static let accounts = CompletionKind.custom { _, _, _ in accountNames { _ in true } }

    /// The names of the configured accounts, and the providers.
    static let accountsAndProviders = CompletionKind.custom { _, _, _ in
        accountNames { _ in true } + Registry<any UsageProvider>.builtIn.kinds
    }

    /// The names of the configured accounts of one provider.
    static func accounts(of kind: String) -> CompletionKind {
        .custom { _, _, _ in accountNames { $0.kind == kind } }
    }

    /// The names of the configured channels.
    static let channels = CompletionKind.custom { _, _, _ in configuration?.channels.map(\.name) ?? [] }

    private static func accountNames(where isOffered: (Account) -> Bool) -> [String] {
        configuration?.accounts.filter(isOffered).map(\.name) ?? []
    }

    private static var configuration: Configuration? {
        try? ConfigurationLoader(environment: CommandContext.system.environment).load(file: nil)
    }
}
