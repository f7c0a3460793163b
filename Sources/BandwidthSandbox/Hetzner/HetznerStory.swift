extension SandboxStory {
    /// Hetzner's project tokens.
    public enum Hetzner {
        /// A server in Singapore that is over by 0.2 TB, one that is far from it, a new one without data, a load balancer.
        public static let shop = "sandbox-hetzner-shop"
    }
}

/// Hetzner's part of the story: one project. Its TB is 2⁴⁰ bytes.
enum HetznerStory {
    static let servers: [SandboxJSON] = [
        server(42_123_456, "shop-1", "fsn1", used: .integer(14_293_651_161_088), included: 20 << 40),
        server(42_123_457, "shop-sin", "sin", used: .integer(1_319_413_953_331), included: 1 << 40),
        server(42_123_458, "shop-new", "fsn1", used: .null, included: 0),
    ]

    static let loadBalancers: [SandboxJSON] = [
        [
            "id": 4711, "name": "shop-lb", "load_balancer_type": ["id": 1, "name": "lb11"],
            "location": ["id": 1, "name": "fsn1", "country": "DE"], "created": "2025-11-04T08:12:00+00:00",
            "included_traffic": .integer(20 << 40), "outgoing_traffic": 9_895_604_649_984,
            "ingoing_traffic": 98_123_456_789,
        ]
    ]

    static let pricing: SandboxJSON = [
        "pricing": [
            "currency": "EUR", "vat_rate": "19.000000",
            "server_types": [
                ["id": 22, "name": "cpx11", "prices": [price("fsn1", 20, "1.0"), price("sin", 1, "7.4")]]
            ],
            "load_balancer_types": [["id": 1, "name": "lb11", "prices": [price("fsn1", 20, "1.0")]]],
        ]
    ]

    private static func server(
        _ id: Int, _ name: String, _ location: String, used: SandboxJSON, included: Int
    ) -> SandboxJSON {
        [
            "id": .integer(id), "name": .string(name), "status": "running", "created": "2025-11-04T08:12:00+00:00",
            "server_type": ["id": 22, "name": "cpx11"],
            "datacenter": [
                "name": .string("\(location)-dc1"), "location": ["name": .string(location), "country": "DE"],
            ],
            "included_traffic": .integer(included), "outgoing_traffic": used, "ingoing_traffic": 98_123_456_789,
        ]
    }

    /// Amounts are decimal numbers in quotes, with ten digits behind the point.
    private static func price(_ location: String, _ terabytes: Int, _ net: String) -> SandboxJSON {
        [
            "location": .string(location), "included_traffic": .integer(terabytes << 40),
            "price_per_tb_traffic": ["net": .string(net + "000000000"), "gross": .string(net + "000000000")],
        ]
    }
}
