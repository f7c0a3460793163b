/// The context in which a configuration is read: the environment, and the configuration file.
public struct ConfigurationContext: Sendable {
    /// The environment variables that are set and not empty.
    public let environment: [String: String]

    /// The configuration file; `nil` if the configuration isn't in a file.
    public let file: String?

    /// Whether other users can read the file.
    public let isReadableByOthers: Bool

    /// Creates a context. Empty variables count as not set.
    public init(environment: [String: String], file: String? = nil, isReadableByOthers: Bool = false) {
        self.environment = environment.filter { !$0.value.isEmpty }
        self.file = file
        self.isReadableByOthers = isReadableByOthers
    }

    /// Resolves a path: `~/` is `$HOME`, and relative paths start at the configuration file's folder.
    package func resolve(_ path: String) -> String {
        if path.hasPrefix("~/"), let home = environment["HOME"] {
            return home + path.dropFirst()
        }
        guard !path.hasPrefix("/"), let file, let slash = file.lastIndex(of: "/") else { return path }
        return file[...slash] + path
    }
}
