import Foundation
import Testing

@testable import BandwidthKit

/// Changing a JSON text without touching the rest of it.
@Suite struct JSONTextTests {
    private func changed(_ text: String, _ change: (inout JSONText) -> Void) throws -> String {
        _ = try JSONParser(refusesDuplicates: true).parse(Array(text.utf8))
        var json = JSONText(Array(text.utf8))
        change(&json)
        _ = try JSONParser(refusesDuplicates: true).parse(json.bytes)
        return String(decoding: json.bytes, as: UTF8.self)
    }

    private let token: [JSONText.Step] = [.key("providers"), .index(1), .key("token")]

    @Test(arguments: [
        (#"{"providers":[{},{"token":"OLD"}]}"#, #"{"providers":[{},{"token":"new"}]}"#),
        (
            "\u{FEFF}{\r\n\t\"//\" : \"{[\\\"\\\\\",\r\n \"providers\" : [ { \"x\": [[], {}] },\t{ \"a\": -1.5e3 , \"token\" :  \"O]\\\"LD\" } ]\r\n}\r\n\r\n",
            "\u{FEFF}{\r\n\t\"//\" : \"{[\\\"\\\\\",\r\n \"providers\" : [ { \"x\": [[], {}] },\t{ \"a\": -1.5e3 , \"token\" :  \"new\" } ]\r\n}\r\n\r\n"
        ),
        (
            #"{"token":"a","providers":[{"token":"b"},{"to\u006ben":null,"x":true}]}"#,
            #"{"token":"a","providers":[{"token":"b"},{"to\u006ben":"new","x":true}]}"#
        ),
        (
            #"{"providers":[5,{"token":{"env":"X"}}]}"#, #"{"providers":[5,{"token":"new"}]}"#
        ),
    ])
    func aValueIsReplacedAndNothingElse(before: String, after: String) throws {
        #expect(try changed(before) { $0.replace(token, with: "new") } == after)
    }

    @Test(arguments: [
        #"{}"#, #"[]"#, #""providers""#, #"{"providers":5}"#, #"{"providers":[{"token":"x"}]}"#,
        #"{"providers":{"token":"x"}}"#,
    ])
    func whatIsNotThereIsNotReplaced(text: String) throws {
        #expect(try changed(text) { $0.replace(token, with: "new") } == text)
    }

    @Test func whatIsQuotedIsEscaped() throws {
        let text = try changed(#"{"providers":[{},{"token":""}]}"#) { $0.replace(token, with: "a\"\\\u{1}é/") }
        let value = try JSONParser().parse(Array(text.utf8))
        #expect(value["providers"]?.array?[1]["token"]?.string == "a\"\\\u{1}é/")
    }

    @Test(arguments: [
        // As the last one is written: on a line of its own, or behind it.
        ("{\n  \"a\": [\n    1,\n    2\n  ]\n}\n", "{\n  \"a\": [\n    1,\n    2,\n    { \"x\": 3 }\n  ]\n}\n"),
        ("{\r\n\t\"a\": [\r\n\t\t1\r\n\t]\r\n}", "{\r\n\t\"a\": [\r\n\t\t1,\r\n\t\t{ \"x\": 3 }\r\n\t]\r\n}"),
        ("{ \"a\": [1, 2] }", "{ \"a\": [1, 2, { \"x\": 3 }] }"),
        ("{\n \"a\": [1,\n  2 ]\n}", "{\n \"a\": [1,\n  2,\n  { \"x\": 3 } ]\n}"),
        ("{\n  \"a\": []\n}\n", "{\n  \"a\": [\n    { \"x\": 3 }\n  ]\n}\n"),
        ("{\n  \"a\": [\n  ]\n}\n", "{\n  \"a\": [\n    { \"x\": 3 }\n  ]\n}\n"),
        (
            "{\n  \"a\": [\n    {\n      \"b\": 1\n    }\n  ]\n}",
            "{\n  \"a\": [\n    {\n      \"b\": 1\n    },\n    { \"x\": 3 }\n  ]\n}"
        ),
    ])
    func anElementIsAddedAsTheOthersAreWritten(before: String, after: String) throws {
        #expect(try changed(before) { $0.append(["x": 3], to: [.key("a")]) } == after)
    }

    @Test(arguments: [
        ("{ \"a\": [{ \"b\": 1 }] }", "{ \"a\": [{ \"b\": 1, \"k\": \"v\" }] }"),
        ("{ \"a\": [{}] }", "{ \"a\": [{ \"k\": \"v\" }] }"),
        ("{ \"a\": [{\n  \"b\": 1\n}] }", "{ \"a\": [{\n  \"b\": 1,\n  \"k\": \"v\"\n}] }"),
    ])
    func aMemberIsAddedAsTheOthersAreWritten(before: String, after: String) throws {
        #expect(try changed(before) { $0.append("k", "v", to: [.key("a"), .index(0)]) } == after)
    }

    @Test func aMemberOfTheWholeGetsALineOfItsOwn() throws {
        let text = "{\n  \"providers\": []\n}\n"
        #expect(
            try changed(text) { $0.append("notify", [], to: []) } == "{\n  \"providers\": [],\n  \"notify\": []\n}\n")
        #expect(try changed("{}") { $0.append("notify", [], to: []) } == "{\n  \"notify\": []\n}")
    }

    @Test func aValueKnowsItsLine() {
        let text = JSONText(Array("{\n\"a\": [\n1,\n\n2 ] }".utf8))
        #expect(text.line(of: []) == 1)
        #expect(text.line(of: [.key("a")]) == 2)
        #expect(text.line(of: [.key("a"), .index(1)]) == 5)
        #expect(text.line(of: [.key("a"), .index(2)]) == nil)
    }

    @Test func everyValueOfTheExampleFileCanBeReplaced() throws {
        let top = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
            .deletingLastPathComponent().deletingLastPathComponent()
        let bytes = Array(try Data(contentsOf: top.appending(path: "providers.example.json")))
        let whole = try JSONParser().parse(bytes)
        func paths(_ value: JSONValue, _ path: [JSONText.Step]) -> [[JSONText.Step]] {
            let inner =
                (value.members ?? []).flatMap { paths($0.value, path + [.key($0.key)]) }
                + (value.array ?? []).enumerated().flatMap { paths($1, path + [.index($0)]) }
            return [path] + inner
        }
        let all = paths(whole, [])
        #expect(all.count > 100)
        for path in all {
            var text = JSONText(bytes)
            text.replace(path, with: "replaced")
            let changed = try JSONParser().parse(text.bytes)
            let found = path.reduce(Optional(changed)) { value, step in
                switch step {
                case .key(let key): value?[key]
                case .index(let index): value?.array?[index]
                }
            }
            #expect(found?.string == "replaced")
        }
    }
}
