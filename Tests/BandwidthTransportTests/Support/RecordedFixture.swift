import BandwidthSandbox
import Foundation
import Testing

/// A case of a provider's fixtures, as the sandbox can replay it.
///
/// If the account's entry has an address, the recording has `{base_url}` instead: in place of a whole `base_url` or another
/// setting that ends with `_url`, or of the part of a `url` before the path. An entry with neither gets a `base_url`. A
/// wrong secret is refused as in the case `refused`, if there is one.
struct RecordedFixture {
    let kind: String
    let name: String

    private static let root = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
        .deletingLastPathComponent().appending(path: "BandwidthKitTests/Fixtures")

    /// The cases `demo` of all providers that have one, in the order of `kind`.
    static var demo: [RecordedFixture] {
        get throws {
            try names(in: root).map { RecordedFixture(kind: $0, name: "demo") }.filter(\.exists)
        }
    }

    /// A case of a provider in which everything could be read: `demo`, or else the first one.
    static func readable(of kind: String) throws -> RecordedFixture {
        let names = try ["demo"] + names(in: root.appending(path: kind))
        let found = try names.map { RecordedFixture(kind: kind, name: $0) }.first { try $0.exists && $0.isReadable }
        return try #require(found, "\(kind) has no fixture in which everything could be read")
    }

    private var exists: Bool {
        FileManager.default.fileExists(atPath: folder.path())
    }

    private var isReadable: Bool {
        get throws {
            let report = try JSONDecoder().decode(Report.self, from: Data(text(of: "usage.json").utf8))
            return !report.usage.isEmpty && report.complete
        }
    }

    private struct Report: Decodable {
        let usage: [Row]
        let complete: Bool

        struct Row: Decodable {}
    }

    /// The fixture as one text, in the format that `Recording.all(in:)` parses.
    var recording: String {
        get throws {
            let answers = try Self.names(in: folder).filter { $0.hasSuffix(".http") }
            var files = [("account.json", try entry)] + (try answers.map { ($0, try text(of: $0)) })
            let refused = RecordedFixture(kind: kind, name: "refused")
            if refused.exists, let first = try Self.names(in: refused.folder).first(where: { $0.hasSuffix(".http") }) {
                let text = try refused.text(of: first)
                let answer = try #require(text.firstRange(of: "HTTP/1.1 "))
                files.append(("refusal", String(text[answer.lowerBound...])))
            }
            return files.map { "==> \(kind)/\($0)\n\($1)" }.joined()
        }
    }

    private var entry: String {
        get throws {
            let text = try text(of: "account.json").trimmingCharacters(in: .whitespacesAndNewlines)
            let filled = text.replacing(/"(\w+_url)": *"[^"]*"/) { #""\#($0.1)": "{base_url}""# }
                .replacing(/"url": *"https:\/\/[^\/"]*/, with: #""url": "{base_url}"#)
            guard filled == text else { return filled + "\n" }
            return text.dropLast().trimmingCharacters(in: .whitespaces) + #", "base_url": "{base_url}" }"# + "\n"
        }
    }

    private var folder: URL {
        Self.root.appending(path: kind).appending(path: name)
    }

    private func text(of file: String) throws -> String {
        try String(contentsOf: folder.appending(path: file), encoding: .utf8)
    }

    private static func names(in folder: URL) throws -> [String] {
        try FileManager.default.contentsOfDirectory(atPath: folder.path()).filter { !$0.hasPrefix(".") }.sorted()
    }
}
