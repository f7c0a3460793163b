import Foundation
import Testing

@testable import BandwidthKit

@Suite struct JSONSyntaxTests {
    @Test(arguments: [
        ("{", "line 1, column 2: expected a key in double quotes"),
        ("{\n  \"a\": 1\n  \"b\": 2\n}", "line 3, column 3: expected ',' or '}'"),
        ("{ \"a\": 1, }", "line 1, column 11: a comma too many"),
        ("[1, 2,]", "line 1, column 7: a comma too many"),
        ("[1 2]", "line 1, column 4: expected ',' or ']'"),
        ("{ \"a\" 1 }", "line 1, column 7: expected ':'"),
        ("{ a: 1 }", "line 1, column 3: expected a key in double quotes"),
        ("{ 'a': 1 }", "line 1, column 3: expected a key in double quotes"),
        ("{ \"a\": }", "line 1, column 8: expected a value"),
        ("{ \"a\": ", "line 1, column 8: the text ends too early"),
        ("{ \"a\": \"b", "line 1, column 10: quotes are not closed"),
        ("{ \"a\": \"b\\", "line 1, column 11: quotes are not closed"),
        ("{ \"a\": \"b\n\" }", "line 1, column 10: a line break or control character inside quotes"),
        ("{} {}", "line 1, column 4: something follows behind the end"),
        (
            "{ \"a\": linode }",
            "line 1, column 8: expected a value; text must stand in double quotes, and JSON has no comments"
        ),
        (
            "{\n  // comment\n  \"a\": 1\n}", "line 2, column 3: expected a key in double quotes"
        ),
        (
            "[1, // comment\n2]",
            "line 1, column 5: expected a value; text must stand in double quotes, and JSON has no comments"
        ),
        (
            "[True]",
            "line 1, column 2: expected a value; text must stand in double quotes, and JSON has no comments"
        ),
        // What some parsers read as numbers, but JSON has not.
        ("[01]", "line 1, column 2: expected a value; text must stand in double quotes, and JSON has no comments"),
        ("[0x10]", "line 1, column 2: expected a value; text must stand in double quotes, and JSON has no comments"),
        ("[.5]", "line 1, column 2: expected a value; text must stand in double quotes, and JSON has no comments"),
        ("[5.]", "line 1, column 2: expected a value; text must stand in double quotes, and JSON has no comments"),
        ("[-]", "line 1, column 2: expected a value; text must stand in double quotes, and JSON has no comments"),
        ("[-nan]", "line 1, column 2: expected a value; text must stand in double quotes, and JSON has no comments"),
        // Columns count characters, not bytes.
        (
            "{ \"größe\": 日 }",
            "line 1, column 12: expected a value; text must stand in double quotes, and JSON has no comments"
        ),
    ])
    func thePlaceAndTheReasonAreTold(text: String, expected: String) {
        #expect(JSONSyntax.problem(in: Data(text.utf8)) == expected)
    }

    @Test func whatIsNestedTooDeeplyEndsInAnError() {
        let text = String(repeating: "[", count: 200_000)
        #expect(JSONSyntax.problem(in: Data(text.utf8)) == "line 1, column 501: nested too deeply")
    }

    @Test func noBytesTrap() {
        var random = SeededGenerator(seed: 7)
        let alphabet = Array("{}[]\":,\\ \n01-.eatnl\u{0}".utf8) + [0xC3, 0xFF]
        for _ in 0..<1_000 {
            let bytes = (0..<Int.random(in: 0..<30, using: &random)).map { _ in
                alphabet[Int.random(in: 0..<alphabet.count, using: &random)]
            }
            #expect(JSONSyntax.problem(in: Data(bytes)).hasPrefix("line "))
        }
    }
}
