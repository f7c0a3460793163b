#if canImport(FoundationEssentials)
    public import FoundationEssentials
#else
    public import Foundation
#endif

/// Sends a plug-in's requests: builds them from a base URL, turns refusals into errors and decodes bodies.
///
/// A plug-in never sees the status code or the headers of an answer.
public struct APIClient: Sendable {
    /// The API's base URL.
    public private(set) var base: BaseURL

    /// The hash functions for signatures.
    public let hashing: any Hashing

    let network: Network
    private let refusals: any ServiceError.Type
    let redactor: Redactor
    private let authoritiesFile: String?
    private(set) var deadline: Duration?

    /// The account's or the channel's time limit.
    let timeLimit: Duration?

    /// Whether the time limit may grow with the number of instances.
    private let isElastic: Bool

    /// How long the service may take for one answer.
    private var answerLimit: Duration?

    /// Where it is told how far the reading is.
    private let progress: CheckProgress.Share?

    /// Creates a client for one entry.
    ///
    /// - Parameters:
    ///   - refusals: the shape of the service's error bodies.
    ///   - redactor: removes the entry's secrets from what errors quote.
    ///   - authoritiesFile: certificates to trust instead of the system's.
    ///   - timeLimit: how long everything may take, from now on.
    ///   - isElastic: whether more than `timeLimit` may be taken for many instances.
    ///   - progress: where it is told how far the reading is.
    public init(
        base: BaseURL, network: Network, refusals: any ServiceError.Type = NoServiceError.self,
        redactor: Redactor = Redactor([]), authoritiesFile: String? = nil, timeLimit: Duration? = nil,
        isElastic: Bool = false, progress: CheckProgress.Share? = nil
    ) {
        self.base = base
        self.network = network
        self.hashing = network.hashing
        self.refusals = refusals
        self.redactor = redactor
        self.authoritiesFile = authoritiesFile
        self.timeLimit = timeLimit
        self.isElastic = isElastic
        self.progress = progress
        deadline = timeLimit.map { network.time.uptime + $0 }
    }

    /// The same client for another address of the service, such as a region's or that of the server that issues tokens.
    /// It must be one of the entry's settings (``SettingsReader/address(_:_:usual:)``).
    public func at(_ base: BaseURL) -> APIClient {
        var client = self
        client.base = base
        return client
    }

    /// The time until everything must be done; `nil` if there is no limit.
    var timeLeft: Duration? {
        deadline.map { $0 - network.time.uptime }
    }

    /// The current date, for requests that contain it.
    public var now: Date {
        network.time.now
    }

    /// Redacts a secret that a service issued during the run from everything that is printed about this entry.
    public func redact(_ secret: Secret) {
        redactor.add(secret)
    }

    /// A client for reading many parts of an account: unless a person chose the time limit, it has as much more time as
    /// the service's rate limit demands, but no longer for one answer.
    ///
    /// - Parameters:
    ///   - count: the number of requests.
    ///   - rate: the number of requests that the service allows in a minute.
    func forParts(_ count: Int, perMinute rate: Int) -> APIClient {
        progress?.expect(count)
        guard isElastic, let timeLimit, let deadline else { return self }
        var client = self
        let extra = Duration.milliseconds(60_000 * Int64(count) / Int64(max(1, rate)))
        client.deadline = deadline + min(extra, Duration.allowedTimeouts.upperBound - timeLimit)
        client.answerLimit = timeLimit
        return client
    }

    /// Tells that one of the parts has been read, or can't be.
    func finishPart() {
        progress?.finishPart()
    }

    /// Sends a GET request and decodes the body of the answer.
    public func get<Body: Decodable & Sendable>(
        _ path: APIPath, query: [(String, String)] = [], headers: [(name: String, value: String)] = [],
        authorization: Authorization
    ) async throws(APIError) -> Body {
        let request = request(.get, path, query, authorization, headers, isRepeatable: true, isReading: true)
        return try await decode(try await send(request, authorization), request)
    }

    /// Sends a GET request and parses the body as JSON, for answers whose structure the configuration describes.
    public func get(_ path: APIPath, authorization: Authorization) async throws(APIError) -> JSONValue {
        let request = request(.get, path, [], authorization, [], isRepeatable: true, isReading: true)
        let response = try await send(request, authorization)
        return try await decode(response, request) { isCancelled throws(Unusable) in
            do throws(JSONSyntaxError) {
                return try JSONParser(isCancelled: isCancelled).parse(response.body)
            } catch {
                throw Unusable("no usable JSON: \(error)")
            }
        }
    }

    /// Posts a form that only reads something, and decodes the answer: some services are read by POST.
    ///
    /// - Parameter translate: converts an answer that isn't JSON to JSON; returns `nil` if the answer is JSON.
    public func read<Body: Decodable & Sendable>(
        _ path: APIPath, form: [(String, String)], authorization: Authorization,
        translate: (@Sendable (_ text: String) -> JSONValue?)? = nil
    ) async throws(APIError) -> Body {
        try await read(path, body: .form(form), authorization: authorization, translate: translate)
    }

