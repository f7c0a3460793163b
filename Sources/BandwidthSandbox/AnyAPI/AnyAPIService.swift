extension SandboxStory {
    /// A service that the tool has no provider for.
    public enum AnyAPI {
        /// 4300 of 5000 GB.
        public static let key = "sandbox-any-api-key"
    }
}

/// A made-up small host with a made-up API, for what is configured by pointers: GB as text, an object within an object.
struct AnyAPIService: SandboxService {
    static let name = "http"
    static let basePath = ""

    static func providerEntries(baseURL: String) -> [String] {
        [
            """
            { "type": "http", "name": "small-host", "url": "\(baseURL)/any/servers/7/traffic?verbose=0",
                  "headers": { "X-Any-Key": "\(SandboxStory.AnyAPI.key)" }, "unit": "GB",
                  "used_pointer": "/data/usage/total", "quota_pointer": "/data/limit/monthly" }
            """
        ]
    }

    init(_ context: SandboxContext) {}

    static func endpoint(of path: String) -> String? {
        strip("/any", from: path) == nil ? nil : path
    }

    func answer(_ request: SandboxRequest) -> SandboxResponse {
        guard request.header("X-Any-Key") == SandboxStory.AnyAPI.key else { return error(401, nil) }
        guard request.components == ["any", "servers", "7", "traffic"] else { return error(404, nil) }
        return respond(
            200,
            [
                "status": "success",
                "data": [
                    "usage": ["total": "4300.25", "in": .number("1200.15"), "out": .number("3100.10")],
                    "limit": ["monthly": 5000, "additional": .null],
                ],
            ])
    }

    func error(_ status: Int, _ message: String?) -> SandboxResponse {
        respond(status, ["status": "error", "message": .string(message ?? "Error \(status)")])
    }

    private func respond(_ status: Int, _ body: SandboxJSON) -> SandboxResponse {
        SandboxResponse(
            status, headers: [SandboxHeader("Content-Type", "application/json")], body: .json(body, spaced: true))
    }
}
