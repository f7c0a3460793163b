/// Linode's error answers (linode/linodego:errors.go, retries.go).
extension LinodeService {
    /// An answer with the header lines that all of Linode's answers have.
    func respond(_ status: Int, _ body: SandboxJSON) -> SandboxResponse {
        SandboxResponse(
            status,
            headers: [
                SandboxHeader("Content-Type", "application/json"),
                SandboxHeader("Access-Control-Expose-Headers", "X-OAuth-Scopes, X-Accepted-OAuth-Scopes, X-Status"),
                SandboxHeader("Cache-Control", "max-age=0, no-cache, no-store"),
                SandboxHeader("Vary", "Authorization, X-Filter"),
            ],
            body: Array(body.text.utf8)
        )
    }

    /// An error with its reason, and the invalid parameter if there is one.
    func error(_ status: Int, _ reason: String, field: String? = nil) -> SandboxResponse {
        let field = field.map { [("field", SandboxJSON.string($0))] } ?? []
        return respond(status, ["errors": [.object([("reason", .string(reason))] + field)]])
    }

    /// The answer to a valid token that lacks a scope. Reports disagree on the status; most say 401.
    func unauthorized(_ scope: String, _ account: LinodeAccount) -> SandboxResponse {
        var response = error(401, Self.reason(for: 403))
        response.headers += account.headers(accepting: scope)
        return response
    }

    /// 429, with the seconds to wait (techdocs.akamai.com/linode-api/reference/rate-limits).
    func tooManyRequests(_ grant: RateLimiter.Grant) -> SandboxResponse {
        var response = error(429)
        response.headers.append(SandboxHeader("Retry-After", String(grant.secondsLeft)))
        return response
    }

    /// Linode's usual message for a status; the wording for statuses other than 401, 404 and 429 is made up.
    static func reason(for status: Int) -> String {
        switch status {
        case 400: "Linode busy."
        case 401: "Invalid Token"
        case 403: "Your OAuth token is not authorized to use this endpoint."
        case 404: "Not found"
        case 405: "Method Not Allowed"
        case 408: "Request timed out"
        case 413: "Request body too large"
        case 429: "Too many requests"
        case 503: "The service is currently in maintenance mode"
        default: "An unknown error occurred"
        }
    }
}