    /// The same for a body that isn't a form.
    public func read<Body: Decodable & Sendable>(
        _ path: APIPath, body: RequestBody, headers: [(name: String, value: String)] = [],
        authorization: Authorization, translate: (@Sendable (_ text: String) -> JSONValue?)? = nil
    ) async throws(APIError) -> Body {
        let request = request(
            .post, path, [], authorization, headers, body: body.with(authorization.formFields), isRepeatable: true,
            isReading: true)
        return try await decode(try await send(request, authorization), request, translate: translate)
    }

    /// Posts a request that makes the service do something, and decodes the answer.
    ///
    /// - Parameters:
    ///   - isRepeatable: whether a second request replaces the first. If so, it is retried even if the first may have
    ///     been processed.
    ///   - taken: the status that means success, whatever the body is.
    /// - Returns: the decoded answer; `nil` if its status is `taken` and its body can't be decoded.
    public func send<Body: Decodable & Sendable>(
        _ path: APIPath, body: RequestBody, headers: [(name: String, value: String)] = [],
        authorization: Authorization, isRepeatable: Bool = false, taken: Int? = nil
    ) async throws(APIError) -> Body? {
        let request = request(
            .post, path, [], authorization, headers, body: body.with(authorization.formFields),
            isRepeatable: isRepeatable)
        let response = try await send(request, authorization)
        do throws(APIError) {
            return try await decode(response, request)
        } catch {
            guard response.status == taken else { throw error }
            return nil
        }
    }

    /// The same for services whose answer needs no decoding: any status from 200 to 299 means success.
    @discardableResult
    public func post(
        _ path: APIPath, query: [(String, String)] = [], body: RequestBody,
        headers: [(name: String, value: String)] = [], authorization: Authorization = .none, isRepeatable: Bool = false
    ) async throws(APIError) -> PlainAnswer {
        let request = request(
            .post, path, query, authorization, headers, body: body.with(authorization.formFields),
            isRepeatable: isRepeatable)
        return try await plainAnswer(to: request, authorization)
    }

    /// Sends a GET request whose answer needs no decoding: any status from 200 to 299 means success.
    @discardableResult
    public func fetch(
        _ path: APIPath, authorization: Authorization = .none
    ) async throws(APIError) -> PlainAnswer {
        let request = request(.get, path, [], authorization, [], isRepeatable: true, isReading: true)
        return try await plainAnswer(to: request, authorization)
    }

    private func plainAnswer(
        to request: HTTPRequest, _ authorization: Authorization
    ) async throws(APIError) -> PlainAnswer {
        let response = try await send(request, authorization)
        let json = response.body.count <= Self.smallBody ? try? JSONParser().parse(response.body) : nil
        return PlainAnswer(
            json: json, text: excerpt(of: response.body), status: response.status, url: request.printableURL)
    }

    private func request(
        _ method: HTTPRequest.Method, _ path: APIPath, _ query: [(String, String)], _ authorization: Authorization,
        _ headers: [(name: String, value: String)], body: RequestBody? = nil, isRepeatable: Bool,
        isReading: Bool = false
    ) -> HTTPRequest {
        let parts = (query + authorization.queryParameters).map { "\($0.percentEncoded())=\($1.percentEncoded())" }
        let separator = parts.isEmpty ? "" : path.text.contains("?") ? "&" : "?"
        var fields: [(name: String, value: String)] = [
            ("accept", "application/json"), ("user-agent", Product.userAgent),
        ]
        if let body { fields.append(("content-type", body.contentType)) }
        // A header that overrides a default one isn't sent twice.
        let own = authorization.headers + headers.map { ($0.name.lowercased(), $0.value) }
        fields.removeAll { usual in own.contains { $0.name == usual.name } }
        var request = HTTPRequest(
            method: method, base: base, path: path.text + separator + parts.joined(separator: "&"),
            headers: fields + own, body: body?.bytes ?? [], isRepeatable: isRepeatable)
        request.credentials = authorization.fingerprint
        request.authoritiesFile = authoritiesFile
        request.redactor = redactor
        request.deadline = deadline
        request.answerLimit = answerLimit
        request.timeLimit = timeLimit
        request.isReading = isReading
        request.refusals = refusals
        if case .signed(let signer) = authorization {
            request.sign = { [hashing, request] date in
                request.headers + signer.headers(for: request, at: date, with: hashing)
            }
        }
        return request.signed(at: network.time.now)
    }

    private func send(_ request: HTTPRequest, _ authorization: Authorization) async throws(APIError) -> HTTPResponse {
        let response: HTTPResponse
        do {
            response = try await network.transport.send(request)
        } catch {
            throw redacted(APIError(error, request))
        }
        guard (200..<300).contains(response.status) else {
            throw redacted(APIError(refusal: response, to: request, in: refusals, by: authorization))
        }
        return response
    }
}
