import BandwidthSandbox
import Foundation
import Testing

/// A case of a provider's fixtures, as the sandbox can replay it.
///
/// The fixtures' own file says `https://…` where the sandbox has `{base_url}`: as the whole `base_url`, or as the part
/// before the path in `url`; an entry with neither gets a `base_url`. A wrong secret is refused as in the case `refused`.
struct RecordedFixture {
    let kind: String
    let name: String

    private static let root = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
        .deletingLastPathComponent().appending(path: "BandwidthKitTests/Fixtures")

    /// The cases `demo` of all providers that have one, in the order of `kind`.
    static var demo: [RecordedFixture] {
        get throws {
            try names(in: root).map { RecordedFixture(kind: $0, name: "demo") }.filter {
                FileManager.default.fileExists(atPath: $0.folder.path())
            }
        }
    }

    /// A case of a provider in which everything could be read: `demo`, or else the first one.
    static func readable(of kind: String) throws -> RecordedFixture {
        let names = try names(in: root.appending(path: kind)).sorted {
            ($0 == "demo" ? 0 : 1, $0) < ($1 == "demo" ? 0 : 1, $1)
        }
        let found = try names.map { RecordedFixture(kind: kind, name: $0) }.first { fixture in
            let report = try JSONDecoder().decode(Report.self, from: Data(fixture.text(of: "usage.json").utf8))
            return !report.usage.isEmpty && report.errors.isEmpty
        }
        return try #require(found, "\(kind) has no fixture in which everything could be read")
    }

    private struct Report: Decodable {
        let usage, errors: [Row]

        struct Row: Decodable {}
    }

    /// The fixture as one text, which `Recording.all(in:)` reads.
    var recording: String {
        get throws {
            let answers = try Self.names(in: folder).filter { $0.hasSuffix(".http") }
            var files = [("account.json", try entry)] + (try answers.map { ($0, try text(of: $0)) })
            let refused = RecordedFixture(kind: kind, name: "refused")
            if let first = try? Self.names(in: refused.folder).first(where: { $0.hasSuffix(".http") }) {
                let text = try refused.text(of: first)
                files.append(
                    ("refusal", String(text[(text.firstRange(of: "HTTP/1.1 ")?.lowerBound ?? text.startIndex)...])))
            }
            return files.map { "==> \(kind)/\($0)\n\($1)" }.joined()
        }
    }

    private var entry: String {
        get throws {
            let text = try text(of: "account.json").trimmingCharacters(in: .whitespacesAndNewlines)
            let filled = text.replacing(/"base_url": *"[^"]*"/, with: #""base_url": "{base_url}""#)
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
