#if canImport(FoundationEssentials)
    public import FoundationEssentials
#else
    public import Foundation
#endif

/// The account's transfer pool at Vultr, and instances.
///
/// Reads `GET /account/bandwidth` (https://www.vultr.com/api/#operation/get-account-bandwidth), which counts outbound
/// GB in the calendar month, UTC. The size of a GB isn't documented; 2048 for the free "2 TB" suggests 2³⁰ bytes.
///
/// Instances earn credits by the hour, so the quota is the service's projection for the whole month: early in the
/// month, the credits so far would understate it
/// (https://docs.vultr.com/support/platform/billing/how-are-bandwidth-caps-calculated). Overage is computed against
/// that quota; the projection and its cost are the service's own.
public struct Vultr: UsageProvider {
    public static let kind = "vultr"
    public static let summary = ServiceSummary(
        name: "Vultr",
        purpose: "the account's transfer pool with the service's own projection; instances on request",
        counts: "outbound, GB of 2^30 bytes, per calendar month",
        permission: "any API key; its access control must allow this machine's address",
        console: "https://my.vultr.com",
        tokenPage: "https://my.vultr.com/settings/#settingsapi",
        doubts: [
            "the size of a GB isn't documented; 2048 GB for the free 2 TB suggests 2^30 bytes",
            "how late the counters are isn't documented",
        ])

    /// 30 requests a second (https://www.vultr.com/api/#section/Introduction/Rate-Limit).
    private static let requestsPerMinute = 1800

    let token: Secret
    let instances: InstanceSelection

    public init?(from settings: inout SettingsReader) {
        let token = settings.secret("token", "API key", variables: ["VULTR_API_KEY"])
        instances = settings.instances()
        settings.address("https://api.vultr.com/v2")
        guard let token else { return nil }
        self.token = token
    }

    public func usage(from api: APIClient, at now: Date) async throws(APIError) -> UsageReading {
        guard instances != .none else { return [try await pool(from: api, at: now)] }
        return UsageReading(parts: [
            UsagePart { () async throws(APIError) in [try await pool(from: api, at: now)] },
            UsagePart(UsageScope(.instance)) { () async throws(APIError) in
                await instances.rows(
                    of: try await list(from: api), from: api, perMinute: Self.requestsPerMinute, scope: \.scope
                ) { instance, api throws(APIError) in
                    try await usage(of: instance, from: api, at: now)
                }
            },
        ])
    }

    private func pool(from api: APIClient, at now: Date) async throws(APIError) -> Usage {
        let answer: Bandwidth = try await api.get("/account/bandwidth", authorization: .bearer(token))
        let soFar = answer.bandwidth.soFar, projected = answer.bandwidth.projected
        let used = soFar.outbound.count, quota = projected.credits
        return Usage(
            used: used, quota: quota, billable: used.excess(over: quota),
            period: projected.period ?? .month(containing: now),
            asOf: soFar.end.flatMap { $0 <= now ? $0 : nil }, unit: .binaryGigabyte,
            native: NativeFigures(
                used: soFar.outbound.number, quota: projected.creditsNumber, billable: soFar.overage.number,
                unit: .binaryGigabyte),
            overagePrice: projected.overagePrice,
            projection: Usage.Projection(
                used: projected.outbound.count, billable: projected.overage.count,
                overageCost: projected.overageCost.flatMap { $0.value >= 0 ? Money($0.value, "USD") : nil }),
            note: soFar.note(billable: used.excess(over: quota), quota: quota)
        )
    }

    /// An instance's own share of the account's pool, to which it contributes `allowed_bandwidth`.
    ///
    /// `GET /instances/{id}/bandwidth`, which returns bytes by day in UTC; only outbound traffic counts.
    private func usage(
        of instance: Instance, from api: APIClient, at now: Date
    ) async throws(APIError) -> Usage {
        let answer: InstanceBandwidth = try await api.get(
            "/instances/\(instance.id)/bandwidth", authorization: .bearer(token))
        let period = BillingPeriod.month(containing: now)
        let month = period.map { String($0.start.isoText.prefix(7)) } ?? ""
        let days = answer.bandwidth.filter { $0.key.hasPrefix(month) }
        let used = days.values.reduce(ByteCount.zero) { $0 + $1.outgoing.count }
        return Usage(
            scope: instance.scope, used: used, quota: instance.allowance?.count, period: period, unit: .binaryGigabyte,
            native: NativeFigures(
                used: Decimal(used.bytes), quota: instance.allowance?.number, unit: .binaryGigabyte, usedUnit: .byte),
            drawsOnPool: true)
    }

    /// Every instance, page by page (https://www.vultr.com/api/#section/Introduction/Meta-and-Pagination).
    private func list(from api: APIClient) async throws(APIError) -> [Instance] {
        var instances: [Instance] = [], cursor = ""
        for _ in 1...1000 {
            let page: InstancePage = try await api.get(
                "/instances", query: [("per_page", "500")] + (cursor.isEmpty ? [] : [("cursor", cursor)]),
                authorization: .bearer(token))
            instances += page.instances
            let next = page.meta?.links?.next ?? ""
            if next.isEmpty || next == cursor || page.instances.isEmpty { return instances }
            cursor = next
        }
        throw APIError(.badResponse, "the list of instances has no end")
    }
}
