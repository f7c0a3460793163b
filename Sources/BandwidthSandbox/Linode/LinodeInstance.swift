/// One instance of the story.
struct LinodeInstance: Sendable {
    var id: Int
    var label: String
    var region: String
    var type: LinodePlan
    /// The bytes used this month.
    var used: Int
    /// The GB that the instance adds to its pool this month, prorated by the hour.
    var quota: Int
    var tags: [String] = []

    /// The body of `GET /linode/instances/{id}/transfer`: `used` in bytes, the rest in GB (comments on
    /// `InstanceTransfer` in linode/linodego:instances.go).
    var transfer: SandboxJSON {
        ["used": .integer(used), "quota": .integer(quota), "billable": 0]
    }

    /// The body of a month's transfer, in bytes: derived from the instance and the month, and the same on every call.
    func transfer(year: Int, month: Int) -> SandboxJSON {
        let out = used / 10 * (8 + (id + year * 12 + month) % 5)
        let into = out / 4 * 3
        return ["bytes_in": .integer(into), "bytes_out": .integer(out), "bytes_total": .integer(into + out)]
    }

    /// The instance as an item of `GET /linode/instances`.
    var json: SandboxJSON {
        let address = "203.0.113.\(id % 254 + 1)"
        return [
            "id": .integer(id), "label": .string(label), "group": "", "status": "running",
            "created": "2024-05-06T07:08:09", "updated": "2024-05-06T07:08:09", "type": .string(type.id),
            "ipv4": [.string(address)], "ipv6": "2001:db8::f03c:91ff:fe00:1/128", "image": "linode/debian12",
            "region": .string(region),
            "specs": [
                "disk": .integer(type.disk), "memory": .integer(type.memory), "vcpus": .integer(type.vcpus), "gpus": 0,
                "transfer": .integer(type.transfer),
            ],
            "alerts": ["cpu": 90, "network_in": 10, "network_out": 10, "transfer_quota": 80, "io": 10000],
            "backups": [
                "enabled": false, "available": false, "schedule": ["day": nil, "window": nil], "last_successful": nil,
            ],
            "hypervisor": "kvm", "watchdog_enabled": true, "tags": .array(tags.map { .string($0) }),
            "host_uuid": "00000000000000000000000000000000", "has_user_data": false, "lke_cluster_id": nil,
        ]
    }
}
