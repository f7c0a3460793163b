/// Lightsail's answers, in its own words.
extension Lightsail {
    /// The answer to `GetInstances`.
    struct InstancePage: Decodable, Sendable {
        let instances: [Instance]
        let nextPageToken: String?
    }

    /// An instance; the allowance is in GB a month.
    struct Instance: Decodable, Sendable {
        let name: String
        let bundle: String?
        let quota: WireGibibytes?
        let isStopped: Bool

        /// The region that it was listed in.
        var region = ""

        init(from decoder: any Decoder) throws {
            let members = try decoder.container(keyedBy: CodingKeys.self)
            name = try members.decode(String.self, forKey: .name)
            bundle = try members.decode(Lenient<String>.self, forKey: .bundle).value
            quota = try members.decodeIfPresent(Networking.self, forKey: .networking)?.monthlyTransfer?.allocated
            isStopped = try members.decode(Lenient<State>.self, forKey: .state).value?.name == "stopped"
        }

        func located(in region: String) -> Instance {
            var instance = self
            instance.region = region
            return instance
        }

        /// A name is unique within its region.
        var scope: UsageScope {
            UsageScope(.server, id: "\(region)/\(name)", label: name)
        }

        var bundleScope: UsageScope {
            UsageScope(UsageScope.Kind("bundle"), id: "\(region)/\(bundle ?? "")")
        }

        private enum CodingKeys: String, CodingKey {
            case name, networking, state
            case bundle = "bundleId"
        }

        private struct Networking: Decodable {
            let monthlyTransfer: Transfer?
        }

        private struct Transfer: Decodable {
            let allocated: WireGibibytes?

            enum CodingKeys: String, CodingKey {
                case allocated = "gbPerMonthAllocated"
            }
        }

        private struct State: Decodable, Sendable {
            let name: String
        }
    }

    /// The answer to `GetInstanceMetricData`.
    struct MetricData: Decodable, Sendable {
        let metricData: [Point]

        /// The bytes of an interval. Another unit than the one asked for would be a bad answer.
        struct Point: Decodable, Sendable {
            let sum: WireBytes
            private let unit: WireByteUnit?
        }
    }
}
