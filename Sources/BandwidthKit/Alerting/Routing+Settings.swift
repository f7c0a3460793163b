extension Routing {
    /// Reads the settings from a channel's entry.
    init(from reader: inout SettingsReader) {
        severities = reader.severities()
        accounts = reader.names("accounts", "the accounts to tell of, by name; all if left out")
        quiet = QuietHours(from: &reader)
        fallback = reader.convert(
            "fallback", "the name of the channel to try if this one fails", expected: "the name of a channel"
        ) { $0.string.flatMap { $0.isEmpty ? nil : $0 } }
        isAlways =
            reader.flag("always", "true to use this channel by itself too, although it is another one's fallback")
            ?? false
        reminder =
            reader.word(
                "remind",
                "how often to tell again what still holds: \"never\" (the default), \"daily\", or \"thinning\": after 1, 2, "
                    + "4, 8… days")
            ?? .never
        tellsEndings = reader.flag(
            "resolved",
            "true for an all-clear when a new period begins, the quota was raised, or the account can be read again; "
                + "by default where the service can end an alert")
        templates = reader.templates()
    }
}

extension SettingsReader {
    /// Reads `true` or `false`.
    fileprivate mutating func flag(_ key: String, _ summary: String) -> Bool? {
        convert(key, summary, expected: "true or false") { value in
            if case .bool(let flag) = value.content { flag } else { nil }
        }
    }

    /// Reads a list of names, or one.
    fileprivate mutating func names(_ key: String, _ summary: String) -> Set<String>? {
        convert(key, summary, expected: "a name or a list of names") { value in
            let names = (value.array ?? [value]).map(\.string)
            guard !names.isEmpty, names.allSatisfy({ $0.map { !$0.isEmpty } ?? false }) else { return nil }
            return Set(names.compactMap { $0 })
        }
    }

    /// Reads the severities to tell of: one word or a list.
    fileprivate mutating func severities() -> Set<Status>? {
        let known: [Status] = [.warning, .critical, .unknown]
        let words = known.map { "\"\($0.rawValue)\"" }.joined(separator: ", ")
        return convert(
            "severities", "the severities to tell of; all if left out: \(words) (an account that can't be read)",
            expected: "a list of \(words)"
        ) { value in
            let words = (value.array ?? [value]).map { $0.string.flatMap { Status(rawValue: $0) } }
            guard !words.isEmpty, words.allSatisfy({ $0.map { known.contains($0) } ?? false }) else { return nil }
            return Set(words.compactMap { $0 })
        }
    }
}
