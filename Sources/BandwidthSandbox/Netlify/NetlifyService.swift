/// Netlify's teams and their bandwidth.
///
/// `/accounts` is documented (netlify/open-api:swagger.yml, `listAccountsForUser`); `/accounts/{slug}/bandwidth` isn't:
/// its shape is that of real answers (alexwlchan.net/til/2024/get-netlify-usage-from-api;
/// community.netlify.com/t/access-bandwidth-usage-through-api/14155).
struct NetlifyService: SandboxService {
    static let name = "netlify"
    static let basePath = "/api/v1"

    static func providerEntries(baseURL: String) -> [String] {
        [
            #"{ "type": "netlify", "name": "teams", "token": "\#(SandboxStory.Netlify.teams)", "base_url": "\#(baseURL)" }"#
        ]
    }

    private let story: NetlifyStory

    init(_ context: SandboxContext) {
        story = NetlifyStory(now: context.seconds)
    }

    func answer(_ request: SandboxRequest) -> SandboxResponse {
        guard let token = request.bearerToken, let teams = story.teams[token] else { return error(401, nil) }
        let path = request.components
        let response: SandboxResponse? =
            switch path {
            case ["accounts"]: list(teams, request)
            case ["user"]: respond(200, ["id": "5f1aa0c0e4b0a1b2c3d4e500", "full_name": "Sandbox Example"])
            case _ where path.count == 3 && path[0] == "accounts" && path[2] == "bandwidth":
                teams.first { $0.slug == path[1] }.map { respond(200, $0.bandwidth(story.period)) }
            default: nil
            }
        guard var response else { return error(404, nil) }
        guard request.method == "GET" else { return error(405, nil) }
        let tag = Self.tag(of: response.bytes)
        response.headers.append(SandboxHeader("ETag", tag))
        if request.header("If-None-Match") == tag {
            response.status = 304
            response.body = .empty
        }
        return response
    }

    /// The shape is swagger.yml's definition `error`; the wording is made up, but for `Not Found`.
    func error(_ status: Int, _ message: String?) -> SandboxResponse {
        let usual =
            switch status {
            case 401: "Access Denied"
            case 403: "Forbidden"
            case 404: "Not Found"
            case 405: "Method Not Allowed"
            case 413: "Payload Too Large"
            case 422: "Unprocessable Entity"
            case 429: "API rate limit exceeded"
            default: "Internal Server Error"
            }
        return respond(status, ["code": .integer(status), "message": .string(message ?? usual)])
    }

    /// A page of the teams, with `Link` where there is more than one
    /// (docs.netlify.com/api-and-cli-guides/api-guides/get-started-with-api).
    private func list(_ teams: [NetlifyTeam], _ request: SandboxRequest) -> SandboxResponse {
        let page = max(1, request.query["page"].flatMap { Int($0) } ?? 1)
        let size = min(100, max(1, request.query["per_page"].flatMap { Int($0) } ?? 100))
        let last = max(1, (teams.count + size - 1) / size)
        let slice = page <= last ? teams.dropFirst((page - 1) * size).prefix(size) : []
        var response = respond(200, .array(slice.map(\.json)))
        if last > 1 {
            let links = [("next", page + 1), ("prev", page - 1), ("last", last)].filter { 1...last ~= $0.1 }
            let url = request.base + request.endpoint
            let text = links.map { "<\(url)?page=\($0.1)&per_page=\(size)>; rel=\"\($0.0)\"" }
            response.headers.append(SandboxHeader("Link", text.joined(separator: ", ")))
        }
        return response
    }
}
