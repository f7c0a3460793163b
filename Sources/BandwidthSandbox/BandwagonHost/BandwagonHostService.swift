extension SandboxStory {
    /// BandwagonHost's keys, one for each VPS.
    public enum BandwagonHost {
        /// The number of a VPS at a location that counts three times: 1230 of 1500 GB.
        public static let veid = "1234567"
        /// Its key.
        public static let key = "private_sandboxBandwagonHost"
    }
}

/// BandwagonHost's `getServiceInfo`, which says 200 to everything.
///
/// Shapes: icyleaf/bandwagon-exporter:src/bandwagon.rs; dev.moebuta.org/files/api.html.
struct BandwagonHostService: SandboxService {
    static let name = "bandwagonhost"
    static let basePath = "/v1"

    static func providerEntries(baseURL: String) -> [String] {
        [
            """
            { "type": "bandwagonhost", "name": "tokyo", "veid": "\(SandboxStory.BandwagonHost.veid)",
                  "api_key": "\(SandboxStory.BandwagonHost.key)", "base_url": "\(baseURL)" }
            """
        ]
    }

    private let nextReset: Int

    init(_ context: SandboxContext) {
        nextReset = context.seconds + 9 * 86_400
    }

    /// Others have the same base path.
    static func endpoint(of path: String) -> String? {
        strip("/v1/getServiceInfo", from: path) == nil ? nil : strip(basePath, from: path)
    }

    func answer(_ request: SandboxRequest) -> SandboxResponse {
        let fields = request.method == "POST" ? request.form : request.query
        guard fields["veid"] == SandboxStory.BandwagonHost.veid, fields["api_key"] == SandboxStory.BandwagonHost.key
        else { return respond(200, ["error": 700_005, "message": "Authentication failure"]) }
        return respond(
            200,
            [
                "error": 0, "hostname": "tokyo.example.com", "node_location": "JP, Tokyo",
                "plan": "kvmv5-20g-1024m-500g",
                "plan_monthly_data": 536_870_912_000, "monthly_data_multiplier": 3, "data_counter": 440_234_147_840,
                "data_next_reset": .integer(nextReset), "suspended": false, "ip_addresses": ["192.0.2.10"],
            ])
    }

    /// Only its front proxy says anything but 200; the shape is that of its refusals.
    func error(_ status: Int, _ message: String?) -> SandboxResponse {
        respond(status, ["error": .integer(status), "message": .string(message ?? "Error")])
    }

    private func respond(_ status: Int, _ body: SandboxJSON) -> SandboxResponse {
        SandboxResponse(
            status, headers: [SandboxHeader("Content-Type", "application/json")], body: .json(body, spaced: false))
    }
}
