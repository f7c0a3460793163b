import BandwidthKit
import Foundation
import Testing

/// A test case in a folder: an account's entry, the requests and answers, and the resulting report.
///
/// - `account.json`: the entry of `providers`; everything in it is made up.
/// - `*.http`: one exchange each: request line with the path below the base URL, the headers that the request must have
///   (`…` at the end of one: it begins like that), an empty line and the body (if any), on one line; then a line `HTTP/1.1 …` and the answer as the service sends it.
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

    /// Whether a request is this one: its line, its headers and its body. A header that ends with an ellipsis is only the
    /// beginning of a value, such as that of a signature.
    func fits(_ request: HTTPRequest) -> Bool {
        line == "\(request.method.rawValue) \(request.path)" && form == String(decoding: request.body, as: UTF8.self)
            && requestHeaders.allSatisfy { header in
                request.headers.contains { name, value in
                    guard name == header.name else { return false }
                    return header.value.hasSuffix("…")
                        ? value.hasPrefix(header.value.dropLast()) : value == header.value
                }
            }
    }

    /// The exchange with another answer.
    func answering(_ response: HTTPResponse) -> Exchange {
        Exchange(line: line, requestHeaders: requestHeaders, form: form, response: response)
    }

    private init(
        line: String, requestHeaders: [(name: String, value: String)], form: String, response: HTTPResponse
    ) {
        self.line = line
        self.requestHeaders = requestHeaders
        self.form = form
        self.response = response
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
