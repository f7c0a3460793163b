/// Vultr's account bandwidth, instances and their days.
///
/// Shapes: vultr/govultr:account.go, account_test.go and instance.go; www.vultr.com/api.
struct VultrService: SandboxService {
    static let name = "vultr"
    static let basePath = "/v2"

    static func providerEntries(baseURL: String) -> [String] {
        [
            """
            { "type": "vultr", "name": "backup", "token": "\(SandboxStory.Vultr.backup)",
                  "instances": ["backup-1"], "base_url": "\(baseURL)" }
            """
        ]
    }

    private let story: VultrStory

    init(_ context: SandboxContext) {
        story = VultrStory(now: context.seconds)
    }

    func answer(_ request: SandboxRequest) -> SandboxResponse {
        guard request.bearerToken == SandboxStory.Vultr.backup else { return error(401, nil) }
        guard request.method == "GET" else { return error(405, nil) }
        let path = request.components
        switch path {
        case ["account", "bandwidth"]: return respond(200, ["bandwidth": story.bandwidth])
        case ["instances"]: return respond(200, story.page(after: request.query["cursor"]))
        case _ where path.count == 3 && path[0] == "instances" && path[2] == "bandwidth":
            return story.days(of: path[1]).map { respond(200, ["bandwidth": $0]) } ?? error(404, nil)
        default: return error(404, nil)
        }
    }

    func error(_ status: Int, _ message: String?) -> SandboxResponse {
        let usual =
            switch status {
            case 401: "Invalid API token."
            case 404: "Not found."
            case 429: "Rate limit exceeded."
            default: "Error."
            }
        return respond(status, ["error": .string(message ?? usual), "status": .integer(status)])
    }

    private func respond(_ status: Int, _ body: SandboxJSON) -> SandboxResponse {
        SandboxResponse(
            status, headers: [SandboxHeader("Content-Type", "application/json")], body: .json(body, spaced: false))
    }
}
