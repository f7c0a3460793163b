#if canImport(FoundationEssentials)
    import FoundationEssentials
#else
    import Foundation
#endif

/// Hetzner's answers, in its own words (https://github.com/hetznercloud/hcloud-go, `hcloud/schema`).
extension Hetzner {
    /// A server or a load balancer.
    struct Resource: Sendable {
        let scope: UsageScope
        let plan: String
        let outgoing: WireBytes?
        private let includedTraffic: WireBytes?

        /// The included traffic; `nil` if the service says nothing or 0.
        var included: ByteCount? {
            includedTraffic.flatMap { $0.count > .zero ? $0.count : nil }
        }

        init(_ kind: UsageScope.Kind, from decoder: any Decoder, type typeKey: Keys) throws {
            let members = try decoder.container(keyedBy: Keys.self)
            scope = UsageScope(
                kind, id: "\(try members.decode(Int64.self, forKey: .id))",
                label: try members.decodeIfPresent(String.self, forKey: .name))
            let type = try members.decode(Lenient<Named>.self, forKey: typeKey).value?.name
            let place = try members.decode(Lenient<Named>.self, forKey: .location).value
            let older = try members.decode(Lenient<Located>.self, forKey: .datacenter).value?.location
            plan = Self.plan(kind, type ?? "", (place ?? older)?.name ?? "")
            outgoing = try members.decodeIfPresent(WireBytes.self, forKey: .outgoing)
            includedTraffic = try members.decodeIfPresent(WireBytes.self, forKey: .included)
        }

        func usage(in period: BillingPeriod?, prices: Pricing?) -> Usage {
            let used = outgoing?.count ?? .zero
            let usual = included == nil ? prices?.included(in: plan) : nil
            let quota = included ?? usual
            let note: String? =
                if outgoing == nil {
                    "no data yet"
                } else if included != nil {
                    used > quota ?? used ? "prices are net of tax" : nil
                } else if usual != nil {
                    "the service reports no included traffic; using that of its type"
                } else {
                    "the service reports no included traffic"
                }
            return Usage(
                scope: scope, used: used, quota: quota, billable: quota.map { used.excess(over: $0) }, period: period,
                unit: .binaryTerabyte,
                native: NativeFigures(used: outgoing?.number ?? 0, quota: includedTraffic?.number, unit: .byte),
                overagePrice: prices?.overagePrice(of: plan), plan: plan, note: note)
        }

        /// The key of the price list.
        static func plan(_ kind: UsageScope.Kind, _ type: String, _ location: String) -> String {
            "\(kind.name)/\(type)/\(location)"
        }

        enum Keys: String, CodingKey {
            case id, name, location, datacenter
            case serverType = "server_type"
            case loadBalancerType = "load_balancer_type"
            case outgoing = "outgoing_traffic"
            case included = "included_traffic"
        }
    }

    /// An object of which only the name matters.
    struct Named: Decodable, Sendable {
        let name: String
    }

    /// `datacenter` of older answers.
    struct Located: Decodable, Sendable {
        let location: Named
    }

    /// The body of `GET /servers`.
    struct ServerPage: ResourcePage {
        let servers: [Server]
        let meta: PageMeta?

        var resources: [Resource] {
            servers.map(\.resource)
        }

        struct Server: Decodable, Sendable {
            let resource: Resource

            init(from decoder: any Decoder) throws {
                resource = try Resource(.server, from: decoder, type: .serverType)
            }
        }
    }

    /// The body of `GET /load_balancers`.
    struct LoadBalancerPage: ResourcePage {
        let balancers: [LoadBalancer]
        let meta: PageMeta?

        var resources: [Resource] {
            balancers.map(\.resource)
        }

        struct LoadBalancer: Decodable, Sendable {
            let resource: Resource

            init(from decoder: any Decoder) throws {
                resource = try Resource(.loadBalancer, from: decoder, type: .loadBalancerType)
            }
        }

        enum CodingKeys: String, CodingKey {
            case balancers = "load_balancers"
            case meta
        }
    }

    /// The member `meta` of every list; `next_page` is `null` at the end.
    struct PageMeta: Decodable, Sendable {
        let pagination: Pagination?

        struct Pagination: Decodable, Sendable {
            let nextPage: Int?

            enum CodingKeys: String, CodingKey {
                case nextPage = "next_page"
            }
        }
    }

    /// `{"error": {"code": "unauthorized", "message": "…", "details": null}}`
    public struct Refusal: ServiceError {
        let error: Reason

        struct Reason: Decodable {
            let code: String?
            let message: String?
        }

        public var message: String {
            error.message ?? error.code ?? ""
        }
    }
}

/// A page of servers or of load balancers.
protocol ResourcePage: Decodable, Sendable {
    var resources: [Hetzner.Resource] { get }
    var meta: Hetzner.PageMeta? { get }
}
