/// Linode's public endpoints.
extension LinodeService {
    /// The answer to a path that needs no token; `nil` for other paths.
    func publicAnswer(_ request: SandboxRequest) -> SandboxResponse? {
        let items: [SandboxJSON]
        switch request.components {
        case ["network-transfer", "prices"]: items = Self.prices
        case ["regions"]: items = Self.regions
        default: return nil
        }
        guard request.method == "GET" else { return error(405) }
        return page(items, request) { $0 }
    }

    /// USD per GB, in a field called `hourly`
    /// (linode/linodego:test/integration/fixtures/TestNetworkTransferPrice_List.yaml).
    private static let prices: [SandboxJSON] = [
        [
            "id": "distributed_network_transfer", "label": "Distributed Network Transfer",
            "price": ["hourly": .number("0.01"), "monthly": nil], "region_prices": [], "transfer": 0,
        ],
        [
            "id": "network_transfer", "label": "Network Transfer",
            "price": ["hourly": .number("0.005"), "monthly": nil],
            "region_prices": [
                ["id": "id-cgk", "hourly": .number("0.015"), "monthly": nil],
                ["id": "br-gru", "hourly": .number("0.007"), "monthly": nil],
            ],
            "transfer": 0,
        ],
    ]

    private static let regions: [SandboxJSON] = [
        region("us-east", "Newark, NJ", country: "us"),
        region("id-cgk", "Jakarta, ID", country: "id"),
        region("br-gru", "Sao Paulo, BR", country: "br"),
    ]

    private static func region(_ id: String, _ label: String, country: String) -> SandboxJSON {
        [
            "id": .string(id), "label": .string(label), "country": .string(country),
            "capabilities": ["Linodes", "Object Storage"], "status": "ok", "site_type": "core",
        ]
    }
}
