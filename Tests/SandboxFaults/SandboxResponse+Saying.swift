import BandwidthSandbox

extension SandboxResponse {
    /// The same refusal with another message, which replaces the longest text in its JSON or between its tags, or else
    /// its body.
    func saying(_ words: String) -> SandboxResponse {
        var response = self
        let text = String(decoding: body, as: UTF8.self)
        if let value = SandboxJSON(parsing: body) {
            let longest = value.strings.max { $0.count < $1.count }
            let changed = value.mapScalars {
                if case .string(longest) = $0 { .string(words) } else { $0 }
            }
            response.body = Array(changed.text.utf8)
        } else if let longest = text.matches(of: />([^<>]*)</).map(\.output.1).max(by: { $0.count < $1.count }) {
            response.body = Array((text[..<longest.startIndex] + words + text[longest.endIndex...]).utf8)
        } else {
            response.body = Array(words.utf8)
        }
        return response
    }
}

extension SandboxJSON {
    /// Every string in it that isn't a member's name.
    fileprivate var strings: [String] {
        switch self {
        case .string(let value): [value]
        case .array(let values): values.flatMap(\.strings)
        case .object(let members): members.flatMap(\.1.strings)
        case .null, .bool, .number: []
        }
    }
}
