extension SandboxStory {
    /// Vultr's API keys.
    public enum Vultr {
        /// 3688 of 5120 GB with 10 days to go, and two instances.
        public static let backup = "sandbox-vultr-backup"
    }
}

/// Vultr's part of the story: a pool that will be over by the end of the month, by the service's own projection, though
/// it is not yet.
struct VultrStory: Sendable {
    private let today: CivilTime
    private let now: Int

    private struct Instance {
        let id, label: String
        let bytesADay: Int
    }

    private static let instances = [
        Instance(id: "4f0f12e5-1f84-404f-aa84-85f431ea5ec1", label: "backup-1", bytesADay: 99_000_000_000),
        Instance(id: "4f0f12e5-1f84-404f-aa84-85f431ea5ec2", label: "backup-2", bytesADay: 78_000_000_000),
    ]

    init(now: Int) {
        self.now = now
        today = CivilTime(seconds: now)
    }

    /// The member `bandwidth` of `GET /account/bandwidth`. The times are strings.
    var bandwidth: SandboxJSON {
        let start = CivilTime(year: today.year, month: today.month, day: 1).seconds
        let isDecember = today.month == 12
        let next = CivilTime(
            year: isDecember ? today.year + 1 : today.year, month: isDecember ? 1 : today.month + 1, day: 1
        ).seconds
        let previous = CivilTime(seconds: start - 1)
        let before = CivilTime(year: previous.year, month: previous.month, day: 1).seconds
        return [
            "previous_month": Self.block(before, start - 1, out: 3110, credits: 3072, overage: 0),
            "current_month_to_date": Self.block(start, now, out: 3688, credits: 2072, overage: 0),
            "current_month_projected": Self.block(start, next - 1, out: 5466, credits: 3072, overage: 346),
        ]
    }

    private static func block(_ start: Int, _ end: Int, out: Int, credits: Int, overage: Int) -> SandboxJSON {
        [
            "timestamp_start": .string(String(start)), "timestamp_end": .string(String(end)), "gb_in": 81,
            "gb_out": .integer(out), "total_instance_hours": 1344, "total_instance_count": 2,
            "instance_bandwidth_credits": .integer(credits), "free_bandwidth_credits": 2048,
            "purchased_bandwidth_credits": 0, "overage": .integer(overage), "overage_unit_cost": .number("0.01"),
            "overage_cost": .number("\(overage / 100).\((overage % 100).padded(2))"),
        ]
    }

    /// A page of the instances: one each, so that there is a cursor to follow.
    func page(after cursor: String?) -> SandboxJSON {
        let index = Self.instances.firstIndex { $0.id == cursor } ?? 0
        let instance = Self.instances[index]
        let next = index + 1 < Self.instances.count ? Self.instances[index + 1].id : ""
        return [
            "instances": [
                [
                    "id": .string(instance.id), "label": .string(instance.label), "region": "ewr",
                    "allowed_bandwidth": 2000,
                ]
            ],
            "meta": ["total": .integer(Self.instances.count), "links": ["next": .string(next), "prev": ""]],
        ]
    }

    /// The member `bandwidth` of an instance's days: the last two of the month before, and those of this one.
    func days(of id: String) -> SandboxJSON? {
        guard let instance = Self.instances.first(where: { $0.id == id }) else { return nil }
        let start = CivilTime(year: today.year, month: today.month, day: 1).seconds
        let days = stride(from: start - 2 * 86_400, through: now, by: 86_400).map { day -> (String, SandboxJSON) in
            let counts: SandboxJSON = [
                "incoming_bytes": .integer(instance.bytesADay / 50), "outgoing_bytes": .integer(instance.bytesADay),
            ]
            return (CivilTime(seconds: day).date, counts)
        }
        return .object(days)
    }
}
