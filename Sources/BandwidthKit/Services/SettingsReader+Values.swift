/// Settings with a value of a certain type. For any other value, they report what was expected.
extension SettingsReader {
    /// Reads a size such as `"100 GB"`.
    public mutating func size(_ key: String, _ summary: String) -> ByteCount? {
        convert(key, summary, expected: "a size such as \"100 GB\" (B, KB … PB, KiB … PiB)") { value in
            value.string.flatMap { ByteCount(size: $0) }.flatMap { $0 > .zero ? $0 : nil }
        }
    }

    /// Reads a day of the month, from 1 to 31.
    public mutating func dayOfMonth(_ key: String, _ summary: String) -> Int? {
        convert(key, summary, expected: "a day of the month, from 1 to 31") { value in
            value.number?.wholeNumber.flatMap { (1...31).contains($0) ? Int($0) : nil }
        }
    }

    /// Reads one of the words of an enumeration.
    public mutating func word<Word: RawRepresentable & CaseIterable>(
        _ key: String, _ summary: String
    ) -> Word? where Word.RawValue == String {
        let words = Word.allCases.map { "\"\($0.rawValue)\"" }.joined(separator: ", ")
        return convert(key, summary, expected: "one of \(words)") { $0.string.flatMap { Word(rawValue: $0) } }
    }

    /// Reads the path of a file. `~/` and relative paths work as they do for secrets.
    mutating func path(_ key: String, _ summary: String) -> String? {
        let context = context
        return convert(key, summary, expected: "a path") { value in
            value.string.flatMap { $0.isEmpty ? nil : context.resolve($0) }
        }
    }
}

/// Programs.
extension SettingsReader {
    /// Reads a program with its arguments: a list of words that no shell reads. A program with a slash in it is a path
    /// like any other of the configuration.
    public mutating func command(_ key: String, _ summary: String, isRequired: Bool = false) -> [String]? {
        guard let value = value(key, summary, isRequired: isRequired, shape: .command) else {
            if isRequired { reportMissing(key) }
            return nil
        }
        guard let command = SecretCommand(setting: value, in: context) else {
            report(key, "expected a list such as [\"/usr/local/bin/on-alert\", \"--now\"]", at: value)
            return nil
        }
        return [command.program] + command.arguments
    }

    /// Returns the environment variables with these names that are set, to pass them on to a program.
    public func environment(of names: [String]) -> [String: String] {
        context.environment.filter { names.contains($0.key) }
    }
}

/// The address of the service.
extension SettingsReader {
    /// Declares that the service is a program on this machine, and so needs no address.
    public mutating func addressOfThisMachine() {
        keep(address: "http://localhost")
    }

    /// Reads `base_url`, the prefix of every request's URL: `https`, or `http` for a loopback address.
    ///
    /// - Parameter usual: the default address.
    public mutating func address(_ usual: BaseURL) {
        let summary = "address of the API; \(usual) unless set"
        keep(address: url("base_url", summary) { text throws(BaseURL.Problem) in try BaseURL(text) } ?? usual)
    }

    /// Reads another address that requests go to, such as that of the server that issues tokens (``APIClient/at(_:)``).
    ///
    /// - Parameters:
    ///   - key: the setting, which ends with `_url`.
    ///   - usual: the default address.
    public mutating func address(_ key: String, _ summary: String, usual: BaseURL) -> BaseURL {
        let found = url(key, "\(summary); \(usual) unless set") { text throws(BaseURL.Problem) in try BaseURL(text) }
        keep(otherAddress: found ?? usual)
        return found ?? usual
    }

    /// Reads `base_url` for a service that has one address for each region.
    ///
    /// - Parameters:
    ///   - regions: the regions of the entry, at least one.
    ///   - usual: returns the default address of a region.
    /// - Returns: the address of each region: the default one, or `base_url` for all.
    public mutating func addresses(
        of regions: [String], _ summary: String, usual: (_ region: String) -> BaseURL
    ) -> [BaseURL] {
        let own = url("base_url", summary) { text throws(BaseURL.Problem) in try BaseURL(text) }
        let all = regions.map { own ?? usual($0) }
        if let first = all.first { keep(address: first) }
        for other in all.dropFirst() { keep(otherAddress: other) }
        return all
    }

