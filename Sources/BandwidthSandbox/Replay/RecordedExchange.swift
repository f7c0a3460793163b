/// One request of a recording and its answer, written as in the fixtures' `.http` files.
///
/// The request line has the path below the base URL. The header lines and the body after it are what a request must
/// contain, including the secret; a header that ends with `…` is the beginning of a value, and a body that begins with it
/// is a part of one. The answer starts with its status line, `HTTP/1.1 200 OK`.
struct RecordedExchange: Sendable {
    let method: String
    /// The path and query.
    let target: String
    let response: SandboxResponse

    private let headers: [SandboxHeader]
    private let form: String

    /// Parses an exchange; `nil` if the text isn't one.
    init?(_ text: Substring) {
        let lines = text.split(separator: "\n", omittingEmptySubsequences: false)
        guard let line = lines.first?.split(separator: " "), line.count == 2,
            let middle = lines.firstIndex(where: { $0.hasPrefix("HTTP/1.1 ") }),
            let response = SandboxResponse(recorded: lines[middle...])
        else { return nil }
        (method, target) = (String(line[0]), String(line[1]))
        self.response = response
        let request = SandboxResponse.message(lines[1..<middle])
        headers = request.headers
        form = String(request.body.drop(while: \.isNewline).prefix { !$0.isNewline })
    }

    /// Whether a request has the headers and the form of the recorded one. One without a form takes any body.
    func fits(_ request: SandboxRequest) -> Bool {
        headers.allSatisfy { header in
            guard header.value.hasSuffix("…") else { return request.header(header.name) == header.value }
            return request.header(header.name)?.hasPrefix(header.value.dropLast()) ?? false
        }
            && hasBody(String(decoding: request.body, as: UTF8.self))
    }

    private func hasBody(_ body: String) -> Bool {
        form.hasPrefix("…") ? body.contains(form.dropFirst()) : form.isEmpty || form == body
    }
}

extension SandboxResponse {
    /// Parses an answer that starts with a line such as `HTTP/1.1 200 OK`; `nil` if it doesn't.
    init?(recorded lines: ArraySlice<Substring>) {
        guard let status = lines.first?.split(separator: " ").dropFirst().first.flatMap({ Int($0) }) else { return nil }
        let (headers, body) = Self.message(lines.dropFirst())
        self.init(status, headers: headers, body: Array(body.utf8))
    }

    /// Parses header lines, an empty line, and the body.
    fileprivate static func message(_ lines: ArraySlice<Substring>) -> (headers: [SandboxHeader], body: String) {
        let end = lines.firstIndex(of: "") ?? lines.endIndex
        let headers = lines[..<end].compactMap { line -> SandboxHeader? in
            let parts = line.split(separator: ":", maxSplits: 1)
            return parts.count == 2 ? SandboxHeader(String(parts[0]), String(parts[1].drop { $0 == " " })) : nil
        }
        return (headers, lines[end...].dropFirst().joined(separator: "\n"))
    }
}
