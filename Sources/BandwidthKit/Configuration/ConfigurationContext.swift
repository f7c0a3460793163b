/// The context in which a configuration is read: the environment, and the configuration file.
public struct ConfigurationContext: Sendable {
    /// The environment variables that are set and not empty.
    public let environment: [String: String]

    /// The configuration file; `nil` if the configuration isn't in a file.
    public let file: String?

    /// Whether other users can read the file.
    public let isReadableByOthers: Bool

    /// Where systemd puts the credentials of a unit; `nil` outside of one.
    let credentialsFolder: String?

    /// What the commands that were run for secrets gave.
    private(set) var commandOutcomes: [SecretCommand: SecretCommand.Outcome] = [:]

    /// Creates a context. Empty variables count as not set.
    public init(environment: [String: String], file: String? = nil, isReadableByOthers: Bool = false) {
        self.environment = environment.filter { !$0.value.isEmpty }
        let credentials = environment["CREDENTIALS_DIRECTORY"].flatMap { $0.hasPrefix("/") ? $0 : nil }
        credentialsFolder = credentials
        self.file = file
        // Only the unit can read the folder of its credentials, whatever the mode of its files is.
        let isCredential = file.flatMap { file in credentials.map { file.hasPrefix("\($0)/") } } ?? false
        self.isReadableByOthers = isReadableByOthers && !isCredential
    }

    /// The same context after commands were run.
    func with(_ outcomes: [SecretCommand: SecretCommand.Outcome]) -> ConfigurationContext {
        var context = self
        context.commandOutcomes = outcomes
        return context
    }

    /// Resolves a path: `~/` is `$HOME`, and relative paths start at the configuration file's folder.
    package func resolve(_ path: String) -> String {
        if path.hasPrefix("~/"), let home = environment["HOME"] {
            return home + path.dropFirst()
        }
        guard !path.hasPrefix("/"), let folder else { return path }
        return folder + path
    }

    /// The folder of the configuration file, with a slash at its end; `nil` if that is the current one.
    var folder: String? {
        file.flatMap { file in file.lastIndex(of: "/").map { String(file[...$0]) } }
    }
}
