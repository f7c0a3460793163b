import BandwidthKit
import Foundation
import Testing

@Suite struct RedactorTests {
    private let redactor = Redactor([Secret("pass word/+1"), Secret("other-token")], identifiers: ["AC42"])

    @Test(arguments: [
        ("the token pass word/+1 is wrong", "the token [redacted] is wrong"),
        ("pass word/+1pass word/+1", "[redacted]"),
        ("PASS WORD/+1, %2f: pass%20word%2f%2b1", "[redacted], %2f: [redacted]"),
        ("?token=pass%20word%2F%2B1&x=1", "?token=[redacted]&x=1"),
        ("token=pass+word%2F%2B1", "token=[redacted]"),
        ("Basic QUM0MjpwYXNzIHdvcmQvKzE=", "Basic [redacted]"),
        ("Basic cGFzcyB3b3JkLysx", "Basic [redacted]"),
        ("Bearer other-token, pass word/+1", "Bearer [redacted], [redacted]"),
        ("nothing of the kind", "nothing of the kind"),
        ("", ""),
    ])
    func aSecretIsTakenOutInEveryForm(text: String, expected: String) {
        #expect(redactor.redact(text) == expected)
    }

    @Test(arguments: [
        ("cut off in the middle: other-toke", "cut off in the middle: [redacted]"),
        ("cut off: other-", "cut off: [redacted]"), ("cut off: other-…", "cut off: [redacted]…"),
        ("cut off: QUM0MjpwYXNzIHdvcm", "cut off: [redacted]"),
        ("a word like other", "a word like other"),
        ("other-toke and more", "other-toke and more"),
    ])
    func theBeginningOfASecretAtTheVeryEndIsTakenOut(text: String, expected: String) {
        #expect(redactor.redact(text) == expected)
    }

    @Test func aSecretInsideALongerOneLeavesNothingOfIt() {
        let redactor = Redactor([Secret("abcdef"), Secret("abcdefghij")])
        #expect(redactor.redact("x abcdefghij abcdef y") == "x [redacted] [redacted] y")
    }

    @Test func textThatOnlyLooksLikeOneCharacterIsFoundByItsBytes() {
        // A service may put a combining mark right behind the secret.
        #expect(!redactor.redact("other-token\u{301}!").contains("other-token"))
    }

    @Test func aSecretTooShortToTellFromWordsIsLeft() {
        #expect(Redactor([Secret("the"), Secret("")]).redact("the end") == "the end")
    }

    @Test func aPieceOfTwelveIsTakenOutWhereverItStands() {
        let token = (0..<20).map { "part\($0)-of-a-token" }.joined()
        let redactor = Redactor([Secret(token)])
        #expect(redactor.redact("found \"\(token.prefix(60))\"… and more") == "found \"[redacted]\"… and more")
        #expect(redactor.redact("found \"…\(token.dropFirst(33).prefix(12))…\"") == "found \"…[redacted]…\"")
        #expect(redactor.redact("part0-of-a- stays") == "part0-of-a- stays")
    }

