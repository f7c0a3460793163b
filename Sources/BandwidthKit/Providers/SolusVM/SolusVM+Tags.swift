extension SolusVM {
    /// A sequence of `<name>text</name>` without a root element, which no XML parser accepts.
    enum Tags {
        /// The texts by tag name; the first of a name counts. Empty ones are left out, as in the vendor's own module.
        /// `nil` for JSON, which some panels are said to return.
        static func members(of text: String) -> JSONValue? {
            if text.first(where: { !$0.isWhitespace }) == "{" { return nil }
            var members: [String: JSONValue] = [:]
            // This is far more than the relevant tags need.
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
