import BandwidthKit
import Foundation
import Testing

/// A test case in a folder: an account's entry, the requests and answers, and the resulting report.
///
/// - `account.json`: the entry of `providers`; everything in it is made up.
/// - `*.http`: one exchange each: request line with the path below the base URL, the headers that the request must have,
///   an empty line and the form (if any); then a line `HTTP/1.1 …` and the answer as the service sends it.
/// - `usage.json`: the report as `--json` prints it, checked at `2026-11-21T06:00:00Z`.
struct Fixture: CustomTestStringConvertible {
    let folder: URL

    var testDescription: String {
        "\(folder.deletingLastPathComponent().lastPathComponent)/\(folder.lastPathComponent)"
    }

    /// The provider that the case belongs to.
    var kind: String {
        folder.deletingLastPathComponent().lastPathComponent
    }

    /// Every case of every provider.
    static var all: [Fixture] {
        folders(in: root).flatMap { folders(in: $0) }.map { Fixture(folder: $0) }
    }

    static let root = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
        .appending(path: "Fixtures")

    private static func folders(in folder: URL) -> [URL] {
        let contents = try? FileManager.default.contentsOfDirectory(
            at: folder, includingPropertiesForKeys: [.isDirectoryKey])
        return (contents ?? [])
            .filter { (try? $0.resourceValues(forKeys: [.isDirectoryKey]).isDirectory) == true }
            .sorted { $0.path() < $1.path() }
    }

    func text(of name: String) throws -> String {
        try String(contentsOf: folder.appending(path: name), encoding: .utf8)
    }

    var exchanges: [Exchange] {
        get throws {
            let names = try FileManager.default.contentsOfDirectory(atPath: folder.path())
            return try names.filter { $0.hasSuffix(".http") }.sorted().map { try Exchange(try text(of: $0)) }
        }
    }
}

/// One request and its answer.
struct Exchange {
    /// `GET /account/transfer`
    let line: String
    let requestHeaders: [(name: String, value: String)]
    let form: String
    let response: HTTPResponse

    struct Malformed: Error {}

    init(_ text: String) throws {
        let lines = text.split(separator: "\n", omittingEmptySubsequences: false)
        guard let middle = lines.firstIndex(where: { $0.hasPrefix("HTTP/1.1 ") }), let first = lines.first,
            let status = Int(lines[middle].split(separator: " ")[1])
        else { throw Malformed() }
        line = String(first)
        let request = Self.message(lines[1..<middle])
        requestHeaders = request.headers
        form = request.body.trimmingCharacters(in: .newlines)
        let answer = Self.message(lines[(middle + 1)...])
        response = HTTPResponse(status: status, headers: answer.headers, body: Array(answer.body.utf8))
    }

    private static func message(
        _ lines: ArraySlice<Substring>
    ) -> (headers: [(name: String, value: String)], body: String) {
        let end = lines.firstIndex(of: "") ?? lines.endIndex
        let headers = lines[..<end].compactMap { line -> (name: String, value: String)? in
            guard let colon = line.firstIndex(of: ":") else { return nil }
            return (
                line[..<colon].lowercased(),
                line[line.index(after: colon)...].trimmingCharacters(in: .whitespaces)
            )
        }
        return (headers, lines[end...].dropFirst().joined(separator: "\n"))
    }
}
