/// One account of the story, as Linode's API presents it.
struct LinodeAccount: Sendable {
    /// A shared transfer pool, in GB.
    struct Pool: Sendable {
        var used: Int
        var quota: Int
        var billable = 0

        fileprivate var members: [(String, SandboxJSON)] {
            [("billable", .integer(billable)), ("quota", .integer(quota)), ("used", .integer(used))]
        }
    }

    var pool: Pool
    /// The pools that are separate from the global one, by region; `nil` if the answer has no such key.
    var regions: [(id: String, pool: Pool)]?
    var instances: [LinodeInstance] = []
    /// The bytes used this month.
    var objectStorage = 0
    var scopes = ["account:read_only", "linodes:read_only", "object_storage:read_only"]

    /// The header lines with the token's scopes and those that the endpoint accepts.
    func headers(accepting scope: String) -> [SandboxHeader] {
        [
            SandboxHeader("X-OAuth-Scopes", scopes.joined(separator: " ")),
            SandboxHeader("X-Accepted-OAuth-Scopes", scope),
        ]
    }

    /// The body of `GET /account/transfer`: the global pool and, separate from it, those of the regions.
    var transfer: SandboxJSON {
        guard let regions else { return .object(pool.members) }
        let pools = regions.map { SandboxJSON.object([("id", .string($0.id))] + $0.pool.members) }
        return .object(pool.members + [("region_transfers", .array(pools))])
    }

    /// The body of `GET /account`, with what a client needs to start.
    var profile: SandboxJSON {
        [
            "company": "Example Company", "first_name": "Sandbox", "last_name": "Example",
            "email": "sandbox@example.com", "country": "US", "balance": 0, "balance_uninvoiced": 0,
            "active_since": "2020-01-01T00:00:00", "capabilities": ["Linodes", "Object Storage"],
            "euuid": "00000000-0000-4000-8000-000000000000",
        ]
    }
}
