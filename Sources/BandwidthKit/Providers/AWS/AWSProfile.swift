/// A profile of a credentials file of AWS
/// (https://docs.aws.amazon.com/sdkref/latest/guide/file-format.html).
///
/// The file has sections, `[name]`, with lines such as `key = value`. Lines that begin with `#` or `;` are comments;
/// indented lines belong to the value before them and are skipped. Errors give the number of a line and never quote it,
/// because it may contain a secret.
struct AWSProfile {
    /// The values by key in lower case.
    private(set) var values: [String: String] = [:]

    /// Why a file can't be used; meant to follow the file's name.
    struct Problem: Error, CustomStringConvertible {
        let description: String
    }

    /// Returns the profile with this name; `nil` if the file has none.
    init?(_ name: String, in text: String) throws(Problem) {
        var section: String?
        var sections: Set<String> = []
        let lines = text.split(omittingEmptySubsequences: false, whereSeparator: \.isNewline)
        for (index, line) in lines.enumerated() {
            let content = line.trimmed
            if content.isEmpty || content.hasPrefix("#") || content.hasPrefix(";") { continue }
            if content.hasPrefix("[") {
                guard content.hasSuffix("]"), content.count > 2 else {
                    throw Problem(description: "line \(index + 1): expected a section such as [default]")
                }
                let found = String(content.dropFirst().dropLast().trimmed)
                guard sections.insert(found).inserted else {
                    throw Problem(description: "line \(index + 1): duplicate section")
                }
                section = found
                continue
            }
            if section != nil, line.first?.isWhitespace == true { continue }
            guard section != nil, let end = content.firstIndex(where: { $0 == "=" || $0 == ":" }),
                end > content.startIndex
            else {
                throw Problem(
                    description: "line \(index + 1): expected 'key = value'" + (section == nil ? " in a section" : ""))
            }
            guard section == name else { continue }
            let key = content[..<end].trimmed.lowercased()
            guard values.updateValue(String(content[content.index(after: end)...].trimmed), forKey: key) == nil else {
                throw Problem(description: "line \(index + 1): duplicate key")
            }
        }
        guard sections.contains(name) else { return nil }
    }
}

extension Substring {
    /// The text without spaces and tabs at its ends.
    fileprivate var trimmed: Substring {
        var text = drop(while: \.isWhitespace)
        while text.last?.isWhitespace == true { text.removeLast() }
        return text
    }
}