    @Test(arguments: [#"ab\/cd\/ef"#, "ab%2fcd%2fef", "ab%2Fcd%2Fef", "ab/cd/ef"])
    func slashesAreFoundAsPHPAndOthersWriteThem(echo: String) {
        #expect(Redactor([Secret("ab/cd/ef")]).redact("bad key \(echo)!") == "bad key [redacted]!")
    }

    @Test func quotesAreFoundAsJSONWritesThem() {
        #expect(Redactor([Secret(#"pass"wo\rd"#)]).redact(#"{"echo":"pass\"wo\\rd"}"#) == #"{"echo":"[redacted]"}"#)
    }

    /// What a service may make of a secret, by other code than that under test.
    private static func encodings(of secret: String) throws -> [String] {
        let json = try [
            JSONSerialization.WritingOptions.fragmentsAllowed, [.fragmentsAllowed, .withoutEscapingSlashes],
        ]
        .map { String(decoding: try JSONSerialization.data(withJSONObject: secret, options: $0), as: UTF8.self) }
        let letters = (UInt8.min...126).map { Character(Unicode.Scalar($0)) }.filter { $0.isLetter || $0.isNumber }
        let unreserved = CharacterSet(charactersIn: String(letters) + "-._~")
        let slash = unreserved.union(CharacterSet(charactersIn: "/"))
        let percent = [unreserved, slash, CharacterSet.urlPathAllowed].compactMap {
            secret.addingPercentEncoding(withAllowedCharacters: $0)
        }
        func base64(_ text: String) -> String { Data(text.utf8).base64EncodedString() }
        func urlSafe(_ text: String) -> String {
            base64(text).replacing("+", with: "-").replacing("/", with: "_").replacing("=", with: "")
        }
        let hexadecimal = secret.utf8.map { String(format: "%02x", $0) }.joined()
        var forms = [secret, secret.uppercased(), hexadecimal, hexadecimal.uppercased()]
        forms += json.map { String($0.dropFirst().dropLast()) }
        forms += percent
        forms += percent.map { $0.lowercased() }
        forms += percent.prefix(1).map { $0.replacing("%20", with: "+") }
        for value in [secret, "AC42:\(secret)", "Bearer \(secret)"] { forms += [base64(value), urlSafe(value)] }
        // Deep in something else: what the bytes beside the secret decide is not of it.
        forms.append(String(base64("{\"token\":\"\(secret)\"}").dropFirst(15).dropLast(5)))
        forms.append(String(urlSafe("to:\(secret)").dropFirst(5).dropLast(2)))
        return forms
    }

    @Test(arguments: 1...8)
    func noPieceOfTwelveSurvivesInAnyEncoding(seed: UInt64) throws {
        var random = SeededGenerator(seed: seed)
        let alphabet = Array("abcXYZ0189-._~ /+\"\\%&=?éß😀'<>:")
        let secret = String(
            (0..<Int.random(in: 4...40, using: &random)).map { _ in alphabet.randomElement(using: &random) ?? "x" })
        let redactor = Redactor([Secret(secret)], identifiers: ["AC42"])
        let forms = try Self.encodings(of: secret)
        for form in forms.dropLast(2) {
            #expect(redactor.redact("found: \(form)| in it") == "found: [redacted]| in it")
        }
        for form in forms {
            let bytes = Array(form.utf8)
            for start in bytes.indices.dropLast(11) {
                let piece = bytes[start..<(start + 12)]
                let result = redactor.redact(String(decoding: Array("|".utf8) + piece + Array("|".utf8), as: UTF8.self))
                // A piece that cuts a character in two is no text any more, and nothing that can be used.
                guard String(validating: piece, as: UTF8.self) != nil else { continue }
                #expect(result == "|[redacted]|", "\(String(decoding: piece, as: UTF8.self)) of \(form)")
            }
        }
    }

    @Test(arguments: 1...8)
    func wordsThatOnlyLookAlikeSurvive(seed: UInt64) {
        var random = SeededGenerator(seed: seed)
        let alphabet = Array("abcdefghijklmnopqrstuvwxyz0123456789".utf8)
        func word(_ length: Int) -> [UInt8] { (0..<length).map { _ in alphabet.randomElement(using: &random) ?? 0 } }
        let secret = word(64)
        let redactor = Redactor([Secret(String(decoding: secret, as: UTF8.self))], identifiers: ["AC42"])
        for _ in 0..<50 {
            let start = Int.random(in: 0...53, using: &random)
            let text =
                "\(String(decoding: secret[start..<(start + 11)], as: UTF8.self)) \(String(decoding: word(40), as: UTF8.self))"
            #expect(redactor.redact(text) == text)
        }
        var changed = secret
        for index in stride(from: 5, to: 64, by: 12) { changed[index] = UInt8(ascii: "*") }
        let text = String(decoding: changed, as: UTF8.self)
        #expect(redactor.redact(text + " ") == text + " ")
    }

    @Test func aHeadersValueIsFoundInBase64() {
        let redactor = Redactor([Secret("example-token-0123456789")])
        let value = Data("Bearer example-token-0123456789".utf8).base64EncodedString()
        #expect(redactor.redact("authorization: \(value)!") == "authorization: [redacted]!")
    }

    /// Quadratic, each of these would take minutes.
    @Test(
        .timeLimit(.minutes(1)),
        arguments: [
            "example-token", String(repeating: "a", count: 4000),
            String(repeating: "ab", count: 2000) + "/",
        ])
    func aTextFullOfSecretsTakesOnePass(token: String) {
        let redactor = Redactor([Secret(token)])
        let text = String(repeating: token, count: 400_000 / token.utf8.count)
        #expect(redactor.redact(text) == "[redacted]")
        let cut = String(repeating: "\(token.dropLast(token.count - 11)) ", count: 30_000)
        #expect(redactor.redact(cut) == cut)
    }
}
