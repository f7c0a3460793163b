/// Linode's transfer endpoints, and the few that its own clients call first.
///
/// Shapes and units: techdocs.akamai.com/linode-api/reference/get-transfer, …/get-linode-transfer. The header lines are
/// those of a recorded answer (linode/linodego:test/integration/fixtures/TestAccountTransfer_Get.yaml).
struct LinodeService: SandboxService {
    let name = "linode"
    let basePath = "/v4"
    let knownPaths = ["/v4", "/v4beta"]

    func providerEntries(baseURL: String) -> [String] {
        [
            ("production", SandboxStory.Linode.production), ("hobby", SandboxStory.Linode.hobby),
            ("old-key", "revoked-token"),
        ]
        .map { name, token in
            #"{ "type": "linode", "name": "\#(name)", "token": "\#(token)", "base_url": "\#(baseURL)" }"#
        }
    }

    let story: LinodeStory
    private let limiter: RateLimiter

    init(_ context: SandboxContext) {
        story = LinodeStory(now: context.now, fleetSize: context.options.fleetSize)
        limiter = RateLimiter(limit: context.options.rateLimit)
    }

    /// `/v4beta` answers like `/v4`; the vendor's Go client uses it.
    func endpoint(of path: String) -> String? {
        path.afterPath("/v4beta") ?? path.afterPath(basePath)
    }

    func answer(_ request: SandboxRequest) -> SandboxResponse {
        if let answer = publicAnswer(request) { return answer }
        guard let token = request.bearerToken, let account = story.accounts[token] else {
            return error(401)
        }
        let grant = limiter.take(for: token)
        var response = grant.remaining < 0 ? tooManyRequests(grant) : answer(request, account)
        response.headers += grant.headers
        return response
    }

    func error(_ status: Int) -> SandboxResponse {
        error(status, Self.reason(for: status))
    }

    private func answer(_ request: SandboxRequest, _ account: LinodeAccount) -> SandboxResponse {
        let path = request.components
        guard let scope = Self.scope(for: path) else { return error(404) }
        guard request.method == "GET" else { return error(405) }
        guard scope.isEmpty || account.scopes.contains(scope) else { return unauthorized(scope, account) }
        var response = content(path, request, account) ?? error(404)
        response.headers += account.headers(accepting: scope.isEmpty ? "*" : scope)
        return response
    }

    private func content(
        _ path: [String],
        _ request: SandboxRequest,
        _ account: LinodeAccount
    ) -> SandboxResponse? {
        switch path.first {
        case "account": respond(200, path.count == 1 ? account.profile : account.transfer)
        case "object-storage": respond(200, ["used": .integer(account.objectStorage)])
        case "profile": respond(200, ["username": "sandbox", "email": "sandbox@example.com", "restricted": false])
        default: instances(Array(path.dropFirst(2)), request, account)
        }
    }

    /// The scope that an endpoint needs, empty if any token will do; `nil` if there is no such endpoint.
    private static func scope(for path: [String]) -> String? {
        switch path {
        case ["account"], ["account", "transfer"]: "account:read_only"
        case ["object-storage", "transfer"]: "object_storage:read_only"
        case ["profile"]: ""
        case _ where path.starts(with: ["linode", "instances"]): "linodes:read_only"
        default: nil
        }
    }
}
