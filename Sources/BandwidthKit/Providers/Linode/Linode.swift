#if canImport(FoundationEssentials)
    public import FoundationEssentials
#else
    public import Foundation
#endif

/// The transfer pools of Linode (Akamai Cloud): the account's, those of regions that are billed separately, and
/// instances.
///
/// Reads `GET /account/transfer` (https://techdocs.akamai.com/linode-api/reference/get-transfer), which counts outbound
/// GB in the current calendar month. The time zone of the reset isn't documented; UTC is assumed. Nor is the size of a
/// GB: Cloud Manager divides an instance's bytes by 2³⁰, and so does this type. The regions' pools are not part of the
/// account's pool.
public struct Linode: UsageProvider {
    public static let kind = "linode"
    public static let summary = ServiceSummary(
        name: "Linode (Akamai Cloud)",
        purpose: "the account's transfer pool, each region's pool; instances on request",
        counts: "outbound, GB of 2^30 bytes, per calendar month",
        permission: "account:read_only; linodes:read_only for instances",
        console: "https://cloud.linode.com",
        tokenPage: "https://cloud.linode.com/profile/tokens",
        doubts: [
            "how late the counters are isn't documented"
        ])

    /// The variables of the vendor's Go client and Terraform provider, its command line, and its guide to texting
    /// alerts.
    static let tokenVariables = ["LINODE_TOKEN", "LINODE_CLI_TOKEN", "LINODE_API_TOKEN"]

    /// 800 requests in two minutes (https://techdocs.akamai.com/linode-api/reference/rate-limits). The headers of
    /// answers, which sometimes allow more, are what requests are held back by.
    private static let requestsPerMinute = 400

    let token: Secret
    let instances: InstanceSelection
    let month: CalendarMonth?

    public init?(from settings: inout SettingsReader) {
        let token = settings.secret("token", "personal access token", variables: Self.tokenVariables)
        instances = settings.instances()
        month = settings.month()
        settings.address("https://api.linode.com/v4")
        guard let token else { return nil }
        self.token = token
    }

    public func usage(from api: APIClient, at now: Date) async throws(APIError) -> UsageReading {
        if let month { return try await pastUsage(in: month, from: api) }
        let period = BillingPeriod.month(containing: now)
        guard instances != .none else { return try await pools(in: period, from: api) }
        return UsageReading(parts: [
            UsagePart { () async throws(APIError) in try await pools(in: period, from: api) },
            UsagePart(UsageScope(.instance)) { () async throws(APIError) in
                await instances.rows(
                    of: try await list(from: api), from: api, perMinute: Self.requestsPerMinute, scope: \.scope
                ) { linode, api throws(APIError) in
                    try await usage(of: linode, in: period, from: api)
                }
            },
        ])
    }

    /// The account's pool and the regions' pools.
    private func pools(in period: BillingPeriod?, from api: APIClient) async throws(APIError) -> UsageReading {
        let transfer: AccountTransfer = try await api.get("/account/transfer", authorization: .bearer(token))
        let regions = transfer.regionTransfers ?? []
        return UsageReading(
            [transfer.pool.usage(of: .account, in: period)]
                + regions.map { $0.pool.usage(of: UsageScope(.region, id: $0.id), in: period) })
    }

    /// An instance's own share of the pool that it draws on.
    private func usage(
        of linode: Instance, in period: BillingPeriod?, from api: APIClient
    ) async throws(APIError) -> Usage {
        let transfer: InstanceTransfer = try await api.get(
            "/linode/instances/\(linode.id)/transfer", authorization: .bearer(token))
        return Usage(
            scope: linode.scope, used: transfer.used.count, quota: transfer.quota.count,
            billable: transfer.billable.value?.count, period: period, unit: .binaryGigabyte,
            native: NativeFigures(
                used: transfer.used.number, quota: transfer.quota.number, billable: transfer.billable.value?.number,
                unit: .binaryGigabyte, usedUnit: .byte),
            drawsOnPool: true)
    }

    /// The outbound traffic of each chosen instance in a past month, or of all instances if none was chosen. The API
    /// has no pool figures for past months.
    ///
    /// `GET /linode/instances/{id}/transfer/{year}/{month}`, bytes
    /// (https://techdocs.akamai.com/linode-api/reference/get-linode-transfer-by-year-month). For the current month it
    /// returns the last 30 days instead, so it is used for past months only.
    private func pastUsage(in month: CalendarMonth, from api: APIClient) async throws(APIError) -> UsageReading {
        await instances.rows(
            of: try await list(from: api), from: api, perMinute: Self.requestsPerMinute, scope: \.scope
        ) { linode, api throws(APIError) in
            let transfer: MonthTransfer = try await api.get(
                "/linode/instances/\(linode.id)/transfer/\(month.year)/\(month.month)", authorization: .bearer(token))
            return Usage(
                scope: linode.scope, used: transfer.bytesOut.count, period: month.period, unit: .binaryGigabyte,
                native: NativeFigures(used: transfer.bytesOut.number, unit: .byte),
                drawsOnPool: true)
        }
    }

    /// Every instance, page by page (https://techdocs.akamai.com/linode-api/reference/pagination).
    private func list(from api: APIClient) async throws(APIError) -> [Instance] {
        var instances: [Instance] = []
        for page in 1...1000 {
            let answer: Page<Instance> = try await api.get(
                "/linode/instances", query: [("page", "\(page)"), ("page_size", "500")], authorization: .bearer(token))
            instances += answer.data
            if page >= answer.pages || answer.data.isEmpty { return instances }
        }
        throw APIError(.badResponse, "the list of instances has no end")
    }

    /// The public price list (https://techdocs.akamai.com/linode-api/reference/get-network-transfer-prices): the
    /// account's pool has the general price, a region's pool the region's price or else the general one, as Cloud
    /// Manager shows it (https://github.com/linode/manager, `utilities/pricing`). Distributed regions, such as
    /// `us-den-edge-1`, have their own price.
    public func prices(for rows: [Usage], from api: APIClient) async throws(APIError) -> [UsageScope: OveragePrice] {
        let list: Page<NetworkTransferPrice> = try await api.get(
            "/network-transfer/prices", query: [("page_size", "500")], authorization: .none)
        guard let general = list.data.first(where: { $0.id == "network_transfer" }) else { return [:] }
        let distributed = list.data.first { $0.id == "distributed_network_transfer" }?.price.hourly
        let regions = Dictionary(
            general.regionPrices.map { ($0.id, $0.hourly) }, uniquingKeysWith: { first, _ in first })
        var prices: [UsageScope: OveragePrice] = [:]
        for scope in rows.map(\.scope) {
            let own = scope.id.flatMap { regions[$0] ?? nil }
            let isDistributed = scope.id?.contains("-edge-") ?? false
            let perGigabyte = own ?? (isDistributed ? distributed : general.price.hourly)
            guard let amount = perGigabyte?.value, amount >= 0 else { continue }
            prices[scope] = OveragePrice(Money(amount, "USD"), per: DataUnit.binaryGigabyte.size)
        }
        return prices
    }
}
