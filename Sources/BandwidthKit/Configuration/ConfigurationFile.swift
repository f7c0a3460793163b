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
    /// One that is blank, or has no list of accounts, gets an empty one.
    ///
    /// - Throws: an error if it can't be read, or isn't a JSON object.
    package init(_ path: String) throws(ConfigurationError) {
        self.path = path
        do throws(InputFile.Failure) {
            original = try InputFile(path).bytes
        } catch {
            guard error.isMissing else { throw ConfigurationError(path, error.description) }
            original = nil
        }
        let isBlank = (original ?? []).allSatisfy { [9, 10, 13, 32].contains($0) }
        text = JSONText(isBlank ? Array(Self.empty.utf8) : original ?? [])
        let accounts = try root()[List.accounts.rawValue]
        addList(.accounts)
        guard accounts?.isNull != false || accounts?.array != nil else {
            throw ConfigurationError(List.accounts.rawValue, "expected a list of objects", file: path)
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

    /// A list of entries.
    package enum List: String, Sendable {
        case accounts = "providers"
        case channels = "notify"
    }

    /// The entries of a list.
    package func entries(of list: List) -> [JSONValue] {
        (try? root())?[list.rawValue]?.array ?? []
    }

    /// What the entries of a list are called; one without a name is called like its type.
    package func names(of list: List) -> [String] {
        entries(of: list).map { $0["name"]?.string ?? $0["type"]?.string ?? "" }
    }

    /// The line of an entry's setting, or of the entry if it doesn't have it.
    package func line(of key: String, in list: List, at index: Int) -> Int? {
        text.line(of: [.key(list.rawValue), .index(index), .key(key)])
            ?? text.line(of: [.key(list.rawValue), .index(index)])
    }
}

// MARK: - Changes

extension ConfigurationFile {
    /// Sets a setting of an entry, in place if the entry has it.
    package mutating func set(_ key: String, in list: List, at index: Int, to value: JSONValue) {
        let path: [JSONText.Step] = [.key(list.rawValue), .index(index)]
        let entries = entries(of: list)
        guard entries.indices.contains(index) else { return }
        if entries[index][key] != nil {
            text.replace(path + [.key(key)], with: value)
        } else {
            text.append(key, value, to: path)
        }
    }

    /// Adds an entry behind the others.
    package mutating func add(_ entry: JSONValue, to list: List) {
        addList(list)
        text.append(entry, to: [.key(list.rawValue)])
    }

    /// Adds a list unless there is one. Nothing, as `null`, becomes one.
    private mutating func addList(_ list: List) {
        guard let root = try? root() else { return }
        switch root[list.rawValue]?.isNull {
        case nil: text.append(list.rawValue, .array([]), to: [])
        case true?: text.replace([.key(list.rawValue)], with: .array([]))
        case false?: break
        }
    }

    /// Checks that the file can be written, as far as that can be known without changing anything.
    package func checkPlace() throws(ConfigurationError) {
        try PrivateFile(path, was: original).check()
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
