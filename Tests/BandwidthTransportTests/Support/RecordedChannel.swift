import BandwidthSandbox
import Foundation
import Testing

/// A notifier's recorded messages, as the sandbox can replay them: it accepts every body from whoever has the secret.
///
/// The answers are those of the file for a crossing; a wrong secret is refused with the first recorded refusal that speaks
/// of one. The secret is in the path, in a header, or in the body. A notifier that runs a program runs `cat`, which takes
/// every message.
struct RecordedChannel {
    let kind: String

    private static let root = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
        .deletingLastPathComponent().appending(path: "BandwidthKitTests/Messages")

    /// Every notifier that has no service of its own in the sandbox.
    static var all: [RecordedChannel] {
        get throws {
            try FileManager.default.contentsOfDirectory(atPath: root.path()).sorted().map { RecordedChannel(kind: $0) }
                .filter { $0.kind != "twilio" && $0.has("channel.json") }
        }
    }

    /// The channel as one text, in the format that `Recording.all(in:)` parses.
    var text: String {
        get throws {
            let entry = try file("channel.json").split(separator: "\n").map { $0.trimmingCharacters(in: .whitespaces) }
                .joined(separator: " ")
            guard has("crossed.http") else {
                return "==> \(kind)/channel.json\n\(Self.harmless(entry))\n"
            }
            let exchanges = try exchanges(secrets: Self.secrets(in: entry)).enumerated().map { index, text in
                "==> \(kind)/\(index + 1)-message.http\n\(text)\n"
            }
            return "==> \(kind)/channel.json\n\(Self.replayed(entry))\n" + exchanges.joined()
                + "==> \(kind)/refusal\n\(try refusal)\n"
        }
    }

    /// The requests of the file for a crossing, each with only what it must contain, and their answers.
    private func exchanges(secrets: [Substring]) throws -> [String] {
        let parts = try file("crossed.http").split(separator: "\n--> ")[0].split(separator: "HTTP/1.1 ")
        // Each part but the first is an answer, and the request that follows it.
        var request = parts[0], exchanges: [String] = []
        for part in parts.dropFirst() {
            let next = ["\nGET ", "\nPOST "].compactMap { part.range(of: $0)?.lowerBound }.min() ?? part.endIndex
            let answer = "HTTP/1.1 " + part[..<next].trimmingCharacters(in: .newlines)
            let lines = request.split(separator: "\n", omittingEmptySubsequences: false).drop(while: \.isEmpty)
            let head = lines.prefix { !$0.isEmpty }
            let needed = [head[head.startIndex]] + head.filter { $0.hasPrefix("authorization: ") }
            let body = lines.dropFirst(head.count).joined(separator: "\n")
            let secret = secrets.first { body.contains($0) }.map { "…\($0)\n\n" } ?? ""
            exchanges.append(needed.joined(separator: "\n") + "\n\n" + secret + answer)
            request = part[next...]
        }
        return exchanges
    }

    private var refusal: String {
        get throws {
            let refusals = try file("refusals.http").split(separator: "\n\nHTTP/1.1 ").map { text in
                text.hasPrefix("HTTP/1.1 ") ? String(text) : "HTTP/1.1 " + text
            }
            let secret = ["401", "403", "404", "invalid"].lazy.compactMap { word in
                refusals.first { $0.contains(word) }
            }.first
            let text = try #require((secret ?? refusals.first)?.split(separator: "\n--> ").first)
            return text.trimmingCharacters(in: .newlines)
        }
    }

    /// The entry with the sandbox's address.
    private static func replayed(_ entry: String) -> String {
        let filled = entry.replacing(/"url": *"https:\/\/[^\/"]*/, with: #""url": "{base_url}"#)
        return filled == entry ? adding(#""base_url": "{base_url}""#, to: entry) : filled
    }

    /// The entry with a program that every machine has and that does nothing.
    private static func harmless(_ entry: String) -> String {
        let command = #""command": ["cat"]"#
        let filled = entry.replacing(/"command": *\[[^\]]*\]/, with: command)
        return filled == entry ? adding(command, to: entry) : filled
    }

    private static func adding(_ member: String, to entry: String) -> String {
        entry.dropLast().trimmingCharacters(in: .whitespaces) + ", \(member) }"
    }

    /// The texts of an entry that are long enough to be a secret.
    private static func secrets(in entry: String) -> [Substring] {
        entry.split(separator: "\"").filter { $0.count >= 20 && !$0.contains(" ") && !$0.contains("/") }
    }

    private func has(_ name: String) -> Bool {
        FileManager.default.fileExists(atPath: Self.root.appending(path: kind).appending(path: name).path())
    }

    private func file(_ name: String) throws -> String {
        try String(contentsOf: Self.root.appending(path: kind).appending(path: name), encoding: .utf8)
    }
}
