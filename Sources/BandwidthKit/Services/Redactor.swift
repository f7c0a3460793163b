#if canImport(FoundationEssentials)
    import FoundationEssentials
#else
    import Foundation
#endif

/// Takes secrets out of text that came from outside or is about to go there.
///
/// Services echo what they were sent: a token in an error message, a form in a debug page. Looked for are each secret as it
/// is, as it stands in a URL, and in the base 64 of Basic authentication.
public struct Redactor: Sendable {
    private let patterns: [String]

    /// A redactor for these secrets.
    ///
    /// - Parameter identifiers: the user names that secrets are paired with in Basic authentication.
    public init(_ secrets: some Sequence<Secret>, identifiers: [String] = []) {
        var patterns: Set<String> = []
        for secret in secrets.map(\.revealed) where secret.utf8.count >= 4 {
            patterns.insert(secret)
            for pair in [secret] + identifiers.map({ "\($0):\(secret)" }) {
                patterns.insert(Data(pair.utf8).base64EncodedString())
            }
            // Most are written alike in a URL and in JSON.
            guard !secret.utf8.allSatisfy(\.isUnreserved) else { continue }
            patterns.insert(secret.percentEncoded())
            patterns.insert(secret.percentEncoded(spaceAsPlus: true))
            patterns.insert(secret.percentEncoded().lowercasedEscapes)
            // As JSON writes it, with and without the escaped slash of PHP.
            let quoted = secret.split(separator: "\\", omittingEmptySubsequences: false).joined(separator: "\\\\")
                .split(separator: "\"", omittingEmptySubsequences: false).joined(separator: "\\\"")
            patterns.insert(quoted)
            patterns.insert(quoted.split(separator: "/", omittingEmptySubsequences: false).joined(separator: "\\/"))
        }
        self.patterns = patterns.sorted { ($0.utf8.count, $1) > ($1.utf8.count, $0) }
    }

    /// So many first bytes of a secret are taken for the secret wherever they stand; at the end of a text six are.
    private static let telling = 16

    /// The text with every secret in it replaced, and every long beginning of one: answers and quotes are cut anywhere.
    public func redact(_ text: String) -> String {
        var bytes = Array(text.utf8)
        let replacement = Array(Secret.redacted.utf8)
        var isChanged = false
        for pattern in patterns.map({ Array($0.utf8) }) {
            var index = 0
            while index < bytes.count {
                guard bytes[index] == pattern[0] else {
                    index += 1
                    continue
                }
                let common = zip(bytes[index...], pattern).prefix { $0 == $1 }.count
                let isAtEnd = index + common == bytes.count && common >= 6
                if common == pattern.count || common >= Self.telling || isAtEnd {
                    bytes.replaceSubrange(index..<(index + common), with: replacement)
                    index += replacement.count
                    isChanged = true
                } else {
                    index += 1
                }
            }
        }
        return isChanged ? String(decoding: bytes, as: UTF8.self) : text
    }
}

extension String {
    /// Percent-encoding with small letters: `%2f`.
    fileprivate var lowercasedEscapes: String {
        var rest = 0
        return String(
            map { character in
                rest = character == "%" ? 3 : rest
                rest -= 1
                return rest >= 0 ? Character(character.lowercased()) : character
            })
    }
}
