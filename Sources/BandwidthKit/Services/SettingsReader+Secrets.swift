/// Settings that are a line of text, secret or not, read from the entry, a file or the environment.
extension SettingsReader {
    /// Reads a secret: a string, or an object that says where it is (`SettingsReader.resolve`), or one of `variables`.
    /// Required by default.
    ///
    /// - Parameter isAskedFor: whether a person who adds an account is asked for it although it isn't required.
    public mutating func secret(
        _ key: String, _ summary: String, isRequired: Bool = true, isAskedFor: Bool = false, variables: [String] = []
    ) -> Secret? {
        let found = line(
            key, summary, isRequired: isRequired, isAskedFor: isAskedFor, isSecret: true, variables: variables)
        guard let text = found else { return nil }
        let secret = Secret(text.value, source: text.source)
        keep(secret)
        return secret
    }

    /// Reads HTTP headers or query parameters with names that the user chooses; the values may be secrets.
    ///
    /// - Parameters:
    ///   - isName: whether a name is allowed.
    ///   - isSecret: whether the value with this name must be redacted from all output.
    public mutating func secrets(
        _ key: String, _ summary: String, isName: (String) -> Bool = { !$0.isEmpty },
        isSecret: (String) -> Bool = { _ in true }
    ) -> [String: Secret] {
        guard let value = value(key, summary, isSecret: true) else { return [:] }
        guard let members = value.members else {
            report(key, "expected an object of names and values, but got \(value.kind)", at: value)
            return [:]
        }
        var found: [String: Secret] = [:]
        for member in members {
            let place = "\(key).\(member.key.printable)"
            guard isName(member.key) else {
                report(place, "can't be set: not a valid name, or set by the program itself", at: member.value)
                continue
            }
            let isSecret = isSecret(member.key)
            guard let text = resolve(member.value, place, isSecret: isSecret) else { continue }
            found[member.key] = Secret(text.value, source: text.source)
            guard isSecret else { continue }
            keep(Secret(text.value))
            // In `Bearer …`, only the second word is the secret, and a service may echo it alone.
            for word in text.value.split(separator: " ") where word.count >= 8 { keep(Secret(String(word))) }
        }
        return found
    }

    /// Reads a line of text that isn't secret, from the same sources as a secret.
    public mutating func text(
        _ key: String, _ summary: String, isRequired: Bool = false, variables: [String] = []
    ) -> String? {
        line(key, summary, isRequired: isRequired, isSecret: false, variables: variables)?.value
    }

    /// Reads a user name that a secret is sent with in Basic authentication.
    public mutating func identifier(
        _ key: String, _ summary: String, isRequired: Bool = false, variables: [String] = []
    ) -> String? {
        let value = text(key, summary, isRequired: isRequired, variables: variables)
        if let value { keep(identifier: value) }
        return value
    }

    /// Reads a list of texts or a single text; each may be an object that says where it is.
    ///
    /// - Parameter takesNumbers: whether whole numbers are taken too, as texts.
    public mutating func texts(
        _ key: String, _ summary: String, isRequired: Bool = false, takesNumbers: Bool = false, variables: [String] = []
    ) -> [String] {
        lines(key, summary, isRequired: isRequired, takesNumbers: takesNumbers, variables: variables).map(\.value)
    }

    /// Reads a list of secrets or a single one, in the same forms as `secret`. At least one is required.
    public mutating func secretList(_ key: String, _ summary: String) -> [Secret] {
        let found = lines(key, summary, isRequired: true, isSecret: true).map { Secret($0.value, source: $0.source) }
        for secret in found { keep(secret) }
        return found
    }

    private mutating func lines(
        _ key: String, _ summary: String, isRequired: Bool, isSecret: Bool = false, takesNumbers: Bool = false,
        variables: [String] = []
    ) -> [(value: String, source: String)] {
        guard
            let value = value(
                key, summary, isRequired: isRequired, isSecret: isSecret, shape: .list, variables: variables)
        else {
            if let found = variable(of: variables) { return [found] }
            if isRequired { reportMissing(key, variables) }
            return []
        }
        let values = value.array
        if values?.isEmpty == true, isRequired { report(key, "is empty; name at least one", at: value) }
        return (values ?? [value]).enumerated().compactMap { index, value in
            let place = values == nil ? key : "\(key)[\(index)]"
            if takesNumbers, let number = value.number?.wholeNumber { return ("\(number)", source(of: key)) }
            return resolve(value, place, isSecret: isSecret)
        }
    }

    /// Reads a line of text and its source. The caller must register any secret in it with `keep`.
    mutating func line(
        _ key: String, _ summary: String, isRequired: Bool, isAskedFor: Bool = false, isSecret: Bool,
        variables: [String] = []
    ) -> (value: String, source: String)? {
        if let value = value(
            key, summary, isRequired: isRequired, isAskedFor: isAskedFor, isSecret: isSecret, variables: variables)
        {
            return resolve(value, key, isSecret: isSecret)
        }
        if let found = variable(of: variables) { return checked(found.value, key, from: found.source) }
        if isRequired { reportMissing(key, variables) }
        return nil
    }
}

extension SettingsReader {
    /// Reads HTTP headers by name. The values may be secrets, so they are redacted from all output, except those of a
    /// few headers that never contain one.
    public mutating func headers() -> [String: Secret] {
        secrets("headers", "headers by name; the values may be secrets") {
            $0.isHeaderName
        } isSecret: { name in
            !["accept", "accept-language", "content-type", "user-agent"].contains(name.lowercased())
        }
    }
}

extension String {
    /// Whether this is a valid header name, and not one of those that the transport sets itself.
    fileprivate var isHeaderName: Bool {
        let isToken =
            !isEmpty
            && utf8.allSatisfy { byte in
                Character(Unicode.Scalar(byte)).isLetter && byte < 128 || (48...57).contains(byte)
                    || "!#$%&'*+-.^_`|~".utf8.contains(byte)
            }
        return isToken && !["host", "content-length", "transfer-encoding", "connection"].contains(lowercased())
    }
}
