import BandwidthSandbox

/// Faults of the body: complete and correctly framed, but not what it should be.
extension SandboxFault {
    static let content = [
        SandboxFault("empty", "200 without a body") { exchange, _ in
            replaced(exchange, [])
        },
        SandboxFault("html", "200 with a login page") { _, _ in
            SandboxResponse(200, text: page("Sign in", "<form><input name=\"user\"></form>"), type: "text/html")
        },
        SandboxFault("invalid-utf8", "the good JSON with a string that isn't UTF-8") { exchange, _ in
            bent(exchange) { good in
                var body = good
                let place = body.firstIndex(of: UInt8(ascii: "{")).map { $0 + 1 } ?? 0
                body.insert(contentsOf: Array("\"note\":\"".utf8) + [0xC3, 0x28, 0xFF] + Array("\",".utf8), at: place)
                return body
            }
        },
        SandboxFault("bom", "the good JSON behind a byte order mark") { exchange, _ in
            bent(exchange) { [0xEF, 0xBB, 0xBF] + $0 }
        },
        SandboxFault("nested", "200,000 opening brackets") { exchange, _ in
            replaced(exchange, Array(repeating: UInt8(ascii: "["), count: 200_000))
        },
        SandboxFault("array", "an empty array") { exchange, _ in replaced(exchange, Array("[]".utf8)) },
        SandboxFault("object", "an empty object") { exchange, _ in replaced(exchange, Array("{}".utf8)) },
        SandboxFault("scalar", "a bare number") { exchange, _ in replaced(exchange, Array("42".utf8)) },
        SandboxFault("echo-token", "401 whose text repeats the headers, query and body it got") { exchange, _ in
            let request = exchange.request
            let headers = request.headers.map { "\($0.name): \($0.value); " }.joined()
            let query = request.path.drop { $0 != "?" }
            return exchange.error(401).saying(
                "Bad credentials: \(headers)query: \(query); body: \(String(decoding: request.body, as: UTF8.self))")
        },
    ]

    static func page(_ title: String, _ body: String) -> String {
        "<!DOCTYPE html>\n<html><head><title>\(title)</title></head><body><h1>\(title)</h1>\(body)</body></html>\n"
    }

    /// Status 200 with the headers of the regular answer and another body.
    private static func replaced(_ exchange: Exchange, _ body: [UInt8]) -> SandboxResponse {
        bent(exchange) { _ in body }
    }

    /// The regular answer, requested once, with another body.
    private static func bent(_ exchange: Exchange, _ bend: ([UInt8]) -> [UInt8]) -> SandboxResponse {
        let answer = exchange.answer()
        return SandboxResponse(200, headers: answer.headers, body: bend(answer.body))
    }
}
