import NIOHTTP1

#if canImport(FoundationEssentials)
    import FoundationEssentials
#else
    import Foundation
#endif

extension SandboxResponse {
    /// The response as it is sent, with its content length unless the headers already have one.
    package func message(to request: SandboxRequest) -> [UInt8] {
        var headers = headers
        let hasBody = status >= 200 && status != 204 && status != 304
        if hasBody, headers.first(named: "Content-Length") == nil, headers.first(named: "Transfer-Encoding") == nil {
            headers.append(SandboxHeader("Content-Length", String(body.count)))
        }
        if request.isLast { headers.append(SandboxHeader("Connection", "close")) }
        let head = Self.head(status, headers)
        return hasBody && request.method != "HEAD" ? head + body : head
    }

    /// The status line, the headers with a `Date`, and the empty line.
    package static func head(_ status: Int, _ headers: [SandboxHeader]) -> [UInt8] {
        let phrase = HTTPResponseStatus(statusCode: status).reasonPhrase
        var text = "HTTP/1.1 \(status) \(phrase)\r\nDate: \(Date().httpDate)\r\n"
        for header in headers {
            text += "\(header.name): \(header.value)\r\n"
        }
        return Array((text + "\r\n").utf8)
    }
}
