#if canImport(FoundationEssentials)
    import FoundationEssentials
#else
    import Foundation
#endif

/// Reads configurations: a file, or what the environment alone says.
public struct ConfigurationLoader: Sendable {
    /// The environment variables.
    public let environment: [String: String]

    /// The known providers.
    public let providers: ProviderRegistry

    /// The known notifiers.
    public let notifiers: NotifierRegistry

    /// What the command line says in place of settings, for the accounts of one provider.
    public let options: (kind: String, values: [CheckOption: JSONValue])?

    /// Goes before every entry's timeout, in seconds.
    public let timeout: Duration?

    /// A loader.
    public init(
        environment: [String: String], providers: ProviderRegistry = .builtIn, notifiers: NotifierRegistry = .builtIn,
        options: (kind: String, values: [CheckOption: JSONValue])? = nil, timeout: Duration? = nil
    ) {
        self.environment = environment
        self.providers = providers
        self.notifiers = notifiers
        self.options = options
        self.timeout = timeout
    }

    /// The first of the usual places that there is a file at: `$BANDWIDTH_CONFIG` (whether it exists or not),
    /// `./providers.json`, `$XDG_CONFIG_HOME/bandwidth/providers.json` (`~/.config` by default).
    public func usualFile() -> String? {
        if let path = environment["BANDWIDTH_CONFIG"], !path.isEmpty { return path }
        return ["providers.json", userFile].compactMap { $0 }.first { FileManager.default.fileExists(atPath: $0) }
    }

    /// The user's own file: where `bandwidth config init` puts one. `nil` without a home.
    public var userFile: String? {
        if let folder = environment["XDG_CONFIG_HOME"], folder.hasPrefix("/") {
            return "\(folder)/bandwidth/providers.json"
        }
        return environment["HOME"].map { "\($0)/.config/bandwidth/providers.json" }
    }

    /// The configuration in the named file, else in the first of the usual places, else in the environment.
    ///
    /// - Throws: everything that is wrong with it.
    public func load(file named: String?) throws(ConfigurationError) -> Configuration {
        guard let path = named ?? usualFile() else { return try loadEnvironment() }
        return try load(at: path)
    }

    /// The configuration in a file.
    ///
    /// - Throws: everything that is wrong with it.
    func load(at path: String) throws(ConfigurationError) -> Configuration {
        let file: InputFile
        do {
            file = try InputFile(path)
        } catch {
            throw ConfigurationError(path, "\(error)")
        }
        return try load(file.data, file: path, areSecretsExposed: file.isReadableByOthers)
    }

    /// The configuration in a JSON text that is not in a file.
    ///
    /// - Throws: everything that is wrong with it.
    public func load(text: String) throws(ConfigurationError) -> Configuration {
        try load(Data(text.utf8), file: nil, areSecretsExposed: false)
    }

    private func load(
        _ data: Data, file: String?, areSecretsExposed: Bool
    ) throws(ConfigurationError) -> Configuration {
        let path = file ?? "configuration"
        let directory = path.split(separator: "/", omittingEmptySubsequences: false).dropLast().joined(separator: "/")
        let isInRoot = path.hasPrefix("/") && directory.isEmpty
        let context = ConfigurationContext(environment: environment, directory: isInRoot ? "/" : directory)
        var draft = ConfigurationDraft(loader: self, context: context, areSecretsExposed: areSecretsExposed)
        draft.read(try Self.members(of: data, at: path))
        return try draft.finish(file: file)
    }

    /// The accounts whose token variables are set, and the notifiers likewise; empty where none is.
    ///
    /// - Throws: what is wrong with the values.
    public func loadEnvironment() throws(ConfigurationError) -> Configuration {
        var draft = ConfigurationDraft(loader: self, context: ConfigurationContext(environment: environment))
        draft.readEnvironment()
        return try draft.finish(file: nil)
    }

    /// An account of one provider with these settings and nothing else, such as a token that was typed in.
    public func account(_ kind: String, _ members: [String: JSONValue]) throws(ConfigurationError) -> Account {
        var draft = ConfigurationDraft(loader: self, context: ConfigurationContext(environment: environment))
        draft.readEntry(members.merging(["type": .string(kind)]) { own, _ in own }, at: "")
        guard let account = try draft.finish(file: nil).accounts.first else {
            throw ConfigurationError(kind, "unknown provider")
        }
        return account
    }

    private static func members(of data: Data, at path: String) throws(ConfigurationError) -> [String: JSONValue] {
        let isEmpty = data.allSatisfy { $0 == 32 || (9...13).contains($0) }
        guard !isEmpty else {
            throw ConfigurationError(path, "is empty; 'bandwidth config init' writes a file to start from")
        }
        let value: JSONValue
        do {
            value = try JSONDecoder().decode(JSONValue.self, from: data)
        } catch {
            throw ConfigurationError(path, "is not JSON: \(JSONSyntax.problem(in: data))")
        }
        if let mistake = JSONSyntax.mistake(in: data) {
            throw ConfigurationError(path, "is not JSON as it should be: \(mistake)")
        }
        guard case .object(let members) = value else {
            throw ConfigurationError(path, "expected an object with the key 'providers', found \(value.kind)")
        }
        return members
    }
}
