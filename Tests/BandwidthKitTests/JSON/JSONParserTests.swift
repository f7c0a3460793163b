import Foundation
import Testing

@testable import BandwidthKit

@Suite struct JSONParserTests {
    private func problem(in text: [UInt8]) -> String? {
        do {
            _ = try JSONParser(refusesDuplicates: true).parse(text)
            return nil
        } catch {
            return error.description
        }
    }

    @Test func valuesKnowTheirLines() throws {
        let value = try JSONParser().parse(Array("\u{FEFF}{\n  \"a\": [1,\n 2.50],\n  \"b\":\n null\n}".utf8))
        #expect(value.line == 1)
        #expect(value.members?.map(\.key) == ["a", "b"])
        #expect(value.members?.map(\.line) == [2, 4])
        #expect(value["a"]?.array?.map(\.line) == [2, 3])
        #expect(value["b"]?.line == 5)
        #expect(value == ["a": [1, .number(try decimal("2.5"))], "b": .null], "lines are no part of the value")
    }

    @Test(arguments: [
        (#""a\u00e9\ud83d\ude00\n\/\\\"\t""#, "aé😀\n/\\\"\t"), (#""\ud83d""#, "\u{FFFD}"), ("\"\u{E9}\"", "é"),
        ("\"\"", ""),
    ])
    func stringsAreUnescaped(text: String, expected: String) throws {
        #expect(try JSONParser().parse(Array(text.utf8)).string == expected)
    }

    @Test(arguments: [
        ("0", "0"), ("-0.5", "-0.5"), ("9223372036854775807", "9223372036854775807"), ("1e3", "1000"),
        ("12345678901234567890.123456789", "12345678901234567890.123456789"), ("2E-2", "0.02"),
    ])
    func numbersAreExact(text: String, expected: String) throws {
        #expect(try JSONParser().parse(Array(text.utf8)).number == decimal(expected))
    }

    @Test func aKeySpelledWithEscapesIsADuplicateAllTheSame() throws {
        #expect(problem(in: Array(#"{"token": 1, "t\u006fken": 2}"#.utf8)) == "line 1, column 14: duplicate key")
        #expect(try JSONParser().parse(Array(#"{"a": 1, "a": 2}"#.utf8)) == ["a": 1])
    }

    @Test func moreValuesThanAnyAnswerHasAreRefused() {
        let text = "[" + String(repeating: "0,", count: JSONParser.maximumCount) + "0]"
        #expect(problem(in: Array(text.utf8))?.hasSuffix("more than 1000000 values") == true)
        #expect(throws: JSONSyntaxError.self) { try JSONParser().check(Array(text.utf8)) }
    }

    @Test func whatNobodyWantsAnyMoreIsGivenUp() {
        let asked = Recorder<Bool>()
        let parser = JSONParser(isCancelled: {
            asked.append(true)
            return asked.values.count == 3
        })
        let text = "[" + String(repeating: "0,", count: 20_000) + "0]"
        let error = #expect(throws: JSONSyntaxError.self) { try parser.check(Array(text.utf8)) }
        #expect(error?.reason == "given up")
        #expect(asked.values.count == 3)
        #expect((error?.column ?? 0) < 2 * 3 * JSONParser.valuesBetweenQuestions + 2)
    }

    /// To hash or compare a string, the standard library takes time quadratic in such a run.
    @Test(.timeLimit(.minutes(1)), arguments: ["\u{301}\u{316}", #"\u0301\u0316"#])
    func aLongRunOfCombiningMarksIsRefused(marks: String) throws {
        let run = String(repeating: marks, count: 20_000)
        for text in ["{\"\(run)\": 1, \"\(run)x\": 2}", "[\"a\(run)\"]"] {
            #expect(problem(in: Array(text.utf8))?.hasSuffix("more than 30 combining marks in a row") == true)
            #expect(throws: JSONSyntaxError.self) { try JSONParser().check(Array(text.utf8)) }
        }
        let fine = "\"a\(String(repeating: marks, count: 15))b\(marks)\""
        #expect(try JSONParser().parse(Array(fine.utf8)).string?.unicodeScalars.count == 34)
    }

    @Test func checkingAndParsingAgree() throws {
        var random = SeededGenerator(seed: 8)
        let alphabet = Array("{}[]\":,1 e".utf8)
        for _ in 0..<2_000 {
            let bytes = (0..<Int.random(in: 1..<12, using: &random)).map { _ in
                alphabet[Int.random(in: 0..<alphabet.count, using: &random)]
            }
            #expect((try? JSONParser().parse(bytes)) != nil || (try? JSONParser().check(bytes)) == nil)
            #expect((try? JSONParser().parse(bytes)) == nil || (try? JSONParser().check(bytes)) != nil)
        }
    }

    @Test(arguments: [
        ("{", "line 1, column 2: expected a key in double quotes"),
        ("{\n  \"a\": 1\n  \"b\": 2\n}", "line 3, column 3: expected ',' or '}'"),
        ("{ \"a\": 1, }", "line 1, column 11: trailing comma"),
        ("[1, 2,]", "line 1, column 7: trailing comma"),
        ("[1 2]", "line 1, column 4: expected ',' or ']'"),
        ("{ \"a\" 1 }", "line 1, column 7: expected ':'"),
        ("{ a: 1 }", "line 1, column 3: expected a key in double quotes"),
        ("{ 'a': 1 }", "line 1, column 3: expected a key in double quotes"),
        ("{ \"a\": }", "line 1, column 8: expected a value"),
        ("{ \"a\": ", "line 1, column 8: unexpected end of the text"),
        ("{ \"a\": \"b", "line 1, column 10: string without a closing quote"),
        ("{ \"a\": \"b\\", "line 1, column 11: string without a closing quote"),
        ("{ \"a\": \"b\n\" }", "line 1, column 10: line break or control character in a string"),
        ("{} {}", "line 1, column 4: unexpected text after the end"),
        (
            "{ \"a\": linode }",
            "line 1, column 8: expected a value; strings need double quotes, and JSON has no comments"
        ),
        (
            "{\n  // comment\n  \"a\": 1\n}", "line 2, column 3: expected a key in double quotes"
        ),
        (
            "[1, // comment\n2]",
            "line 1, column 5: expected a value; strings need double quotes, and JSON has no comments"
        ),
        (
            "[True]",
            "line 1, column 2: expected a value; strings need double quotes, and JSON has no comments"
        ),
        // What some parsers accept as numbers, but JSON doesn't.
        ("[01]", "line 1, column 2: expected a value; strings need double quotes, and JSON has no comments"),
        ("[0x10]", "line 1, column 2: expected a value; strings need double quotes, and JSON has no comments"),
        ("[.5]", "line 1, column 2: expected a value; strings need double quotes, and JSON has no comments"),
        ("[5.]", "line 1, column 2: expected a value; strings need double quotes, and JSON has no comments"),
        ("[-]", "line 1, column 2: expected a value; strings need double quotes, and JSON has no comments"),
        ("[-nan]", "line 1, column 2: expected a value; strings need double quotes, and JSON has no comments"),
        // Columns count characters, not bytes.
        (
            "{ \"größe\": 日 }",
            "line 1, column 12: expected a value; strings need double quotes, and JSON has no comments"
        ),
    ])
    func thePlaceAndTheReasonAreTold(text: String, expected: String) {
        #expect(problem(in: Array(text.utf8)) == expected)
    }

    @Test func whatIsNestedTooDeeplyEndsInAnError() {
        let text = String(repeating: "[", count: 200_000)
        #expect(problem(in: Array(text.utf8)) == "line 1, column 65: nested more than 64 levels deep")
    }

    @Test func noBytesTrap() {
        var random = SeededGenerator(seed: 7)
        let alphabet = Array("{}[]\":,\\ \n01-.eatnl\u{0}".utf8) + [0xC3, 0xFF]
        for _ in 0..<1_000 {
            let bytes = (0..<Int.random(in: 0..<30, using: &random)).map { _ in
                alphabet[Int.random(in: 0..<alphabet.count, using: &random)]
            }
            #expect(problem(in: bytes)?.hasPrefix("line ") ?? true)
        }
    }
}
