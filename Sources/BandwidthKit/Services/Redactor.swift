import Synchronization

/// Redacts secrets from text that comes from outside or is about to be sent or printed.
///
/// Services echo what they are sent: a token in an error message, a form in a debug page, a header in base64. Any
/// `tellingLength` consecutive bytes of any form of a secret (`SecretForms`) are redacted wherever they appear, in
/// upper or lower case; a shorter form is redacted only as a whole. At the end of a text, the first `endingLength`
/// bytes of a form are enough, because answers and excerpts may be cut off anywhere; an ellipsis may follow.
public struct Redactor: Sendable {
    /// The number of consecutive bytes of a secret that are redacted anywhere in a text.
    static let tellingLength = 12

    /// The number of bytes from the start of a secret that are redacted at the end of a text.
    static let endingLength = 6

    private let matcher: Matcher

    /// Creates a redactor for these secrets.
    ///
    /// - Parameter identifiers: the user names that secrets are sent with in Basic authentication.
    public init(_ secrets: some Sequence<Secret>, identifiers: [String] = []) {
        matcher = Matcher(secrets.map(\.revealed), identifiers)
    }

    /// Redacts another secret from now on, in every copy of this redactor: some services issue tokens during a run.
    func add(_ secret: Secret) {
        matcher.add(secret.revealed)
    }

    /// Returns the text with each secret, and each recognizable piece of one, replaced, in time linear in its length.
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
    /// Finds the forms of some secrets. The lookup table is created when the first text is long enough to contain one.
    private final class Matcher: Sendable {
        private let identifiers: [String]
        private let state: Mutex<State>

        private struct State {
            var secrets: [String]
            var lookup: Lookup?
        }

        init(_ secrets: [String], _ identifiers: [String]) {
            self.identifiers = identifiers
            state = Mutex(State(secrets: secrets.filter(Self.canBeFound)))
        }

        /// Secrets shorter than four bytes can't be told apart from ordinary words.
        private static func canBeFound(_ secret: String) -> Bool {
            secret.utf8.count >= 4
        }

        func add(_ secret: String) {
            guard Self.canBeFound(secret) else { return }
            state.withLock { state in
                guard !state.secrets.contains(secret) else { return }
                state = State(secrets: state.secrets + [secret])
            }
        }

        /// Returns which bytes of a text belong to a secret, or `nil` if none do.
        func covered(in text: [UInt8]) -> [Bool]? {
            let lookup = state.withLock { state -> Lookup? in
                let shortest = min(state.secrets.map(\.utf8.count).min() ?? .max, Redactor.endingLength)
                guard !state.secrets.isEmpty, text.count >= shortest else { return nil }
                if let made = state.lookup { return made }
                let new = Lookup(SecretForms(of: state.secrets, identifiers: identifiers).folded)
                state.lookup = new
                return new
            }
            return lookup?.covered(in: text.map(\.folded))
        }
    }

    /// The pieces to search for, grouped by length.
    private struct Lookup {
        private let pieces: [PieceTable]

        /// The start of each form, one byte shorter than a piece that `pieces` would find.
        private let beginnings: [[UInt8]]

        init(_ forms: Set<[UInt8]>) {
            let byLength = Dictionary(grouping: forms) { min($0.count, Redactor.tellingLength) }
            pieces = byLength.map { PieceTable(length: $0.key, of: $0.value) }
            beginnings = Array(Set(forms.map { Array($0.prefix(Redactor.tellingLength - 1)) }))
        }

        func covered(in text: [UInt8]) -> [Bool]? {
            var covered: [Bool] = []
            for table in pieces { table.mark(in: text, &covered) }
            // Text that was cut off often ends with an ellipsis.
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
    /// The number of bytes at the end of this text that are the start of `form`; 0 if fewer than `endingLength`.
    fileprivate func endingLength(of form: [UInt8]) -> Int {
        guard form.count >= Redactor.endingLength, count >= Redactor.endingLength else { return 0 }
        for length in (Redactor.endingLength...Swift.min(form.count, count)).reversed()
        where suffix(length).elementsEqual(form.prefix(length)) {
            return length
        }
        return 0
    }
}
