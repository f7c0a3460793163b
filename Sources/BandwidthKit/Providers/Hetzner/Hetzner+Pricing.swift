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

    /// What each type includes and costs, by location; `traffic`, beside it, has been zero since 2024-08-05.
    struct Pricing: Decodable, Sendable {
        let currency: String
        let serverTypes, loadBalancerTypes: [TypePrices]

        struct TypePrices: Decodable, Sendable {
            let name: String
            let prices: [Price]
        }

        struct Price: Decodable, Sendable {
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
        struct Amounts: Decodable, Sendable {
            let net: Quotable<WireNumber>
        }

        /// What a resource of this type includes at this location; `nil` where the list has neither, or nothing.
        func included(for resource: Resource) -> ByteCount? {
            price(of: resource)?.included.value.flatMap { $0.count > .zero ? $0.count : nil }
        }

        /// The net price of a TB.
        func overagePrice(of resource: Resource) -> OveragePrice? {
            guard let net = price(of: resource)?.perTerabyte.value?.net.value.value, net >= 0,
                currency.count == 3, currency.allSatisfy({ "A"..."Z" ~= $0 })
            else { return nil }
            return OveragePrice(Money(net, currency), per: DataUnit.binaryTerabyte.size)
        }

        private func price(of resource: Resource) -> Price? {
            let types = resource.scope.kind == "server" ? serverTypes : loadBalancerTypes
            return types.first { $0.name == resource.type }?.prices.first { $0.location == resource.location }
        }

        enum CodingKeys: String, CodingKey {
            case currency
            case serverTypes = "server_types"
            case loadBalancerTypes = "load_balancer_types"
        }
    }
}
