#if canImport(FoundationEssentials)
    import FoundationEssentials
#else
    import Foundation
#endif

extension APIError {
    /// Creates the error for a status other than 2xx.
    ///
    /// - Parameters:
    ///   - refusals: the shape of the service's error bodies.
    ///   - authorization: how the request was authorized, to name the token that was refused.
    init(
        refusal response: HTTPResponse, to request: HTTPRequest, in refusals: any ServiceError.Type,
        by authorization: Authorization
    ) {
        let said = Self.refusal(response.body, refusals)
        let status = response.status
        let code = said?.code ?? refusals.code(for: status) ?? Code(status: status)
        let words = said.map(\.message).flatMap { $0.isEmpty ? nil : String($0.prefix(300)) }
        let source = authorization.source.flatMap { $0.isEmpty ? nil : $0 }
        let message: String
        var hint = said?.hint
        switch code {
        case .unauthorized:
            message = "the token was refused (HTTP \(status))"
            hint = hint ?? source.map { "put a valid token into \($0)" }
        case .forbidden:
            message = "the token may not \(request.isReading ? "read" : "use") \(request.printableURL) (HTTP \(status))"
        case .notFound:
            message = "\(request.printableURL) was not found (HTTP \(status))"
        case .rateLimited:
            message = "too many requests (HTTP \(status))"
            hint = hint ?? (request.isReading ? "check less often" : "try again in a few minutes")
        case .unavailable:
            message = "the service is not available (HTTP \(status))"
        default:
            message =
                (300..<400).contains(status)
                ? "redirected (HTTP \(status)); redirects are not followed because the token is only for this host"
                : words == nil ? "unexpected answer (HTTP \(status))" : "refused (HTTP \(status))"
        }
        self.init(code, words.map { "\(message): \($0)" } ?? message, httpStatus: status, hint: hint)
    }

    fileprivate static func refusal(_ body: [UInt8], _ refusals: any ServiceError.Type) -> (any ServiceError)? {
        // Larger bodies aren't error messages.
        guard body.count <= APIClient.smallBody else { return nil }
        if (try? JSONParser().check(body)) != nil,
            let refusal = try? JSONDecoder().decode(refusals, from: Data(body))
        {
            return refusal
        }
        let words = String(decoding: body.prefix(2000), as: UTF8.self).printable.split(separator: " ")
        return refusals.init(text: String(words.joined(separator: " ").prefix(200)))
    }

    /// What is wrong with a JSON body, and where.
    static func explanation(of error: any Error) -> String {
        guard let error = error as? DecodingError else { return "it can't be decoded" }
        func place(_ path: [any CodingKey], _ last: (any CodingKey)? = nil) -> String {
            let steps = (path + (last.map { [$0] } ?? [])).map { $0.intValue.map { "[\($0)]" } ?? $0.stringValue }
            return steps.isEmpty ? "the answer" : "'\(steps.joined(separator: ".").printable)'"
        }
        switch error {
        case .keyNotFound(let key, let context):
            return "\(place(context.codingPath, key)) is missing"
        case .typeMismatch(let type, let context):
            return "\(place(context.codingPath)) is not \(words(for: type))"
        case .valueNotFound(_, let context):
            return "\(place(context.codingPath)) is null"
        case .dataCorrupted(let context) where !context.codingPath.isEmpty:
            return "\(place(context.codingPath)): \(context.debugDescription)".printable
        default:
            return "a number is out of range"
        }
    }

    private static func words(for type: any Any.Type) -> String {
        switch type {
        case is String.Type: "text"
        case is Bool.Type: "true or false"
        case is Decimal.Type, is Int64.Type, is Int.Type: "a number"
        case is [String: Any].Type: "an object"
        default: "\(type)".hasPrefix("Array") ? "a list" : "of the expected kind"
        }
    }
}

extension APIError.Code {
    /// The usual meaning of an HTTP status.
    fileprivate init(status: Int) {
        self =
            switch status {
            case 401: .unauthorized
            case 403: .forbidden
            case 404, 410: .notFound
            case 429: .rateLimited
            case 408, 500...599: .unavailable
            default: .badResponse
            }
    }
}

extension HTTPRequest {
    /// Whether a refusal says in its body that there were too many requests.
    func isThrottled(by response: HTTPResponse) -> Bool {
        APIError.refusal(response.body, refusals)?.code == .rateLimited
    }
}
