/// Reads the settings of one configuration entry, one by one.
///
/// Nothing is thrown: a problem is noted with its place, the setting is `nil`, and reading goes on, so that a person
/// gets every problem of a file at once. Each setting that is asked for is known from then on: a key that nobody asked
/// for is an error, and `bandwidth providers` lists what a service asks an empty entry for.
public struct SettingsReader {
    /// What was found to be wrong, in the order in which it was found.
    public private(set) var problems: [ConfigurationError.Problem] = []

    /// What is unwise, one sentence each.
    public private(set) var warnings: [String] = []

    /// Whether a secret is in a file that others can read.
    private(set) var hasExposedSecret = false

    /// The secrets that were read.
    private(set) var secrets: [Secret] = []

    /// The user names that secrets are sent with in Basic authentication.
    private(set) var identifiers: [String] = []

    /// The settings that were asked for, in order.
    private(set) var settings: [Setting] = []

    /// The environment variables that gave a value.
    private(set) var variables: [String] = []

    /// The options of the command line that were asked for: those that the service has.
    private(set) var optionsAskedFor: Set<ScopeOption> = []

    /// Where the entry's service lives, once `address` was asked for.
    private(set) var address: BaseURL?

    let context: ConfigurationContext
    let selection: ScopeSelection
    private let entry: JSONValue
    private let owner: String

    /// A reader of an entry.
    ///
    /// - Parameters:
    ///   - entry: an object.
    ///   - owner: what the user calls the entry; empty for the configuration itself.
    ///   - selection: what the command line asks for; it overrides the entry.
    init(
        _ entry: JSONValue, owner: String, selection: ScopeSelection = ScopeSelection(), context: ConfigurationContext
    ) {
        self.entry = entry
        self.owner = owner
        self.selection = selection
        self.context = context
    }

    /// What a function asks an empty entry for.
    static func description(of read: (inout SettingsReader) -> Void) -> SettingsReader {
        var reader = SettingsReader([:], owner: "", context: ConfigurationContext(environment: [:]))
        read(&reader)
        return reader
    }

    /// Notes that something is wrong with a setting.
    ///
    /// - Parameters:
    ///   - key: the setting, or a place in it: `to`, `rules[1].actual`.
    ///   - value: the value that is wrong, where the entry has it: it knows its line.
    public mutating func report(_ key: String, _ message: String, at value: JSONValue? = nil) {
        let name = key.prefix { $0 != "[" && $0 != "." }
        let member = entry.members?.first { $0.key == name || $0.key == key }
        let line = value.flatMap { $0.line > 0 ? $0.line : nil } ?? member?.line ?? entry.line
        problems.append(
            .init(owner.isEmpty ? key : "\(owner): \(key)", message, file: context.file, line: line > 0 ? line : nil))
    }

    /// Notes what is unwise about a setting.
    mutating func warn(_ key: String, _ message: String) {
        warnings.append("\(owner): \(key): \(message)")
    }

    /// Reports every key of the entry that nothing read; one that begins with `//` is a comment.
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

    /// The value of a setting as the entry has it; `nil` if it is missing or `null`.
    ///
    /// Every other method asks through this one.
    public mutating func value(
        _ key: String, _ summary: String, isRequired: Bool = false, isSecret: Bool = false, variables: [String] = []
    ) -> JSONValue? {
        // Some settings are asked for more than once, and listed once.
        if !settings.contains(where: { $0.key == key }) {
            settings.append(
                Setting(key: key, summary: summary, isRequired: isRequired, isSecret: isSecret, variables: variables))
        }
        return entry[key].flatMap { $0.isNull ? nil : $0 }
    }

    /// What `convert` makes of a setting's value; where that is `nil`, what was expected is reported.
    public mutating func convert<Value>(
        _ key: String, _ summary: String, expected: String, _ convert: (JSONValue) -> Value?
    ) -> Value? {
        guard let value = value(key, summary) else { return nil }
        if let converted = convert(value) { return converted }
        report(key, "expected \(expected), but got \(value.excerpt)", at: value)
        return nil
    }

    /// What the command line asks for with some options; asking declares that the service has them.
    mutating func selected<Value>(_ options: ScopeOption..., by value: KeyPath<ScopeSelection, Value?>) -> Value? {
        optionsAskedFor.formUnion(options)
        return selection[keyPath: value]
    }

    /// Reports a required setting that is missing.
    mutating func reportMissing(_ key: String, _ variables: [String] = []) {
        let ways = variables.isEmpty ? "set it here" : "set it here or in the variable \(variables[0])"
        report(key, "missing; \(ways)")
    }

    /// Where a secret of a setting came from: `'token' (providers.json:4)`.
    func source(of key: String) -> String {
        let name = key.prefix { $0 != "[" && $0 != "." }
        let line = entry.members?.first { $0.key == name }?.line ?? 0
        guard let file = context.file, line > 0 else { return "'\(key)' of '\(owner)'" }
        return "'\(key)' (\(file):\(line))"
    }

    /// Keeps a secret out of everything that is printed.
    mutating func keep(_ secret: Secret) {
        secrets.append(secret)
    }

    /// Notes the user name that a secret is sent with.
    mutating func keep(identifier: String) {
        identifiers.append(identifier)
    }

    /// Notes that a secret is in the configuration file itself.
    mutating func noteSecretInFile() {
        if context.isReadableByOthers { hasExposedSecret = true }
    }

    /// The value of the first of some environment variables that is set.
    mutating func variable(of names: [String]) -> (value: String, source: String)? {
        for name in names {
            // Netlify's own tool takes the text `null` as not set, and so do others' scripts.
            if let value = context.environment[name], value != "null" {
                variables.append(name)
                return (value, name)
            }
        }
        return nil
    }

    /// Notes where the entry's service lives.
    mutating func keep(address: BaseURL) {
        self.address = address
    }
}
