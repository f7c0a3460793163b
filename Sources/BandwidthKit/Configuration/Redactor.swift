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
            patterns.insert(secret.percentEncoded())
            patterns.insert(secret.percentEncoded(spaceAsPlus: true))
            for pair in [secret] + identifiers.map({ "\($0):\(secret)" }) {
                patterns.insert(Data(pair.utf8).base64EncodedString())
            }
        }
        self.patterns = patterns.sorted { ($0.utf8.count, $1) > ($1.utf8.count, $0) }
    }

    /// The text with every secret in it, and the beginning of one at its very end, replaced.
    public func redact(_ text: String) -> String {
        var bytes = Array(text.utf8)
        let replacement = Array(Secret.redacted.utf8)
        var isChanged = false
        for pattern in patterns.map({ Array($0.utf8) }) {
            var index = 0
            while index + pattern.count <= bytes.count {
                if bytes[index] == pattern[0], bytes[index..<(index + pattern.count)].elementsEqual(pattern) {
                    bytes.replaceSubrange(index..<(index + pattern.count), with: replacement)
                    index += replacement.count
                    isChanged = true
                } else {
                    index += 1
                }
            }
            // A truncated answer may end inside a secret.
            for length in stride(from: min(pattern.count - 1, bytes.count), to: 5, by: -1)
            where bytes.suffix(length).elementsEqual(pattern.prefix(length)) {
                bytes.removeLast(length)
                bytes += replacement
                isChanged = true
                break
            }
        }
        return isChanged ? String(decoding: bytes, as: UTF8.self) : text
    }
}
