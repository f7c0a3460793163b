#if canImport(FoundationEssentials)
    import FoundationEssentials
#else
    import Foundation
#endif

/// Hands a plug-in the settings of its configuration entry, one by one.
///
/// Nothing is thrown: what is missing or wrong is noted with its place, a harmless value is returned, and reading goes on, so
/// that a person gets all errors of a file at once. A plug-in whose entry had errors is never used. Each
/// setting that is asked for is known from then on: a key that nobody asked for is an error, and
/// `bandwidth providers` lists what a plug-in asks an empty entry for. So ask for every setting in every case.
public struct SettingsReader {
    /// Where the entry is: `providers[1]`.
    public let place: String

    /// What was found to be wrong.
    public private(set) var problems: [ConfigurationError.Problem] = []

    /// What is unwise.
    public private(set) var warnings: [String] = []

    /// Whether a secret stands in a file that others can read.
    public private(set) var hasExposedSecret = false

    /// The secrets that were read.
    public private(set) var secrets: [Secret] = []

    /// The names that secrets are sent with in Basic authentication.
    public private(set) var identifiers: [String] = []

    /// The settings that were asked for, in order.
    public private(set) var settings: [Setting] = []

    /// The environment variables that gave a value.
    public private(set) var variables: [String] = []

    /// The options of the command line that were asked for: those that the plug-in has.
    public private(set) var optionsAskedFor: Set<CheckOption> = []

    private let members: [String: JSONValue]
    private let commandLine: [CheckOption: JSONValue]
    let context: ConfigurationContext
    private let areSecretsExposed: Bool

    /// A reader of an entry's members.
    ///
    /// - Parameters:
    ///   - options: what the command line says; it goes before the entry.
    ///   - areSecretsExposed: whether others can read the file that the entry is in.
    public init(
        _ members: [String: JSONValue], at place: String, options: [CheckOption: JSONValue] = [:],
        context: ConfigurationContext, areSecretsExposed: Bool = false
    ) {
        self.members = members
        self.place = place
        self.commandLine = options
        self.context = context
        self.areSecretsExposed = areSecretsExposed
    }

    /// Notes that something is wrong with a setting.
    public mutating func report(_ key: String, _ message: String) {
        problems.append(.init(place.isEmpty ? key : "\(place).\(key)", message))
    }

    /// Notes every key of the entry that no setting was asked for with; one that begins with `//` is a comment.
    public mutating func reportUnknownKeys() {
        let known = settings.map(\.key)
        for key in members.keys.sorted() where !known.contains(key) && !key.hasPrefix("//") {
            let suggestion = Suggestion.nearest(to: key, among: known)
            report(
                key.printable,
                "unknown key; "
                    + (suggestion.map { "did you mean '\($0)'?" } ?? "known: \(known.joined(separator: ", "))"))
        }
    }

    /// The value of a setting as it stands in the options or the entry; `nil` if it is not there, or `null`.
    ///
    /// Every other method asks through this one.
    public mutating func value(
        _ key: String, _ summary: String, isRequired: Bool = false, isSecret: Bool = false, variables: [String] = [],
        options: [CheckOption] = []
    ) -> JSONValue? {
        optionsAskedFor.formUnion(options)
        settings.append(
            Setting(
                key: key, summary: summary, isRequired: isRequired, isSecret: isSecret, variables: variables,
                options: options))
        let value = options.compactMap { commandLine[$0] }.first ?? members[key]
        return value == .null ? nil : value
    }

    /// What the command line says for an option that stands for no setting.
    public mutating func option(_ option: CheckOption) -> JSONValue? {
        optionsAskedFor.insert(option)
        return commandLine[option]
    }

    /// Takes what `convert` makes of a setting's value; where that is `nil`, notes what was expected.
    public mutating func convert<Value>(
        _ key: String, _ summary: String, expected: String, options: [CheckOption] = [],
        _ convert: (JSONValue) -> Value?
    ) -> Value? {
        guard let value = value(key, summary, options: options) else { return nil }
        if let converted = convert(value) { return converted }
        report(key, "expected \(expected), found \(value.excerpt)")
        return nil
    }
}

extension SettingsReader {
    /// A secret: a string, `{ "env": NAME }`, `{ "file": PATH }`, or one of `variables`. Empty where there is none.
    public mutating func secret(_ key: String, _ summary: String, variables: [String] = []) -> Secret {
        optionalSecret(key, summary, isRequired: true, variables: variables) ?? Secret("")
    }

    /// A secret that may be left out.
    public mutating func optionalSecret(
        _ key: String, _ summary: String, isRequired: Bool = false, variables: [String] = []
    ) -> Secret? {
        guard
            let text = indirect(key, summary, isRequired: isRequired, isSecret: true, variables: variables)
        else { return nil }
        let secret = Secret(text.value, source: text.source)
        secrets.append(secret)
        return secret
    }

