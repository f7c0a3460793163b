#if canImport(FoundationEssentials)
    import FoundationEssentials
#else
    import Foundation
#endif

/// Signs requests for AWS: Signature Version 4
/// (https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_sigv-create-signed-request.html).
///
/// The signature covers the method, the path, the query, the body and the headers `content-type`, `host` and `x-amz-…`.
/// It is valid for some minutes around its date.
struct AWSSignature: RequestSigner {
    private static let algorithm = "AWS4-HMAC-SHA256"

    let credentials: AWSCredentials
    let region: String
    let service: String

    var secrets: [Secret] {
        [credentials.keyID, credentials.secretKey] + [credentials.sessionToken].compactMap { $0 }
    }

    func headers(for request: HTTPRequest, at date: Date, with hashing: any Hashing) -> [(name: String, value: String)]
    {
        let time = date.basicText, day = String(time.prefix(8))
        var added: [(name: String, value: String)] = [("x-amz-date", time)]
        if let token = credentials.sessionToken { added.append(("x-amz-security-token", token.revealed)) }
        let signed = Self.signedHeaders(of: request, and: added)
        let names = signed.map(\.name).joined(separator: ";")
        let canonical = Self.canonicalText(of: request, signed, names, hashing)
        let scope = "\(day)/\(region)/\(service)/aws4_request"
        let text = [Self.algorithm, time, scope, hashing.sha256(Array(canonical.utf8)).hexadecimal]
        var key = Array("AWS4\(credentials.secretKey.revealed)".utf8)
        for part in [day, region, service, "aws4_request", text.joined(separator: "\n")] {
            key = hashing.hmacSHA256(Array(part.utf8), key: key)
        }
        let parts = [
            "\(Self.algorithm) Credential=\(credentials.keyID.revealed)/\(scope)", "SignedHeaders=\(names)",
            "Signature=\(key.hexadecimal)",
        ]
        return added + [("authorization", parts.joined(separator: ", "))]
    }

    /// The headers that are signed, by name, each name once.
    private static func signedHeaders(
        of request: HTTPRequest, and added: [(name: String, value: String)]
    ) -> [(name: String, value: String)] {
        let own = (request.headers + added).filter { $0.name == "content-type" || $0.name.hasPrefix("x-amz-") }
        let byName = Dictionary(
            (own + [("host", request.base.hostHeader)]).map { name, value in
                (name, value.split(whereSeparator: \.isWhitespace).joined(separator: " "))
            }, uniquingKeysWith: { "\($0),\($1)" })
        return byName.sorted { $0.key < $1.key }.map { (name: $0.key, value: $0.value) }
    }

    private static func canonicalText(
        of request: HTTPRequest, _ headers: [(name: String, value: String)], _ names: String, _ hashing: any Hashing
    ) -> String {
        let target = request.url.dropFirst(request.base.origin.count)
        let path = target.prefix { $0 != "?" }
        let lines =
            [request.method.rawValue, canonicalPath(path), canonicalQuery(target.dropFirst(path.count + 1))]
            + headers.map { "\($0.name):\($0.value)" } + ["", names, hashing.sha256(request.body).hexadecimal]
        return lines.joined(separator: "\n")
    }

    /// The fields of the query, each with `=`, in order.
    private static func canonicalQuery(_ query: Substring) -> String {
        guard !query.isEmpty else { return "" }
        let fields = query.split(separator: "&", omittingEmptySubsequences: false).map { field in
            let name = field.prefix { $0 != "=" }
            return (String(name), String(field.dropFirst(name.count + 1)))
        }
        return fields.sorted { $0 < $1 }.map { "\($0)=\($1)" }.joined(separator: "&")
    }

    /// The path, which is percent-encoded already, encoded once more; without empty segments.
    private static func canonicalPath(_ path: Substring) -> String {
        let segments = path.split(separator: "/").map { String($0).percentEncoded() }
        guard !segments.isEmpty else { return "/" }
        return "/" + segments.joined(separator: "/") + (path.hasSuffix("/") ? "/" : "")
    }
}

extension BaseURL {
    /// The header `host` of requests to it: the host, and the port unless it is the scheme's own.
    fileprivate var hostHeader: String {
        let authority = origin.drop { $0 != "/" }.dropFirst(2)
        let usual = origin.hasPrefix("https:") ? ":443" : ":80"
        return String(authority.hasSuffix(usual) ? authority.dropLast(usual.count) : authority)
    }
}

extension Date {
    /// `20261121T060000Z`
    fileprivate var basicText: String {
        isoText.filter { $0 != "-" && $0 != ":" }
    }
}

extension [UInt8] {
    /// Two lowercase hexadecimal digits for each byte.
    fileprivate var hexadecimal: String {
        let digits = Array("0123456789abcdef".utf8)
        return String(decoding: flatMap { [digits[Int($0 >> 4)], digits[Int($0 & 15)]] }, as: UTF8.self)
    }
}
