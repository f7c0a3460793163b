/// Reads the settings of one configuration entry, one by one.
///
/// The reader doesn't throw. It records each problem with its location, returns `nil` for the setting, and continues,
/// so that all problems of a file are reported at once. Reading a setting also declares it: a key that nothing read is
/// an error, and `bandwidth providers` lists the settings that a service reads from an empty entry.
public struct SettingsReader {
    /// The problems, in the order in which they were found.
    public private(set) var problems: [ConfigurationError.Problem] = []

    /// The warnings, one sentence each.
    public private(set) var warnings: [String] = []

    /// Whether a secret is in a file that others can read.
    private(set) var hasExposedSecret = false

    /// The secrets read so far.
    private(set) var secrets: [Secret] = []

    /// The user names that secrets are sent with in Basic authentication.
    private(set) var identifiers: [String] = []

    /// The settings read so far, in order.
    private(set) var settings: [Setting] = []

    /// The environment variables that provided a value.
    private(set) var variables: [String] = []

    /// The commands that a secret was asked of, but that were not run.
    private(set) var commands: [SecretCommand] = []

    /// The command-line options that were read: those that the service supports.
    private(set) var optionsAskedFor: Set<ScopeOption> = []

    /// The address of the entry's service, once `address` has been called.
    private(set) var address: BaseURL?

    /// The other addresses that its requests may go to.
    private(set) var otherAddresses: [BaseURL] = []

    let context: ConfigurationContext
    let selection: ScopeSelection
    private let entry: JSONValue
    private let owner: String

    /// Creates a reader for an entry.
    ///
    /// - Parameters:
    ///   - entry: the entry, a JSON object.
    ///   - owner: the entry's name in messages; empty for the configuration itself.
    ///   - selection: the command-line options, which override the entry.
    init(
        _ entry: JSONValue, owner: String, selection: ScopeSelection = ScopeSelection(), context: ConfigurationContext
    ) {
        self.entry = entry
        self.owner = owner
        self.selection = selection
        self.context = context
    }

    /// Runs `read` on an empty entry; the reader returned has recorded the settings it reads.
    static func description(of read: (inout SettingsReader) -> Void) -> SettingsReader {
        var reader = SettingsReader([:], owner: "", context: ConfigurationContext(environment: [:]))
        read(&reader)
        return reader
    }

    /// Records a problem with a setting.
    ///
    /// - Parameters:
    ///   - key: the setting, or a path into it: `to`, `rules[1].actual`.
    ///   - value: the invalid value, if the entry contains it; used for its line number.
    public mutating func report(_ key: String, _ message: String, at value: JSONValue? = nil) {
        let name = key.prefix { $0 != "[" && $0 != "." }
        let member = entry.members?.first { $0.key == name || $0.key == key }
        let line = value.flatMap { $0.line > 0 ? $0.line : nil } ?? member?.line ?? entry.line
        problems.append(
            .init(owner.isEmpty ? key : "\(owner): \(key)", message, file: context.file, line: line > 0 ? line : nil))
    }

    /// Records a warning about a setting.
    mutating func warn(_ key: String, _ message: String) {
        warnings.append((owner.isEmpty ? key : "\(owner): \(key)") + ": \(message)")
    }

    /// Reports keys of the entry that nothing read, except comments: keys that start with `//`.
    mutating func reportUnknownKeys() {
        let known = settings.map(\.key)
        for member in entry.members ?? [] where !known.contains(member.key) && !member.key.hasPrefix("//") {
            let suggestion = Suggestion.nearest(to: member.key, among: known)
            problems.append(
                .init(
                    owner.isEmpty ? member.key : "\(owner): \(member.key)",
                    "unknown key; "
                        + (suggestion.map { "did you mean '\($0)'?" } ?? "known: \(known.joined(separator: ", "))"),
                    file: context.file, line: member.line > 0 ? member.line : nil))
        }
    }

    /// Returns the raw value of a setting, or `nil` if it is missing or `null`.
    ///
    /// All other methods read values through this one.
    public mutating func value(
        _ key: String, _ summary: String, isRequired: Bool = false, isAskedFor: Bool = false, isSecret: Bool = false,
        shape: Setting.Shape = .single, variables: [String] = [], files: [String] = []
    ) -> JSONValue? {
        // Some settings are read more than once, but are listed once.
        if !settings.contains(where: { $0.key == key }) {
            settings.append(
                Setting(
                    key: key, summary: summary, isRequired: isRequired, isAskedFor: isRequired || isAskedFor,
                    isSecret: isSecret, shape: shape, variables: variables, files: files))
        }
        return entry[key].flatMap { $0.isNull ? nil : $0 }
    }

    /// Returns the result of `convert` for a setting's value. If that is `nil`, reports what was expected.
    public mutating func convert<Value>(
        _ key: String, _ summary: String, expected: String, _ convert: (JSONValue) -> Value?
    ) -> Value? {
        guard let value = value(key, summary) else { return nil }
        if let converted = convert(value) { return converted }
        report(key, "expected \(expected), but got \(value.excerpt)", at: value)
        return nil
    }

    /// Returns the value given by command-line options, and declares that the service supports them.
    mutating func selected<Value>(_ options: ScopeOption..., by value: KeyPath<ScopeSelection, Value?>) -> Value? {
        optionsAskedFor.formUnion(options)
        return selection[keyPath: value]
    }

    /// Reports that a required setting is missing.
    mutating func reportMissing(_ key: String, _ variables: [String] = []) {
        let ways = variables.isEmpty ? "set it here" : "set it here or in the variable \(variables[0])"
        report(key, "missing; \(ways)")
    }

    /// The source of a setting's secret, for messages: `'token' (providers.json:4)`.
    func source(of key: String) -> String {
        let name = key.prefix { $0 != "[" && $0 != "." }
        let line = entry.members?.first { $0.key == name }?.line ?? 0
        guard let file = context.file, line > 0 else { return "'\(key)' of '\(owner)'" }
        return "'\(key)' (\(file):\(line))"
    }

    /// Registers a secret so that it is redacted from all output.
    mutating func keep(_ secret: Secret) {
        secrets.append(secret)
    }

    /// Registers the user name that a secret is sent with in Basic authentication.
    mutating func keep(identifier: String) {
        identifiers.append(identifier)
    }

    /// Records that a secret was asked of a command that was not run.
    mutating func want(_ command: SecretCommand) {
        commands.append(command)
    }

    /// Records that the configuration file itself contains a secret.
    mutating func noteSecretInFile() {
        if context.isReadableByOthers { hasExposedSecret = true }
    }

    /// Returns the value of the first of these environment variables that is set.
    mutating func variable(of names: [String]) -> (value: String, source: String)? {
        for name in names {
            // Netlify's own tool and some scripts treat the text `null` as not set.
            if let value = context.environment[name], value != "null" {
                variables.append(name)
                return (value, name)
            }
        }
        return nil
    }

    /// Whether the entry itself contains one of these settings. Where several settings belong together, those of the
    /// entry must not be mixed with variables.
    public func contains(_ keys: String...) -> Bool {
        keys.contains { !(entry[$0] ?? .null).isNull }
    }

    /// Records another address that the entry's requests may go to.
    mutating func keep(otherAddress: BaseURL) {
        otherAddresses.append(otherAddress)
    }

    /// Records the address of the entry's service.
    mutating func keep(address: BaseURL) {
        self.address = address
    }
}
