extension SandboxStory {
    /// bunny.net's account keys.
    public enum Bunny {
        /// A zone close to its own limit, one without any, and one that was switched off at its limit.
        public static let media = "sandbox-bunny-media"
    }
}

/// bunny.net's pull zones.
///
/// Shapes: BunnyWay/cli:packages/api/specs/core.json; docs.bunny.net/reference/pullzonepublic_index. A zone really has more than a
/// hundred members.
struct BunnyService: SandboxService {
    static let name = "bunny"
    static let basePath = ""

    static func providerEntries(baseURL: String) -> [String] {
        [
            """
            { "type": "bunny", "name": "media", "token": "\(SandboxStory.Bunny.media)", "base_url": "\(baseURL)" }
            """
        ]
    }

    init(_ context: SandboxContext) {}

    /// The real base URL has no path, so the first component tells.
    static func endpoint(of path: String) -> String? {
        strip("/pullzone", from: path) == nil ? nil : path
    }

    func answer(_ request: SandboxRequest) -> SandboxResponse {
        guard request.header("AccessKey") == SandboxStory.Bunny.media else { return error(401, nil) }
        guard request.method == "GET" else { return error(405, nil) }
        guard request.components == ["pullzone"] else { return error(404, nil) }
        let zones: [SandboxJSON] = [
            zone(1_234_567, "example-downloads", used: 941_000_000_000, limit: 1_000_000_000_000, charges: "9.41"),
            zone(1_234_568, "example-video", used: 2_316_860_416_000, limit: 0, charges: "11.58"),
            zone(1_234_569, "example-trial", used: 50_000_000_000, limit: 50_000_000_000, charges: "0.5", isOn: false),
        ]
        // Without a page, or asked for page 0, the list comes bare.
        guard let page = request.query["page"].flatMap({ Int($0) }), page > 0 else {
            return respond(200, .array(zones))
        }
        return respond(
            200,
            [
                "Items": .array(page == 1 ? zones : []), "CurrentPage": .integer(page),
                "TotalItems": .integer(zones.count), "HasMoreItems": false,
            ])
    }

    func error(_ status: Int, _ message: String?) -> SandboxResponse {
        let (key, usual) =
            switch status {
            case 401: ("unauthorized", "Unauthorized access.")
            case 404: ("pullzone.not_found", "The requested Pull Zone was not found")
            default: ("error", "An error occurred.")
            }
        return respond(
            status, ["ErrorKey": .string(key), "Field": "", "Message": .string(message ?? usual)])
    }

    private func zone(
        _ id: Int, _ name: String, used: Int, limit: Int, charges: String, isOn: Bool = true
    ) -> SandboxJSON {
        [
            "Id": .integer(id), "Name": .string(name), "Enabled": .bool(isOn), "Suspended": false, "Type": 0,
            "MonthlyBandwidthUsed": .integer(used), "MonthlyBandwidthLimit": .integer(limit),
            "MonthlyCharges": .number(charges),
        ]
    }

    private func respond(_ status: Int, _ body: SandboxJSON) -> SandboxResponse {
        SandboxResponse(
            status, headers: [SandboxHeader("Content-Type", "application/json; charset=utf-8")],
            body: .json(body, spaced: false))
    }
}
