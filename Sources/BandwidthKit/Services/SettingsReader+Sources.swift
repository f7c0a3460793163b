/// Where a line of text is, if it isn't in the entry itself.
struct TextSource: Sendable, Hashable {
    /// The object's only key.
    let key: String

    /// The object as it is written in a configuration.
    let form: String

    /// What the value is.
    let summary: String

    /// Every place that a text may come from.
    static let all = [
        TextSource(key: "env", form: #"{ "env": "NAME" }"#, summary: "an environment variable"),
        TextSource(
            key: "file", form: #"{ "file": "PATH" }"#,
            summary: "a file with one line; a path starts at ~/, at / or at the configuration's folder"),
        TextSource(
            key: "command", form: #"{ "command": ["PROGRAM", …] }"#,
            summary: "the first line that a program prints within 10 s, started without a shell"),
        TextSource(
            key: "credential", form: #"{ "credential": "NAME" }"#,
            summary: "a credential of the systemd unit, as with LoadCredential="),
    ]
}

/// The places of a text.
extension SettingsReader {
    /// What a line of text may be.
    private static var expected: String {
        let forms = ["a string"] + TextSource.all.map(\.form)
        return "expected " + forms.dropLast().joined(separator: ", ") + " or " + (forms.last ?? "")
    }

    /// Returns a line of text and its source.
    ///
    /// It is a string, or an object that says where the text is: `TextSource`.
    mutating func resolve(_ value: JSONValue, _ key: String, isSecret: Bool) -> (value: String, source: String)? {
        switch value.content {
        case .string(let text):
            if isSecret { noteSecretInFile() }
            return checked(text, key, from: nil, at: value)
        case .object(let members) where members.count == 1:
            let place = members[0].value
            switch (members[0].key, place.string) {
            case ("env", let name?):
                if let found = variable(of: [name]) { return checked(found.value, key, from: found.source, at: value) }
                report(key, "the variable \(name.printable) is not set or empty; set it", at: value)
                return nil
            case ("file", let path?):
                let path = context.resolve(path)
                return contents(of: path, key, from: "the file \(path)", isSecret: isSecret, at: value)
            case ("credential", let name?):
                return credential(name, key, at: value)
            case ("command", _):
                return output(of: place, key, at: value)
            default:
                let name = members[0].key.printable, known = TextSource.all.map(\.key)
                let nearest = known.contains(name) ? nil : Suggestion.nearest(to: name, among: known)
                let suggestion = nearest.map { "; did you mean '\($0)'?" } ?? ""
                report(key, "\(Self.expected), but got an object with '\(name)'\(suggestion)", at: value)
                return nil
            }
        case .object(let members) where TextSource.all.count(where: { value[$0.key] != nil }) > 1:
            let places = members.map { "'\($0.key.printable)'" }.joined(separator: " and ")
            report(key, "\(Self.expected), but got one with \(places); keep one of them", at: value)
            return nil
        default:
            report(key, "\(Self.expected), but got \(isSecret ? value.kind : value.excerpt)", at: value)
            return nil
        }
    }

    private mutating func contents(
        of path: String, _ key: String, from source: String, isSecret: Bool, at value: JSONValue,
        orElse fix: String = ""
    ) -> (value: String, source: String)? {
        do {
            let file = try InputFile(path, limit: 1 << 16)
            if isSecret, file.isReadableByOthers { warn(key, "others can read \(path); run chmod 600 \(path)") }
            var bytes = file.bytes[...]
            // Some Windows editors put a byte order mark at the start.
            if bytes.starts(with: [0xEF, 0xBB, 0xBF]) { bytes = bytes.dropFirst(3) }
            if bytes.last == UInt8(ascii: "\n") { bytes.removeLast() }
            if bytes.last == UInt8(ascii: "\r") { bytes.removeLast() }
            return checked(String(decoding: bytes, as: UTF8.self), key, from: source, at: value)
        } catch {
            report(key, "\(source) \(error)\(error.isMissing ? fix : "")", at: value)
            return nil
        }
    }

    /// Reads a credential of the systemd unit (https://systemd.io/CREDENTIALS/).
    private mutating func credential(
        _ name: String, _ key: String, at value: JSONValue
    ) -> (value: String, source: String)? {
        let printable = name.printable
        guard !name.isEmpty, name != ".", name != "..", !name.contains("/"), name == printable else {
            report(key, "expected the name of a credential, but got \(JSONValue.string(name).excerpt)", at: value)
            return nil
        }
        guard let folder = context.credentialsFolder else {
            report(
                key,
                "the credential \(name) needs the variable CREDENTIALS_DIRECTORY, which systemd sets for a unit with "
                    + "LoadCredential= or SetCredential=", at: value)
            return nil
        }
        // Only the unit can read the folder, whatever the mode of its files is.
        return contents(
            of: "\(folder)/\(name)", key, from: "the credential \(name)", isSecret: false, at: value,
            orElse: " in \(folder); add LoadCredential=\(name):PATH to the unit")
    }

    /// Returns the first line that a command printed, if it was run; else notes that it is wanted.
    private mutating func output(
        of words: JSONValue, _ key: String, at value: JSONValue
    ) -> (value: String, source: String)? {
        guard let command = SecretCommand(setting: words, in: context) else {
            report(
                key,
                "expected a program and its arguments in a list, such as \(SecretCommand.form), but got \(words.kind)",
                at: value)
            return nil
        }
        switch context.commandOutcomes[command] {
        case .success(let secret)?:
            return checked(secret.revealed, key, from: command.name, at: value)
        case .failure(let failure)?:
            report(key, failure.description, at: value)
        case nil:
            want(command)
            report(key, "\(command.name) was not run", at: value)
        }
        return nil
    }

    /// Rejects text that can't be sent in a header.
    ///
    /// - Parameter source: the source of the text; `nil` if it is in the entry itself.
    mutating func checked(
        _ text: String, _ key: String, from source: String?, at value: JSONValue? = nil
    ) -> (value: String, source: String)? {
        let subject = source.map { "\($0) " } ?? ""
        if text.isEmpty {
            report(key, "\(subject)is empty", at: value)
        } else if text.unicodeScalars.contains(where: { $0.value < 32 || $0.value == 127 }) {
            report(key, "\(subject)contains a line break or another control character", at: value)
        } else {
            return (text, source ?? self.source(of: key))
        }
        return nil
    }
}