    /// Secrets by names of the user's choice: an object of them.
    ///
    /// - Parameter isName: whether there can be one of that name.
    public mutating func secrets(
        _ key: String, _ summary: String, isName: (String) -> Bool = { !$0.isEmpty }
    ) -> [String: Secret] {
        guard let value = value(key, summary, isSecret: true) else { return [:] }
        guard case .object(let members) = value else {
            report(key, "expected an object of names and values, found \(value.kind)")
            return [:]
        }
        var found: [String: Secret] = [:]
        for (name, value) in members.sorted(by: { $0.key < $1.key }) {
            let place = "\(key).\(name.printable)"
            guard isName(name) else {
                report(place, "cannot be set: not a name, or not yours to set")
                continue
            }
            guard let text = resolve(value, place, isSecret: true) else { continue }
            found[name] = Secret(text.value, source: text.source)
            keep(Secret(text.value))
            // Of `Bearer …` the second word alone is the secret, and may come back alone.
            for word in text.value.split(separator: " ") where word.count >= 8 { keep(Secret(String(word))) }
        }
        return found
    }

    /// Notes a secret, so that nothing that is quoted shows it.
    mutating func keep(_ secret: Secret) {
        secrets.append(secret)
    }

    /// A line of text that is no secret, from the same places as one.
    public mutating func text(
        _ key: String, _ summary: String, isRequired: Bool = false, variables: [String] = []
    ) -> String? {
        indirect(key, summary, isRequired: isRequired, isSecret: false, variables: variables)?.value
    }

    /// A user name that a secret is sent with.
    public mutating func identifier(
        _ key: String, _ summary: String, isRequired: Bool = false, variables: [String] = []
    ) -> String? {
        let value = text(key, summary, isRequired: isRequired, variables: variables)
        if let value { identifiers.append(value) }
        return value
    }

    /// A list of texts, or one text alone; each may be `{ "env": NAME }` or `{ "file": PATH }`.
    public mutating func texts(
        _ key: String, _ summary: String, isRequired: Bool = false, variables: [String] = [],
        options: [CheckOption] = []
    ) -> [String] {
        let value = value(key, summary, isRequired: isRequired, variables: variables, options: options)
        switch value {
        case .array(let values):
            if values.isEmpty, isRequired { report(key, "is empty; name at least one") }
            return values.enumerated().compactMap { index, value in
                resolve(value, "\(key)[\(index)]", isSecret: false)?.value
            }
        case .some(let value):
            return resolve(value, key, isSecret: false).map { [$0.value] } ?? []
        case nil:
            if let found = variable(of: variables) { return [found.value] }
            if isRequired { reportMissing(key, variables) }
            return []
        }
    }

    private mutating func indirect(
        _ key: String, _ summary: String, isRequired: Bool, isSecret: Bool, variables: [String]
    ) -> (value: String, source: String)? {
        let value = value(key, summary, isRequired: isRequired, isSecret: isSecret, variables: variables)
        if let value { return resolve(value, key, isSecret: isSecret) }
        if let found = variable(of: variables) {
            return checked(found.value, key, found.source)
        }
        if isRequired { reportMissing(key, variables) }
        return nil
    }

    mutating func reportMissing(_ key: String, _ variables: [String]) {
        let ways = variables.isEmpty ? "set it here" : "set it here or in the variable \(variables[0])"
        report(key, "missing; \(ways)")
    }

    private mutating func variable(of names: [String]) -> (value: String, source: String)? {
        // Netlify's own tool takes the text `null` for not set, and so do others' scripts.
        for name in names {
            if let value = context.environment[name], value != "null" {
                variables.append(name)
                return (value, name)
            }
        }
        return nil
    }

    private mutating func resolve(
        _ value: JSONValue, _ key: String, isSecret: Bool
    ) -> (value: String, source: String)? {
        let expected = #"expected a string, { "env": "NAME" } or { "file": "PATH" }"#
        switch value {
        case .string(let text):
            if isSecret, areSecretsExposed {
                hasExposedSecret = true
            }
            return checked(text, key, place.isEmpty ? key : "\(place).\(key)")
        case .object(let members) where members.count == 1:
            if let name = members["env"]?.string {
                guard let found = variable(of: [name]) else {
                    report(key, "the variable \(name.printable) is not set or empty; set it")
                    return nil
                }
                return checked(found.value, key, name)
            }
            if let path = members["file"]?.string { return contents(of: path, key, isSecret: isSecret) }
            report(key, "\(expected), found an object with \(members.keys.sorted().joined(separator: ", "))")
            return nil
        default:
            report(key, isSecret ? "\(expected), found \(value.kind)" : "\(expected), found \(value.excerpt)")
            return nil
        }
    }

    private mutating func contents(of path: String, _ key: String, isSecret: Bool) -> (value: String, source: String)? {
        let path = context.resolve(path)
        do {
            let file = try InputFile(path, limit: 1 << 16)
            if isSecret, file.isReadableByOthers {
                warnings.append("\(place).\(key): others can read \(path); chmod 600 it")
            }
            var bytes = file.data[...]
            if bytes.last == UInt8(ascii: "\n") { bytes.removeLast() }
            if bytes.last == UInt8(ascii: "\r") { bytes.removeLast() }
            return checked(String(decoding: bytes, as: UTF8.self), key, "the file \(path)")
        } catch {
            report(key, "the file \(path) \(error)")
            return nil
        }
    }

    /// Refuses what no header can carry.
    private mutating func checked(_ text: String, _ key: String, _ source: String) -> (value: String, source: String)? {
        let subject = source == key || source == "\(place).\(key)" ? "" : "\(source) "
        if text.isEmpty {
            report(key, "\(subject)is empty")
        } else if text.unicodeScalars.contains(where: { $0.value < 32 || $0.value == 127 }) {
            report(key, "\(subject)holds a line break or another control character; it must be one line")
        } else {
            return (text, source)
        }
        return nil
    }
}
