/// What a configuration is read against: the environment, and the file it is in.
public struct ConfigurationContext: Sendable {
    /// The environment variables that are set to something.
    public let environment: [String: String]

    /// The configuration file; `nil` for a configuration that is in none.
    public let file: String?

    /// Whether others can read that file.
    public let isReadableByOthers: Bool

    /// A context; an empty variable counts as not set.
    public init(environment: [String: String], file: String? = nil, isReadableByOthers: Bool = false) {
        self.environment = environment.filter { !$0.value.isEmpty }
        self.file = file
        self.isReadableByOthers = isReadableByOthers
    }

    /// A path as it is meant: `~/` is `$HOME`, and a relative one starts at the configuration file's folder.
    package func resolve(_ path: String) -> String {
        if path.hasPrefix("~/"), let home = environment["HOME"] {
            return home + path.dropFirst()
        }
        guard !path.hasPrefix("/"), let file, let slash = file.lastIndex(of: "/") else { return path }
        return file[...slash] + path
    }
}
