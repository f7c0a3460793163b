#if canImport(FoundationEssentials)
    public import FoundationEssentials
#else
    public import Foundation
#endif

/// A plug-in's way to its service: builds requests below one base URL, turns refusals into errors, decodes bodies.
///
/// A plug-in never sees a status code or a header of an answer.
public struct APIClient: Sendable {
    /// Where the API lives.
    public let base: BaseURL

    /// The time at which the check began.
    public let now: Date

    private let transport: any HTTPTransport
    private let refusals: any ServiceError.Type
    private let redactor: Redactor
    private let authoritiesFile: String?
    private let deadline: Duration?
    private let needsPrice: @Sendable (Usage) -> Bool

    /// A client for one account.
    ///
    /// - Parameters:
    ///   - refusals: the shape of the service's error bodies.
    ///   - redactor: takes the account's secrets out of what errors quote.
    ///   - authoritiesFile: certificates that are trusted in place of the usual ones.
    ///   - deadline: until when everything must be done, in the run's `Timekeeper.uptime`.
    ///   - needsPrice: whether a row is or will be over and nothing gives its price yet.
    public init(
        base: BaseURL, transport: any HTTPTransport, refusals: any ServiceError.Type = NoServiceError.self,
        redactor: Redactor = Redactor([]), authoritiesFile: String? = nil, now: Date, deadline: Duration? = nil,
        needsPrice: @escaping @Sendable (Usage) -> Bool = { _ in false }
    ) {
        self.base = base
        self.transport = transport
        self.refusals = refusals
        self.redactor = redactor
        self.authoritiesFile = authoritiesFile
        self.now = now
        self.deadline = deadline
        self.needsPrice = needsPrice
    }

    /// The rows with the prices of a list, for services whose answers have none.
    ///
    /// `list` is asked only if a row is or will be over and nothing else gives its price; it answers by the rows' scopes. A
    /// failure costs the amounts, not the rows.
    public func priced(
        _ rows: [Usage],
        by list: (_ unpriced: [Usage]) async throws(APIError) -> [UsageScope: OveragePrice]
    ) async -> [Usage] {
        let unpriced = rows.filter(needsPrice)
        guard !unpriced.isEmpty, let prices = try? await list(unpriced) else { return rows }
        return rows.map { row in
            var row = row
            row.overagePrice = row.overagePrice ?? prices[row.scope]
            return row
        }
    }

    /// The decoded body of a GET.
    public func get<Body: Decodable>(
        _ path: APIPath, query: [(String, String)] = [], headers: [(name: String, value: String)] = [],
        authorization: Authorization
    ) async throws(APIError) -> Body {
        let parts = (query + authorization.queryParameters).map { "\($0.percentEncoded())=\($1.percentEncoded())" }
        let separator = path.text.contains("?") ? "&" : "?"
        let request = request(
            .get, path.text + (parts.isEmpty ? "" : separator + parts.joined(separator: "&")), authorization, headers)
        return try decode(Body.self, from: try await send(request, authorization), request)
    }

    /// The decoded answer to a form that is sent.
    ///
    /// - Parameter translate: makes JSON of an answer that isn't any; `nil` from it: the answer is JSON.
    public func post<Body: Decodable>(
        _ path: APIPath, form: [(String, String)], authorization: Authorization,
        translate: ((_ text: String) -> JSONValue?)? = nil
    ) async throws(APIError) -> Body {
        let fields = (form + authorization.formFields).map { name, value in
            "\(name.percentEncoded(spaceAsPlus: true))=\(value.percentEncoded(spaceAsPlus: true))"
        }
        let request = request(
            .post, path.text, authorization, [("content-type", "application/x-www-form-urlencoded")],
            body: Array(fields.joined(separator: "&").utf8))
        return try decode(Body.self, from: try await send(request, authorization), request, translate: translate)
    }

    private func request(
        _ method: HTTPRequest.Method, _ path: String, _ authorization: Authorization,
        _ headers: [(name: String, value: String)], body: [UInt8] = []
    ) -> HTTPRequest {
        var fields: [(name: String, value: String)] = [
            ("accept", "application/json"), ("user-agent", Product.userAgent),
        ]
        // A header that is said to be something else is not sent twice.
        let own = authorization.headers + headers
        fields.removeAll { usual in own.contains { $0.name == usual.name } }
        var request = HTTPRequest(method: method, base: base, path: path, headers: fields + own, body: body)
        request.authoritiesFile = authoritiesFile
        request.redactor = redactor
        request.deadline = deadline
        return request
    }

