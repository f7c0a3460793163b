#if canImport(FoundationEssentials)
    import FoundationEssentials
#else
    import Foundation
#endif

/// Reads a configuration from a file, or from environment variables alone.
public struct ConfigurationLoader: Sendable {
    /// The environment variables.
    public let environment: [String: String]

    /// The known providers.
    public let providers: Registry<any UsageProvider>

    /// The known notifiers.
    public var notifiers: Registry<any Notifier> {
        makeNotifiers()
    }

    /// Most runs don't get to the notifiers.
    private let makeNotifiers: @Sendable () -> Registry<any Notifier>

    /// The command-line options that override settings of one provider's accounts.
    public let selection: (kind: String, scope: ScopeSelection)?

    /// The time limit that overrides every entry's `timeout`.
    public let timeout: Duration?

    /// Creates a loader.
    public init(
        environment: [String: String], providers: Registry<any UsageProvider> = .builtIn,
        notifiers: @autoclosure @escaping @Sendable () -> Registry<any Notifier> = .builtIn,
        selection: (kind: String, scope: ScopeSelection)? = nil,
        timeout: Duration? = nil
    ) {
        self.environment = environment
        self.providers = providers
        makeNotifiers = notifiers
        self.selection = selection
        self.timeout = timeout
    }

    /// Returns `$BANDWIDTH_CONFIG` (even if that file doesn't exist), or else the user's own file, if it exists.
    ///
    /// A file in the current folder is never used unless it is named: it could be from a stranger's repository, with an
    /// address that collects the user's tokens.
    public func usualFile() -> String? {
        if let path = environment["BANDWIDTH_CONFIG"], !path.isEmpty { return path }
        return userFile.flatMap { FileManager.default.fileExists(atPath: $0) ? $0 : nil }
    }

    /// The user's own file, which `bandwidth config init` creates: `$XDG_CONFIG_HOME/bandwidth/providers.json`, by
    /// default in `~/.config`; `nil` if there is no home folder.
    public var userFile: String? {
        if let folder = environment["XDG_CONFIG_HOME"], folder.hasPrefix("/") {
            return "\(folder)/bandwidth/providers.json"
        }
        return environment["HOME"].flatMap { $0.isEmpty ? nil : "\($0)/.config/bandwidth/providers.json" }
    }

    /// Reads the configuration from the named file, or else from the usual file, or else from the environment.
    ///
    /// The commands that secrets of the chosen entries come from are run, each once and side by side. Entries that were
    /// not chosen are read too, but a secret that comes from a command is missing then.
    ///
    /// - Throws: an error with all problems.
    public func load(
        file named: String?, reading choice: EntryChoice = EntryChoice(), with processes: any ProcessRunner
    ) async throws(ConfigurationError) -> Configuration {
        guard let path = named ?? usualFile() else { return try loadEnvironment() }
        return try await load(try parse(file: path), reading: choice, with: processes)
    }

    /// Reads the configuration as it would be if a changed file were written.
    ///
    /// - Throws: an error with all problems.
    package func load(
        _ file: ConfigurationFile, reading choice: EntryChoice, with processes: any ProcessRunner
    ) async throws(ConfigurationError) -> Configuration {
        let context = ConfigurationContext(environment: environment, file: file.path)
        return try await load((try parse(file.bytes, context), context), reading: choice, with: processes)
    }

    private func load(
        _ file: (value: JSONValue, context: ConfigurationContext), reading choice: EntryChoice,
        with processes: any ProcessRunner
    ) async throws(ConfigurationError) -> Configuration {
        let draft = draft(of: file.value, file.context, choice)
        if draft.commands.isEmpty { return try draft.finish() }
        let outcomes = await outcomes(of: draft, in: file.context.folder, processes)
        return try self.draft(of: file.value, file.context.with(outcomes), choice).finish()
    }

    /// Runs the commands that a draft needs.
    private func outcomes(
        of draft: ConfigurationDraft, in folder: String?, _ processes: any ProcessRunner
    ) async -> [SecretCommand: SecretCommand.Outcome] {
        let known = (providers.types + notifiers.types).flatMap { $0.settings.filter(\.isSecret) }
        let environment = ProcessEnvironment.without(
            variables: draft.variables.union(known.flatMap(\.variables)), secrets: draft.secrets, in: environment)
        return await SecretCommandRunner(processes: processes, environment: environment, folder: folder)
            .run(draft.commands)
    }

    /// Reads the configuration like `load(file:reading:with:)`, but runs no command.
    ///
    /// - Throws: an error with all problems.
    public func load(file named: String?) throws(ConfigurationError) -> Configuration {
        guard let path = named ?? usualFile() else { return try loadEnvironment() }
        let file = try parse(file: path)
        return try draft(of: file.value, file.context).finish()
    }

    /// Reads the configuration from JSON text that isn't in a file.
    ///
    /// - Throws: an error with all problems.
    public func load(text: String) throws(ConfigurationError) -> Configuration {
        let context = ConfigurationContext(environment: environment)
        return try draft(of: parse(Array(text.utf8), context), context).finish()
    }

    /// Returns the accounts whose token variables are set, and likewise the channels; empty if no variables are set.
    ///
    /// - Throws: an error with the problems of the values.
    public func loadEnvironment() throws(ConfigurationError) -> Configuration {
        var draft = ConfigurationDraft(loader: self, context: ConfigurationContext(environment: environment))
        draft.readEnvironment()
        return try draft.finish()
    }

    /// Creates an account of a provider with only these settings, such as a token that was typed in.
    public func account(_ kind: String, _ settings: [String: JSONValue]) throws(ConfigurationError) -> Account {
        var draft = ConfigurationDraft(loader: self, context: ConfigurationContext(environment: environment))
        draft.readAccount(.object(settings.merging(["type": .string(kind)]) { own, _ in own }))
        guard let account = try draft.finish().accounts.first else {
            throw ConfigurationError(kind, "unknown provider")
        }
        guard account.problems.isEmpty else { throw ConfigurationError(account.problems) }
        return account
    }

    private func draft(
        of file: JSONValue, _ context: ConfigurationContext, _ choice: EntryChoice = EntryChoice()
    ) -> ConfigurationDraft {
        var draft = ConfigurationDraft(loader: self, context: context, choice: choice)
        draft.read(file)
        return draft
    }

    private func parse(
        file path: String
    ) throws(ConfigurationError) -> (value: JSONValue, context: ConfigurationContext) {
        let file: InputFile
        do {
            file = try InputFile(path)
        } catch {
            throw ConfigurationError(path, "\(error)")
        }
        let context = ConfigurationContext(
            environment: environment, file: path, isReadableByOthers: file.isReadableByOthers)
        return (try parse(file.bytes, context), context)
    }

    /// Parses a text, which must be an object.
    private func parse(_ bytes: [UInt8], _ context: ConfigurationContext) throws(ConfigurationError) -> JSONValue {
        guard !bytes.allSatisfy({ $0 == 32 || (9...13).contains($0) }) else {
            throw ConfigurationError(
                "", "is empty; delete it and run 'bandwidth config init'", file: context.file)
        }
        let value: JSONValue
        do {
            value = try JSONParser(refusesDuplicates: true).parse(bytes)
        } catch {
            throw ConfigurationError(
                "", "column \(error.column): \(error.reason)", file: context.file, line: error.line)
        }
        guard case .object = value.content else {
            throw ConfigurationError(
                "", "expected an object with the key 'providers', but got \(value.kind)", file: context.file,
                line: value.line)
        }
        return value
    }
}
