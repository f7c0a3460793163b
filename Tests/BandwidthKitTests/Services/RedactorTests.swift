import BandwidthKit
import Foundation
import Testing

@Suite struct RedactorTests {
    private let redactor = Redactor([Secret("pass word/+1"), Secret("other-token")], identifiers: ["AC42"])

    @Test(arguments: [
        ("the token pass word/+1 is wrong", "the token [redacted] is wrong"),
        ("pass word/+1pass word/+1", "[redacted][redacted]"),
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
        ("cut off: other-", "cut off: [redacted]"),
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

    @Test func aLongBeginningOfASecretIsTakenOutWhereverItStands() {
        let token = (0..<20).map { "part\($0)-of-a-token" }.joined()
        let redactor = Redactor([Secret(token)])
        #expect(redactor.redact("found \"\(token.prefix(60))\"… and more") == "found \"[redacted]\"… and more")
        #expect(redactor.redact("part0-of-a-t stays") == "part0-of-a-t stays")
    }

    @Test(arguments: [#"ab\/cd\/ef"#, "ab%2fcd%2fef", "ab%2Fcd%2Fef", "ab/cd/ef"])
    func slashesAreFoundAsPHPAndOthersWriteThem(echo: String) {
        #expect(Redactor([Secret("ab/cd/ef")]).redact("bad key \(echo)!") == "bad key [redacted]!")
    }

    @Test func quotesAreFoundAsJSONWritesThem() {
        #expect(Redactor([Secret(#"pass"wo\rd"#)]).redact(#"{"echo":"pass\"wo\\rd"}"#) == #"{"echo":"[redacted]"}"#)
    }
}
