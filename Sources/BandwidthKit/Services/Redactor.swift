import Synchronization

/// Takes secrets out of text that came from outside or is about to go there.
///
/// Services echo what they were sent: a token in an error message, a form in a debug page, a header in base64. A piece of
/// `tellingLength` bytes of any form of a secret (`SecretForms`) is taken out wherever it is, whatever the case of its
/// letters; a shorter form only whole. At the very end of a text the first `endingLength` bytes of a form are enough, since
/// answers and quotes are cut anywhere; an ellipsis may follow.
public struct Redactor: Sendable {
    /// So many bytes of a secret are taken for the secret.
    static let tellingLength = 12

    /// So many at the very end of a text, if they are the beginning of the secret.
    static let endingLength = 6

    private let matcher: Matcher

    /// A redactor for these secrets.
    ///
    /// - Parameter identifiers: the user names that secrets are paired with in Basic authentication.
    public init(_ secrets: some Sequence<Secret>, identifiers: [String] = []) {
        matcher = Matcher(secrets.map(\.revealed), identifiers)
    }

    /// The text with every secret and every telling piece of one replaced, in time linear in the text.
    public func redact(_ text: String) -> String {
        let bytes = Array(text.utf8)
        guard let covered = matcher.covered(in: bytes) else { return text }
        let replacement = Array(Secret.redacted.utf8)
        var result: [UInt8] = []
        result.reserveCapacity(bytes.count)
        for index in bytes.indices {
            if !covered[index] {
                result.append(bytes[index])
            } else if index == 0 || !covered[index - 1] {
                result += replacement
            }
        }
        return String(decoding: result, as: UTF8.self)
    }
}

extension Redactor {
    /// Finds the forms of some secrets. What it looks them up in is made when the first text is long enough to hold one.
    private final class Matcher: Sendable {
        private let secrets: [String]
        private let identifiers: [String]
        private let shortest: Int
        private let lookup = Mutex<Lookup?>(nil)

        init(_ secrets: [String], _ identifiers: [String]) {
            // What is shorter than four bytes can't be told from words.
            self.secrets = secrets.filter { $0.utf8.count >= 4 }
            self.identifiers = identifiers
            shortest = min(self.secrets.map(\.utf8.count).min() ?? .max, Redactor.endingLength)
        }

        /// Which bytes of a text belong to a secret; `nil`: none.
        func covered(in text: [UInt8]) -> [Bool]? {
            guard !secrets.isEmpty, text.count >= shortest else { return nil }
            let lookup = lookup.withLock { made in
                if let made { return made }
                let new = Lookup(SecretForms(of: secrets, identifiers: identifiers).folded)
                made = new
                return new
            }
            return lookup.covered(in: text.map(\.folded))
        }
    }

    /// Everything that is looked for, by its length.
    private struct Lookup {
        private let pieces: [PieceTable]

        /// The beginnings of all forms, as long as a piece that isn't found anyway.
        private let beginnings: [[UInt8]]

        init(_ forms: Set<[UInt8]>) {
            let byLength = Dictionary(grouping: forms) { min($0.count, Redactor.tellingLength) }
            pieces = byLength.map { PieceTable(length: $0.key, of: $0.value) }
            beginnings = Array(Set(forms.map { Array($0.prefix(Redactor.tellingLength - 1)) }))
        }

        func covered(in text: [UInt8]) -> [Bool]? {
            var covered: [Bool] = []
            for table in pieces { table.mark(in: text, &covered) }
            // What is cut off is often marked so.
            let end = text.suffix(3).elementsEqual("…".utf8) ? text.dropLast(3) : text[...]
            let ending = beginnings.map { end.endingLength(of: $0) }.max() ?? 0
            if ending > 0 {
                if covered.isEmpty { covered = Array(repeating: false, count: text.count) }
                for index in (end.count - ending)..<end.count { covered[index] = true }
            }
            return covered.isEmpty ? nil : covered
        }
    }
}

extension ArraySlice<UInt8> {
    /// How many bytes at the end of this text are the beginning of `form`; 0 where they are too few to tell.
    fileprivate func endingLength(of form: [UInt8]) -> Int {
        guard form.count >= Redactor.endingLength, count >= Redactor.endingLength else { return 0 }
        for length in (Redactor.endingLength...Swift.min(form.count, count)).reversed()
        where suffix(length).elementsEqual(form.prefix(length)) {
            return length
        }
        return 0
    }
}
