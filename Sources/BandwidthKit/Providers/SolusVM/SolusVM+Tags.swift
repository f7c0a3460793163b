extension SolusVM {
    /// A run of `<name>text</name>` without a root, which no XML parser takes.
    enum Tags {
        /// The texts by their names, the first of a name; empty ones are left out, as the vendor's own module does.
        /// `nil` for JSON, which some panels are said to answer.
        static func members(of text: String) -> JSONValue? {
            if text.first(where: { !$0.isWhitespace }) == "{" { return nil }
            var members: [String: JSONValue] = [:]
            // The tags that matter fit many times over.
            var pieces = text.prefix(1 << 16).split(separator: "<", omittingEmptySubsequences: false).dropFirst()
                .makeIterator()
            var opened: (name: Substring, text: Substring)?
            while let piece = pieces.next() {
                let end = piece.firstIndex(of: ">") ?? piece.endIndex
                let name = piece[..<end]
                if let (tag, text) = opened, !tag.isEmpty, name.dropFirst() == tag, name.first == "/", !text.isEmpty,
                    members[String(tag)] == nil
                {
                    members[String(tag)] = .string(unescaped(text))
                }
                opened = end < piece.endIndex ? (name, piece[piece.index(after: end)...]) : nil
            }
            return .object(members)
        }

        private static func unescaped(_ text: Substring) -> String {
            guard text.contains("&") else { return String(text) }
            let entities = [("&lt;", "<"), ("&gt;", ">"), ("&quot;", "\""), ("&#39;", "'"), ("&amp;", "&")]
            return entities.reduce(String(text)) {
                $0.split(separator: $1.0, omittingEmptySubsequences: false).joined(separator: $1.1)
            }
        }
    }
}
