/// One team of the story; bandwidth in bytes.
struct NetlifyTeam: Sendable {
    let id: String
    let slug: String
    let name: String
    let plan: String
    let used: Int
    /// `nil` on a credit plan. What the service really says there isn't known.
    let included: Int?
    let additional: Int

    /// An item of `GET /accounts`.
    var json: SandboxJSON {
        var capabilities: [(String, SandboxJSON)] = [
            ("sites", ["included": 500, "used": 12]), ("collaborators", ["included": 1, "used": 1]),
        ]
        if included == nil {
            // Always 0 used, whatever was (netlify/open-api issue 640).
            capabilities.append(("credits", ["included": 5000, "used": 0]))
        }
        return [
            "id": .string(id), "name": .string(name), "slug": .string(slug), "type": "personal",
            "type_id": "5f1aa0c0e4b0a1b2c3d4e5aa", "type_name": .string(plan), "billing_period": "monthly",
            "capabilities": .object(capabilities),
        ]
    }

    /// The body of `GET /accounts/{slug}/bandwidth`.
    func bandwidth(_ period: NetlifyPeriod) -> SandboxJSON {
        [
            "used": .integer(used), "included": included.map { .integer($0) } ?? .null,
            "additional": .integer(additional), "last_updated_at": .string(period.lastUpdated),
            "period_start_date": .string(period.start), "period_end_date": .string(period.end),
        ]
    }
}
