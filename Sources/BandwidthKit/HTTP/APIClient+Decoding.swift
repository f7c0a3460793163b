#if canImport(FoundationEssentials)
    import FoundationEssentials
#else
    import Foundation
#endif

extension APIClient {
    /// Decodes a JSON body, after a translation if there is one.
    func decode<Body: Decodable & Sendable>(
        _ response: HTTPResponse, _ request: HTTPRequest, translate: (@Sendable (_ text: String) -> JSONValue?)? = nil
    ) async throws(APIError) -> Body {
        try await decode(response, request) { isCancelled throws(Unusable) in
            let text = translate.map { _ in String(decoding: response.body, as: UTF8.self) } ?? ""
            guard text.isStreamSafe else { throw Unusable("nothing usable: too many combining marks in a row") }
            let translation = translate.flatMap { $0(text) }
            do {
                guard let translation else {
                    try JSONParser(isCancelled: isCancelled).check(response.body)
                    return try JSONDecoder().decode(Body.self, from: Data(response.body))
                }
                return try JSONDecoder().decode(Body.self, from: Data(translation.text.utf8))
            } catch {
                let reason = (error as? JSONSyntaxError).map { "\($0)" } ?? APIError.explanation(of: error)
                throw Unusable("\(translation == nil ? "no usable JSON" : "nothing usable"): \(reason)")
            }
        }
    }

    /// Decodes a body: a small one immediately, a large one on separate threads and only until the deadline.
    func decode<Body: Sendable>(
        _ response: HTTPResponse, _ request: HTTPRequest,
        _ read: @escaping @Sendable (_ isCancelled: @escaping @Sendable () -> Bool) throws(Unusable) -> Body
    ) async throws(APIError) -> Body {
        let result: Result<Body, Unusable>?
        if response.body.count <= Self.smallBody {
            result = Result { () throws(Unusable) in try read { false } }
        } else {
            let left = deadline.map { $0 - network.time.uptime } ?? .seconds(Int64.max)
            result =
                await network.time.limit(to: max(left, .zero)) { [workshop = network.workshop] in
                    await workshop.run(size: response.body.count) { isCancelled in
                        Result { () throws(Unusable) in try read(isCancelled) }
                    }
                } ?? nil
        }
        switch result {
        case .success(let body): return body
        case .failure(let error): throw unusable(response, request, error.problem)
        case nil: throw redacted(APIError(Task.isCancelled ? .cancelled : .timedOut, request))
        }
    }

    /// The size, in bytes, up to which a body is decoded immediately.
    static let smallBody = 1 << 16

    /// Why a body can't be used.
    struct Unusable: Error {
        let problem: String

        init(_ problem: String) {
            self.problem = problem
        }
    }

    /// The error for an unusable answer: what is wrong with it and how it starts.
    func unusable(_ response: HTTPResponse, _ request: HTTPRequest, _ problem: String) -> APIError {
        let start =
            response.body.isEmpty ? "the answer is empty" : "the answer starts with: \(excerpt(of: response.body))"
        let message = "\(request.printableURL) returned \(problem); \(start)"
        return APIError(.badResponse, redactor.redact(message), httpStatus: response.status)
    }

    /// The first characters of a body, on one line and without secrets.
    func excerpt(of body: [UInt8]) -> String {
        let text = redactor.redact(String(decoding: body.prefix(2000), as: UTF8.self))
        let words = text.printable.split(separator: " ").joined(separator: " ")
        return String(words.prefix(80)) + (words.count > 80 ? "…" : "")
    }

    /// The error without the entry's secrets.
    func redacted(_ error: APIError) -> APIError {
        var error = error
        error.message = redactor.redact(error.message)
        error.hint = error.hint.map(redactor.redact)
        return error
    }
}
