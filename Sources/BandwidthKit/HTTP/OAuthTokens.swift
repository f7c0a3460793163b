/// The access tokens of OAuth 2.0 client credentials (RFC 6749, section 4.4) for one check.
///
/// A token is fetched when it is first needed, kept in memory, and never written. Requests that need one at the same
/// time share the request for it. A token that is refused, because it has expired, is replaced once.
actor OAuthTokens {
    private let fetch: @Sendable () async throws(APIError) -> Secret
    private var current: Task<Result<Secret, APIError>, Never>?
    private var isRenewed = false

    /// - Parameter fetch: asks the service for a token.
    init(_ fetch: @escaping @Sendable () async throws(APIError) -> Secret) {
        self.fetch = fetch
    }

    /// The token, which is fetched if there is none.
    func token() async throws(APIError) -> Secret {
        let task: Task<Result<Secret, APIError>, Never>
        if let current {
            task = current
        } else {
            task = Task { [fetch] in
                await Result.catching { () async throws(APIError) in try await fetch() }
            }
            current = task
        }
        let result = await withTaskCancellationHandler {
            await task.value
        } onCancel: {
            // Everything that waits for it belongs to the same check.
            task.cancel()
        }
        return try result.get()
    }

    /// The token to use instead of one that was refused; `nil` if that was already a second one.
    func token(after refused: Secret) async throws(APIError) -> Secret? {
        if try await token() != refused { return try await token() }
        guard !isRenewed else { return nil }
        isRenewed = true
        current = nil
        return try await token()
    }
}

extension APIClient {
    /// Sends a GET request with a token. If that is refused, asks for another one and tries once more.
    func get<Body: Decodable & Sendable>(
        _ path: APIPath, query: [(String, String)] = [], tokens: OAuthTokens
    ) async throws(APIError) -> Body {
        let token = try await tokens.token()
        do throws(APIError) {
            return try await get(path, query: query, authorization: .bearer(token))
        } catch {
            guard error.code == .unauthorized, let next = try await tokens.token(after: token) else { throw error }
            return try await get(path, query: query, authorization: .bearer(next))
        }
    }
}
