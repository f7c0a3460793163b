/// Linode's answers, in its own words.
extension Linode {
    /// The body of `GET /account/transfer`.
    struct AccountTransfer: Decodable {
        let pool: Pool
        let regionTransfers: [RegionTransfer]?

        init(from decoder: any Decoder) throws {
            pool = try Pool(from: decoder)
            regionTransfers = try decoder.container(keyedBy: CodingKeys.self)
                .decodeIfPresent([RegionTransfer].self, forKey: .regionTransfers)
        }

        enum CodingKeys: String, CodingKey {
            case regionTransfers = "region_transfers"
        }
    }

    /// A region's pool, which is billed separately.
    struct RegionTransfer: Decodable {
        let id: String
        let pool: Pool

        init(from decoder: any Decoder) throws {
            id = try decoder.container(keyedBy: CodingKeys.self).decode(String.self, forKey: .id)
            pool = try Pool(from: decoder)
        }

        enum CodingKeys: CodingKey {
            case id
        }
    }

    /// The figures of any pool, in GB. In old samples `billable` is an empty string, which means zero.
    struct Pool: Decodable {
        let used, quota: WireGibibytes
        let billable: Lenient<WireGibibytes>

        func usage(of scope: UsageScope, in period: BillingPeriod?) -> Usage {
            Usage(
                scope: scope, used: used.count, quota: quota.count, billable: billable.value?.count ?? .zero,
                period: period, unit: .binaryGigabyte,
                native: NativeFigures(
                    used: used.number, quota: quota.number, billable: billable.value?.number, unit: .binaryGigabyte))
        }
    }

    /// The envelope of every list.
    struct Page<Element: Decodable & Sendable>: Decodable, Sendable {
        let data: [Element]
        let pages: Int
    }

    /// An element of `GET /linode/instances`.
    struct Instance: Decodable, Sendable {
        let id: Int64
        let label: String?

        var scope: UsageScope {
            UsageScope(.instance, id: "\(id)", label: label)
        }
    }

    /// The body of `GET /linode/instances/{id}/transfer`: `used` in bytes, the others in GB
    /// (comments on `InstanceTransfer` in https://github.com/linode/linodego, `instances.go`).
    struct InstanceTransfer: Decodable {
        let used: WireBytes
        let quota: WireGibibytes
        let billable: Lenient<WireGibibytes>
    }

    /// The body of `GET /linode/instances/{id}/transfer/{year}/{month}`; only outbound traffic is billed.
    struct MonthTransfer: Decodable {
        let bytesOut: WireBytes

        enum CodingKeys: String, CodingKey {
            case bytesOut = "bytes_out"
        }
    }

    /// An element of `GET /network-transfer/prices`: the price per GB in USD is under `hourly`.
    struct NetworkTransferPrice: Decodable, Sendable {
        let id: String
        let price: Price
        let regionPrices: [RegionPrice]

        struct Price: Decodable, Sendable {
            let hourly: WireNumber?
        }

        struct RegionPrice: Decodable, Sendable {
            let id: String
            let hourly: WireNumber?
        }

        enum CodingKeys: String, CodingKey {
            case id, price
            case regionPrices = "region_prices"
        }
    }

    /// `{"errors": [{"reason": "…", "field": "…"}]}`
    public struct Refusal: ServiceError {
        let errors: [Reason]

        struct Reason: Decodable {
            let reason: String?
        }

        public var message: String {
            errors.compactMap(\.reason).joined(separator: "; ")
        }

        /// Reports disagree whether a token without the scope gets 401 or 403; the message identifies the case.
        public var code: APIError.Code? {
            lacksScope ? .forbidden : nil
        }

        public var hint: String? {
            lacksScope ? "the token needs the scopes \(Linode.summary.permission)" : nil
        }

        private var lacksScope: Bool {
            message.contains("not authorized to use this endpoint")
        }
    }
}
