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
                  bandwidth completions bash > ~/.local/share/bash-completion/completions/bandwidth
                  bandwidth completions zsh > ~/.zfunc/_bandwidth      with fpath+=~/.zfunc in ~/.zshrc
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
            let kind: CompletionShell =
                switch shell {
                case .bash: .bash
                case .zsh: .zsh
                case .fish: .fish
                }
            return context.print(Bandwidth.completionScript(for: kind) + "\n")
        }
    }
}

extension CompletionKind {
    /// The names of the configured accounts.
    static let accounts = CompletionKind.custom { _, _, _ in accountNames }

    /// The names of the configured accounts, and the providers.
    static let accountsAndProviders = CompletionKind.custom { _, _, _ in
        accountNames + Registry<any UsageProvider>.builtIn.kinds
    }

    private static var accountNames: [String] {
        let loader = ConfigurationLoader(environment: CommandContext.system.environment)
        return (try? loader.load(file: nil))?.accounts.map(\.name) ?? []
    }
}
