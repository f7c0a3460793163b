/// Hetzner's servers, load balancers and prices.
///
/// Shapes: docs.hetzner.cloud/reference/cloud; hetznercloud/hcloud-go:hcloud/schema. The allowance of one server is 0, as it was
/// seen at the start of a month (JanisPlayer/Hetzner-Traffic-Manager issue 1).
struct HetznerService: SandboxService {
    static let name = "hetzner"
    static let basePath = "/v1"

    static func providerEntries(baseURL: String) -> [String] {
        [
            """
            { "type": "hetzner", "name": "shop", "token": "\(SandboxStory.Hetzner.shop)", "base_url": "\(baseURL)" }
            """
        ]
    }

    init(_ context: SandboxContext) {}

    /// Others have the same base path.
    static func endpoint(of path: String) -> String? {
        let known = ["/v1/servers", "/v1/load_balancers", "/v1/pricing"]
        return known.contains { strip($0, from: path) != nil } ? strip(basePath, from: path) : nil
    }

    func answer(_ request: SandboxRequest) -> SandboxResponse {
        guard request.bearerToken == SandboxStory.Hetzner.shop else { return error(401, nil) }
        guard request.method == "GET" else { return error(405, nil) }
        switch request.components {
        case ["servers"]: return list("servers", HetznerStory.servers, request)
        case ["load_balancers"]: return list("load_balancers", HetznerStory.loadBalancers, request)
        case ["pricing"]: return respond(200, HetznerStory.pricing)
        default: return error(404, nil)
        }
    }

    func error(_ status: Int, _ message: String?) -> SandboxResponse {
        let (code, usual) =
            switch status {
            case 401: ("unauthorized", "unable to authenticate")
            case 403: ("forbidden", "insufficient permissions")
            case 404: ("not_found", "not found")
            case 429: ("rate_limit_exceeded", "limit of 3600 requests per hour reached")
            case 503: ("maintenance", "cannot perform operation due to maintenance")
            default: ("service_error", "an error occurred")
            }
        return respond(
            status, ["error": ["code": .string(code), "message": .string(message ?? usual), "details": .null]])
    }

    /// A page of the list, 25 long unless asked for another length up to 50.
    private func list(_ name: String, _ all: [SandboxJSON], _ request: SandboxRequest) -> SandboxResponse {
        let page = max(1, request.query["page"].flatMap { Int($0) } ?? 1)
        let size = min(50, max(1, request.query["per_page"].flatMap { Int($0) } ?? 25))
        let last = max(1, (all.count + size - 1) / size)
        let items = page <= last ? Array(all.dropFirst((page - 1) * size).prefix(size)) : []
        return respond(
            200,
            [
                name: .array(items),
                "meta": [
                    "pagination": [
                        "page": .integer(page), "per_page": .integer(size),
                        "previous_page": page > 1 ? .integer(page - 1) : .null,
                        "next_page": page < last ? .integer(page + 1) : .null, "last_page": .integer(last),
                        "total_entries": .integer(all.count),
                    ]
                ],
            ])
    }

    /// 3600 requests an hour for a project, told without the usual `X-`.
    private func respond(_ status: Int, _ body: SandboxJSON) -> SandboxResponse {
        SandboxResponse(
            status,
            headers: [
                SandboxHeader("Content-Type", "application/json"), SandboxHeader("RateLimit-Limit", "3600"),
                SandboxHeader("RateLimit-Remaining", "3599"),
                SandboxHeader("RateLimit-Reset", String(RealTime.seconds + 1)),
            ],
            body: .json(body, spaced: false))
    }
}