    /// Reads `base_url` for a service that has no default address, such as a panel that many hosts run. The entry must
    /// contain it.
    public mutating func requiredAddress(_ summary: String) {
        let found = url("base_url", summary, isRequired: true) { text throws(BaseURL.Problem) in try BaseURL(text) }
        if let found { keep(address: found) }
    }

    /// Reads the addresses of a service that runs at several: one or a list. At least one is required, and the first is
    /// the entry's address.
    public mutating func addresses(_ key: String, _ summary: String) -> [BaseURL] {
        let texts = texts(key, summary, isRequired: true)
        let found = texts.enumerated().compactMap { index, text in
            url(texts.count > 1 ? "\(key)[\(index)]" : key, text, at: nil) { text throws(BaseURL.Problem) in
                try BaseURL(text)
            }
        }
        if let first = found.first { keep(address: first) }
        return found
    }

    /// Reads a complete URL that is requested as it is, including its query. Its origin becomes the entry's address.
    ///
    /// - Parameter isSecret: whether the URL itself grants access, as with webhooks. If so, it may be given as
    ///   `{ "env": NAME }` or `{ "file": PATH }`, and only its host is ever shown.
    public mutating func endpoint(_ key: String, _ summary: String, isSecret: Bool = false) -> Endpoint? {
        let read: (String) throws(BaseURL.Problem) -> Endpoint = { text throws(BaseURL.Problem) in try Endpoint(text) }
        let found: Endpoint?
        if isSecret {
            // Only the path is secret; the host may be shown.
            guard let text = line(key, summary, isRequired: true, isSecret: true) else { return nil }
            found = self.url(key, text.value, at: nil, read)
            if let path = found?.path {
                keep(Secret(path))
                for part in path.split(whereSeparator: { "/?&=".contains($0) }) where part.isTelling {
                    keep(Secret(String(part)))
                }
            }
        } else {
            found = url(key, summary, isRequired: true, read)
        }
        if let found { keep(address: found.base) }
        return found
    }

    private mutating func url<Address>(
        _ key: String, _ summary: String, isRequired: Bool = false,
        _ read: (String) throws(BaseURL.Problem) -> Address
    ) -> Address? {
        guard let value = value(key, summary, isRequired: isRequired) else {
            if isRequired { reportMissing(key) }
            return nil
        }
        guard let text = value.string else {
            report(key, "expected a URL in a string, but got \(value.excerpt)", at: value)
            return nil
        }
        return url(key, text, at: value, read)
    }

    private mutating func url<Address>(
        _ key: String, _ text: String, at value: JSONValue?, _ read: (String) throws(BaseURL.Problem) -> Address
    ) -> Address? {
        do {
            return try read(text)
        } catch {
            report(key, "\(error)", at: value)
            return nil
        }
    }
}

extension Substring {
    /// Whether this part of a secret path may be the secret itself, which a service may echo alone. A short word such as
    /// `services` isn't.
    fileprivate var isTelling: Bool {
        utf8.count >= 16 || utf8.count >= 8 && !utf8.allSatisfy { (97...122).contains($0) }
    }
}

extension JSONValue {
    private var isScalar: Bool {
        switch content {
        case .string, .number, .bool: true
        default: false
        }
    }

    /// A short excerpt of the value on one line, for error messages.
    var excerpt: String {
        switch content {
        case .string(let text): "\"\(text.prefix(60).printable)\"\(text.count > 60 ? "…" : "")"
        case .number(let number): "\(number)"
        case .bool(let isOn): "\(isOn)"
        case .array(let values) where (1...4).contains(values.count) && values.allSatisfy(\.isScalar):
            "[\(values.map(\.excerpt).joined(separator: ", "))]"
        default: kind
        }
    }
}