    private func send(
        _ request: HTTPRequest, _ authorization: Authorization
    ) async throws(APIError) -> HTTPResponse {
        let response: HTTPResponse
        do {
            response = try await transport.send(request)
        } catch {
            throw redacted(APIError(error, request))
        }
        guard (200..<300).contains(response.status) else {
            throw redacted(refusal(response, request, authorization))
        }
        return response
    }

    private func decode<Body: Decodable>(
        _ type: Body.Type, from response: HTTPResponse, _ request: HTTPRequest,
        translate: ((_ text: String) -> JSONValue?)? = nil
    ) throws(APIError) -> Body {
        let translation = translate.flatMap { $0(String(decoding: response.body, as: UTF8.self)) }
        do {
            let body = translation.map { Data($0.text.utf8) } ?? Data(response.body)
            return try JSONDecoder().decode(Body.self, from: body)
        } catch {
            let found = response.body.isEmpty ? "nothing came" : "what came begins with: \(excerpt(of: response.body))"
            let kind = translation == nil ? "no usable JSON" : "nothing usable"
            let message = "\(request.printableURL) answered \(kind): \(Self.explanation(of: error)); \(found)"
            throw APIError(.badResponse, redactor.redact(message), httpStatus: response.status)
        }
    }

    /// The first characters of a body on one line, without secrets.
    private func excerpt(of body: [UInt8]) -> String {
        let text = redactor.redact(String(decoding: body.prefix(2000), as: UTF8.self))
        let words = text.printable.split(separator: " ").joined(separator: " ")
        return String(words.prefix(80)) + (words.count > 80 ? "…" : "")
    }

    private func redacted(_ error: APIError) -> APIError {
        var error = error
        error.message = redactor.redact(error.message)
        error.hint = error.hint.map(redactor.redact)
        return error
    }

    /// What a status other than 2xx means.
    private func refusal(
        _ response: HTTPResponse, _ request: HTTPRequest, _ authorization: Authorization
    ) -> APIError {
        let said = try? JSONDecoder().decode(refusals, from: Data(response.body))
        let status = response.status
        let code = said?.code ?? refusals.code(for: status) ?? Self.code(for: status)
        let words = said.map(\.message).flatMap { $0.isEmpty ? nil : String($0.prefix(300)) }
        let source = authorization.source.flatMap { $0.isEmpty ? nil : $0 }
        let message: String
        var hint = said?.hint
        switch code {
        case .unauthorized:
            message = "the token was refused (HTTP \(status))"
            hint = hint ?? source.map { "put a valid token into \($0)" }
        case .forbidden:
            message = "the token may not read \(request.printableURL) (HTTP \(status))"
        case .notFound:
            message = "\(request.printableURL) was not found (HTTP \(status))"
        case .rateLimited:
            message = "too many requests (HTTP \(status))"
            hint = hint ?? "check less often"
        case .unavailable:
            message = "the service is not available (HTTP \(status))"
        default:
            message =
                (300..<400).contains(status)
                ? "redirected elsewhere (HTTP \(status)); redirects are not followed, the token stays with its host"
                : words == nil ? "unexpected answer (HTTP \(status))" : "refused (HTTP \(status))"
        }
        return APIError(code, words.map { "\(message): \($0)" } ?? message, httpStatus: status, hint: hint)
    }

    private static func code(for status: Int) -> APIError.Code {
        switch status {
        case 401: .unauthorized
        case 403: .forbidden
        case 404, 410: .notFound
        case 429: .rateLimited
        case 408, 500...599: .unavailable
        default: .badResponse
        }
    }

    /// What is wrong with a body, with the place in it.
    private static func explanation(of error: any Error) -> String {
        guard let error = error as? DecodingError else { return "it cannot be read" }
        func place(_ path: [any CodingKey], _ last: (any CodingKey)? = nil) -> String {
            let steps = (path + (last.map { [$0] } ?? [])).map { $0.intValue.map { "[\($0)]" } ?? $0.stringValue }
            return steps.isEmpty ? "the answer" : "'\(steps.joined(separator: ".").printable)'"
        }
        switch error {
        case .keyNotFound(let key, let context):
            return "\(place(context.codingPath, key)) is missing"
        case .typeMismatch(let type, let context):
            return "\(place(context.codingPath)) is not \(Self.words(for: type))"
        case .valueNotFound(_, let context):
            return "\(place(context.codingPath)) is null"
        case .dataCorrupted(let context) where !context.codingPath.isEmpty:
            return "\(place(context.codingPath)): \(context.debugDescription)".printable
        default:
            return "it is not JSON, is cut off, or holds a number out of range"
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
