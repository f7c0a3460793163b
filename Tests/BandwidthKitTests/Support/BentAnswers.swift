import BandwidthKit
import Foundation

/// Turns a valid answer into answers that no service should give; the same ones on every run.
///
/// If the answer is JSON, one to three of its values are replaced or left out, and its structure is kept. Otherwise,
/// and occasionally for JSON too, the text itself is cut or changed.
struct BentAnswers {
    private var random: SeededGenerator

    /// Texts that come back as if the service repeated them.
    private let echoes: [String]

    init(seed: UInt64, echoing echoes: [String] = []) {
        random = SeededGenerator(seed: seed)
        self.echoes = echoes
    }

    /// Replacements for a value, as JSON.
    private static let odd = [
        "null", "-1", "-9223372036854775809", "0", "0.5", "1.5", "1e400", "-1e-400", "9223372036854775807",
        "9223372036854775808", "123456789012345678901234567890", "1e30", "1e127", "true", "false", "\"\"", "\"abc\"",
        "\"12\"", "\"-12\"", "\"1e400\"", "\"NaN\"", "\"2026-02-30T25:61:61Z\"", "\"99999-01-01T00:00:00Z\"",
        "\"0001-01-01\"", "[]", "{}", "[[],[]]", "{\"a\":{\"a\":{}}}", "\"\\u0000\\u001b[2J\\u202e\"",
    ]

    /// Replacements for a whole body.
    private static let bodies = [
        "", " ", "null", "42", "\"text\"", "[]", "{}", "[{}]", "[null]", "{\"\":0}", "\u{FEFF}{}",
        "<!DOCTYPE html>\n<html><head><title>Sign in</title></head><body><p>a < b</p></body></html>",
        "<status>success</status><bw>,,,</bw>", "<bw>-1,2,3,4</bw><status>success</status>",
        String(repeating: "[", count: 2_000), String(repeating: "{\"a\":", count: 2_000),
        String(repeating: "<a>", count: 2_000),
    ]

    /// A body to replace this one.
    mutating func next(instead body: String) -> String {
        switch Int.random(in: 0..<16, using: &random) {
        case 0: return pick(Self.bodies)
        case 1: return String(body.prefix(Int.random(in: 0...body.count, using: &random)))
        case 2: return echoes.isEmpty ? body + body : "Error: \(pick(echoes)) is not known"
        default: break
        }
        guard let value = try? JSONParser().parse(Array(body.utf8)) else {
            return bendText(body)
        }
        var bent = value
        for _ in 0...Int.random(in: 0...2, using: &random) { bent = bend(bent) }
        return raw(bent.text)
    }

    /// Changes a value somewhere inside.
    private mutating func bend(_ value: JSONValue) -> JSONValue {
        switch value.content {
        case .object(let members):
            var members = members
            guard let index = members.indices.randomElement(using: &random), !isHere() else { return oddValue() }
            let member = members.remove(at: index)
            if !isHere() { members.insert(.init(member.key, bend(member.value)), at: index) }
            return .object(members)
        case .array(let elements):
            var elements = elements
            guard let index = elements.indices.randomElement(using: &random), !isHere() else { return oddValue() }
            elements[index] = bend(elements[index])
            return .array(elements)
        default:
            return oddValue()
        }
    }

    /// Once in ten times.
    private mutating func isHere() -> Bool {
        Int.random(in: 0..<10, using: &random) == 0
    }

    private mutating func oddValue() -> JSONValue {
        if !echoes.isEmpty, isHere() { return .string(pick(echoes)) }
        return .string("odd-\(Int.random(in: 0..<Self.odd.count, using: &random))-value")
    }

    /// Inserts the odd values, some of which no JSON value can represent.
    private func raw(_ text: String) -> String {
        let parts = text.split(separator: "\"odd-", omittingEmptySubsequences: false)
        return parts.dropFirst().reduce(String(parts.first ?? "")) { text, part in
            let end = part.firstRange(of: "-value\"")
            let index = end.flatMap { Int(part[..<$0.lowerBound]) } ?? 0
            return text + Self.odd[index] + part[(end?.upperBound ?? part.startIndex)...]
        }
    }

    /// Replaces a run of digits or letters with something odd.
    private mutating func bendText(_ text: String) -> String {
        let runs = text.split { !$0.isLetter && !$0.isNumber }
        guard let run = runs.randomElement(using: &random) else { return pick(Self.bodies) }
        let value = isHere() && !echoes.isEmpty ? pick(echoes) : pick(Self.odd)
        return text.replacingCharacters(in: run.startIndex..<run.endIndex, with: value)
    }

    private mutating func pick(_ values: [String]) -> String {
        values.randomElement(using: &random) ?? ""
    }
}
