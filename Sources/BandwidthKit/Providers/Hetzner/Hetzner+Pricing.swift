#if canImport(FoundationEssentials)
    import FoundationEssentials
#else
    import Foundation
#endif

/// Hetzner's price list (https://github.com/hetznercloud/hcloud-go, `hcloud/schema/pricing.go`).
extension Hetzner {
    /// The body of `GET /pricing`.
    struct PriceList: Decodable, Sendable {
        let pricing: Pricing
    }

    /// What each type includes and costs, by location. The sibling member `traffic` has been zero since 2024-08-05.
    struct Pricing: Decodable, Sendable {
        private let currency: String
        private let byPlan: [String: Price]

        init(from decoder: any Decoder) throws {
            let members = try decoder.container(keyedBy: CodingKeys.self)
            currency = try members.decode(String.self, forKey: .currency)
            let lists: [(UsageScope.Kind, CodingKeys)] = [(.server, .serverTypes), (.loadBalancer, .loadBalancerTypes)]
            let prices = try lists.flatMap { kind, key in
                try members.decode([TypePrices].self, forKey: key).flatMap { type in
                    type.prices.map { (Resource.plan(kind, type.name, $0.location), $0) }
                }
            }
            byPlan = Dictionary(prices, uniquingKeysWith: { first, _ in first })
        }

        private struct TypePrices: Decodable, Sendable {
            let name: String
            let prices: [Price]
        }

        private struct Price: Decodable, Sendable {
            let location: String
            let included: Lenient<WireBytes>
            let perTerabyte: Lenient<Amounts>

            enum CodingKeys: String, CodingKey {
                case location
                case included = "included_traffic"
                case perTerabyte = "price_per_tb_traffic"
            }
        }

        /// Decimal numbers in quotes.
        private struct Amounts: Decodable, Sendable {
            let net: Quotable<WireNumber>
        }

        /// What a resource of this plan includes; `nil` if the plan or its allowance is not in the list, or the
        /// allowance is 0.
        func included(in plan: String) -> ByteCount? {
            byPlan[plan]?.included.value.flatMap { $0.count > .zero ? $0.count : nil }
        }

        /// The net price per TB.
        func overagePrice(of plan: String) -> OveragePrice? {
            guard let net = byPlan[plan]?.perTerabyte.value?.net.value.value, net >= 0,
                currency.count == 3, currency.allSatisfy({ "A"..."Z" ~= $0 })
            else { return nil }
            return OveragePrice(Money(net, currency), per: DataUnit.binaryTerabyte.size)
        }

        private enum CodingKeys: String, CodingKey {
            case currency
            case serverTypes = "server_types"
            case loadBalancerTypes = "load_balancer_types"
        }
    }
}
