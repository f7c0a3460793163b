/// Settings that are a value of some kind; what is of another kind is told with what was expected.
extension SettingsReader {
    /// A size as in `"100 GB"`.
    public mutating func size(_ key: String, _ summary: String) -> ByteCount? {
        convert(key, summary, expected: "a size such as \"100 GB\" (B, KB … PB, KiB … PiB)") { value in
            value.string.flatMap { ByteCount(size: $0) }.flatMap { $0 > .zero ? $0 : nil }
        }
    }

    /// A day of the month, from 1 to 31.
    public mutating func dayOfMonth(_ key: String, _ summary: String) -> Int? {
        convert(key, summary, expected: "a day of the month, from 1 to 31") { value in
            guard case .number(let number) = value, let day = number.wholeNumber, (1...31).contains(day) else {
                return nil
            }
            return Int(day)
        }
    }

    /// The path of a file; `~/` and relative paths work as they do for secrets.
    mutating func path(_ key: String, _ summary: String) -> String? {
        let context = context
        return convert(key, summary, expected: "a path") { value in
            value.string.flatMap { $0.isEmpty ? nil : context.resolve($0) }
        }
    }

    /// An absolute URL that a token may be sent to: `https`, or `http` to a loopback address.
    public mutating func baseURL(_ key: String, _ summary: String, isRequired: Bool = false) -> BaseURL? {
        address(key, summary, isRequired: isRequired) { (text) throws(BaseURL.Problem) in try BaseURL(text) }
    }

    /// A URL that is asked as it is: by the rules of a base URL, but it may have a query.
    public mutating func endpoint(_ key: String, _ summary: String, isRequired: Bool = false) -> Endpoint? {
        address(key, summary, isRequired: isRequired) { (text) throws(BaseURL.Problem) in try Endpoint(text) }
    }

    private mutating func address<Address>(
        _ key: String, _ summary: String, isRequired: Bool, _ read: (String) throws(BaseURL.Problem) -> Address
    ) -> Address? {
        guard let value = value(key, summary, isRequired: isRequired) else {
            if isRequired { reportMissing(key, []) }
            return nil
        }
        guard let text = value.string else {
            report(key, "expected a URL in a string, found \(value.excerpt)")
            return nil
        }
        do {
            return try read(text)
        } catch {
            report(key, "\(error)")
            return nil
        }
    }
}

extension JSONValue {
    /// The value as an error message shows it: short, on one line.
    var excerpt: String {
        switch self {
        case .string(let text): "\"\(text.prefix(60).printable)\"\(text.count > 60 ? "…" : "")"
        case .number(let number): "\(number)"
        case .bool(let isOn): "\(isOn)"
        default: kind
        }
    }
}
