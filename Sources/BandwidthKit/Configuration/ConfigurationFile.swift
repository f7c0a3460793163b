/// A configuration file that is changed: entries are added and tokens replaced, and every other byte stays as it is.
package struct ConfigurationFile: Sendable {
    /// The path of the file.
    package let path: String

    /// What the file contained when it was read; `nil` if it didn't exist.
    private let original: [UInt8]?

    private var text: JSONText

    /// The text with all changes so far.
    package var bytes: [UInt8] { text.bytes }

    /// Whether it is a new file.
    package var isNew: Bool { original == nil }

    /// What a new file starts with.
    private static let empty = "{\n  \"providers\": [\n  ]\n}\n"

    /// Reads the file at a path, or starts a new one if there is none.
    ///
    /// - Throws: an error if it can't be read, or isn't a JSON object with a list of accounts.
    package init(_ path: String) throws(ConfigurationError) {
        self.path = path
        do throws(InputFile.Failure) {
            original = Array(try InputFile(path).data)
        } catch {
            guard error.isMissing else { throw ConfigurationError(path, error.description) }
            original = nil
        }
        text = JSONText(original ?? Array(Self.empty.utf8))
        let root = try root()
        guard let providers = root["providers"], providers.array != nil else {
            throw ConfigurationError(
                "providers",
                root["providers"] == nil ? "missing; add a list of accounts" : "expected a list of objects",
                file: path)
        }
    }

    private func root() throws(ConfigurationError) -> JSONValue {
        do {
            let root = try JSONParser(refusesDuplicates: true).parse(bytes)
            guard root.members != nil else {
                throw ConfigurationError("", "expected an object with the key 'providers'", file: path)
            }
            return root
        } catch let error as JSONSyntaxError {
            throw ConfigurationError("", "column \(error.column): \(error.reason)", file: path, line: error.line)
        } catch let error as ConfigurationError {
            throw error
        } catch {
            throw ConfigurationError(path, "\(error)")
        }
    }

    /// The entries of `providers`.
    package var accounts: [JSONValue] {
        (try? root())?["providers"]?.array ?? []
    }

    /// The names of the accounts; an entry without a name is called like its type.
    package var accountNames: [String] {
        accounts.map(\.entryName)
    }

    /// The names of the channels.
    package var channelNames: [String] {
        ((try? root())?["notify"]?.array ?? []).map(\.entryName)
    }

    /// The line of an account's setting, or of its entry if it doesn't have it.
    package func line(of key: String, ofAccount index: Int) -> Int? {
        text.line(of: [.key("providers"), .index(index), .key(key)])
            ?? text.line(of: [.key("providers"), .index(index)])
    }
}

// MARK: - Changes

extension ConfigurationFile {
    /// Sets a text of an account, in place if it has the setting.
    package mutating func set(_ key: String, ofAccount index: Int, to value: JSONValue) {
        let entry: [JSONText.Step] = [.key("providers"), .index(index)]
        guard accounts.indices.contains(index) else { return }
        if accounts[index][key] != nil {
            text.replace(entry + [.key(key)], with: value)
        } else {
            text.append(key, value, to: entry)
        }
    }

    /// Adds an account behind the others.
    package mutating func add(account entry: JSONValue) {
        text.append(entry, to: [.key("providers")])
    }

    /// Adds a channel behind the others.
    package mutating func add(channel entry: JSONValue) {
        if (try? root())?["notify"]?.array != nil {
            text.append(entry, to: [.key("notify")])
        } else {
            text.append("notify", .array([]), to: [])
            text.append(entry, to: [.key("notify")])
        }
    }

    /// Writes the file, readable by its owner only. What it contained stays beside it, in a file whose name ends in
    /// `.bak`.
    ///
    /// - Returns: the path of the copy; `nil` for a new file.
    /// - Throws: an error if the file was changed in the meantime, or can't be written. Then nothing has been changed.
    package func save() throws(ConfigurationError) -> String? {
        _ = try root()
        return try PrivateFile(path, was: original).replace(with: bytes)
    }
}

extension JSONValue {
    /// What an entry of a configuration is called.
    fileprivate var entryName: String {
        self["name"]?.string ?? self["type"]?.string ?? ""
    }
}
