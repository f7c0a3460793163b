/// What a configuration is read against: the environment, and the folders that relative paths start from.
public struct ConfigurationContext: Sendable {
    /// The environment variables; an empty one counts as not set.
    public let environment: [String: String]

    /// The folder that relative paths in the configuration start from; `nil`: the current one.
    public let directory: String?

    /// A context; `directory` is the configuration file's folder.
    public init(environment: [String: String], directory: String? = nil) {
        self.environment = environment.filter { !$0.value.isEmpty }
        self.directory = directory
    }

    /// A path as it is meant: `~/` is `$HOME`, and a relative one starts at `directory`.
    package func resolve(_ path: String) -> String {
        if path.hasPrefix("~/"), let home = environment["HOME"] {
            return home + path.dropFirst()
        }
        guard !path.hasPrefix("/"), let directory, !directory.isEmpty else { return path }
        return "\(directory)/\(path)"
    }
}
