#if canImport(FoundationEssentials)
    import FoundationEssentials
#else
    import Foundation
#endif

/// Linode's part of the story: an account for each token.
struct LinodeStory: Sendable {
    /// The month of the story, in UTC.
    let month: (year: Int, month: Int)
    let accounts: [String: LinodeAccount]

    init(now: Date, fleetSize: Int) {
        let today = Calendar.utc.dateComponents([.year, .month], from: now)
        month = (today.year ?? 0, today.month ?? 0)
        accounts = [
            SandboxStory.Linode.production: Self.production,
            SandboxStory.Linode.hobby: Self.hobby,
            SandboxStory.Linode.empty: LinodeAccount(pool: .init(used: 0, quota: 0), regions: []),
            SandboxStory.Linode.fleet: Self.fleet(of: fleetSize),
            SandboxStory.Linode.narrow: LinodeAccount(pool: .init(used: 0, quota: 0), scopes: ["domains:read_only"]),
        ]
    }

    private static let production = LinodeAccount(
        pool: .init(used: 2310, quota: 9141),
        regions: [
            ("id-cgk", .init(used: 118, quota: 100, billable: 18)),
            ("br-gru", .init(used: 640, quota: 2000)),
        ],
        instances: [
            instance(1, "web-1", type: .standard2, used: 872_307_857_817, quota: 4000, tags: ["prod"]),
            instance(2, "web-2", type: .standard2, used: 703_408_268_902, quota: 4000, tags: ["prod"]),
            instance(3, "db-1", type: .standard1, used: 904_627_486_720, quota: 1141, tags: ["prod"]),
            instance(4, "edge-1", region: "id-cgk", used: 126_701_535_232, quota: 100, tags: ["edge"]),
        ],
        objectStorage: 12_956_600_198
    )

    private static let hobby = LinodeAccount(
        pool: .init(used: 212, quota: 1000),
        regions: nil,
        instances: [instance(5, "hobby-1", used: 227_955_389_235, quota: 1000)]
    )

    /// Each has used between 100 and 400 GiB of 1000, so the pool is a quarter used whatever the size.
    private static func fleet(of size: Int) -> LinodeAccount {
        let instances = (0..<max(0, size)).map { index in
            instance(
                100_001 + index,
                "node-\((index + 1).padded(4))",
                used: 107_374_182_400 + index * 7919 % 300_000 * 1_073_741,
                quota: 1000,
                tags: ["fleet"]
            )
        }
        let used = instances.reduce(0) { $0 + $1.used } >> 30
        return LinodeAccount(pool: .init(used: used, quota: 1000 * instances.count), regions: [], instances: instances)
    }

    private static func instance(
        _ number: Int,
        _ label: String,
        region: String = "us-east",
        type: LinodePlan = .nanode,
        used: Int,
        quota: Int,
        tags: [String] = []
    ) -> LinodeInstance {
        LinodeInstance(
            id: 10_000_122 + number, label: label, region: region, type: type, used: used, quota: quota, tags: tags
        )
    }
}
