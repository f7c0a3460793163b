#if canImport(FoundationEssentials)
    public import FoundationEssentials
#else
    public import Foundation
#endif

/// The traffic of each server and load balancer in one Hetzner Cloud project. Nothing is pooled.
///
/// Reads `GET /servers` and `GET /load_balancers` (https://docs.hetzner.cloud/reference/cloud), which count outbound
/// bytes; the service's TB is 2⁴⁰ bytes. The answers have no period: users report that counters reset on the first at
/// midnight UTC.
///
/// For some days at the start of a month, `included_traffic` has been observed to be 0
/// (https://github.com/JanisPlayer/Hetzner-Traffic-Manager/issues/1). The allowance then comes from the price list; a
/// row without one has no quota and is never over it.
public struct Hetzner: UsageProvider {
    public static let kind = "hetzner"
    public static let summary = ServiceSummary(
        name: "Hetzner Cloud",
        purpose: "each server and each load balancer of the token's project; prices are net",
        counts: "outbound, bytes (TB of 2^40 bytes), per calendar month",
        permission: "a read-only token of the project",
        console: "https://console.hetzner.com",
        tokenPage: "https://console.hetzner.com")

    let token: Secret

    public init?(from settings: inout SettingsReader) {
        let token = settings.secret("token", "API token of a project", variables: ["HCLOUD_TOKEN"])
        settings.address("https://api.hetzner.cloud/v1")
        guard let token else { return nil }
        self.token = token
    }

    public func usage(from api: APIClient, at now: Date) async throws(APIError) -> UsageReading {
        let project = try await resources(from: api)
        if project.found.isEmpty, project.errors.isEmpty {
            throw APIError(
                .notFound, "the project has neither servers nor load balancers",
                hint: "a token belongs to one project; add an entry for each project, with its own token")
        }
        let period = BillingPeriod.month(containing: now)
        // At the start of a month the allowances may have to come from the price list, which has the prices too.
        let isListNeeded = project.found.contains { $0.included == nil }
        let list = isListNeeded ? try? await priceList(from: api) : nil
        return UsageReading(
            project.found.map { $0.usage(in: period, prices: list) }, errors: project.errors)
    }

    public func prices(for rows: [Usage], from api: APIClient) async throws(APIError) -> [UsageScope: OveragePrice] {
        let list = try await priceList(from: api)
        let found = rows.compactMap { row in row.plan.flatMap(list.overagePrice).map { (row.scope, $0) } }
        return Dictionary(found, uniquingKeysWith: { first, _ in first })
    }

    /// The net prices per TB, by type and location (https://docs.hetzner.cloud/reference/cloud#pricing).
    private func priceList(from api: APIClient) async throws(APIError) -> Pricing {
        let list: PriceList = try await api.get("/pricing", authorization: .bearer(token))
        return list.pricing
    }

    /// The servers, then the load balancers. If one of the lists can't be read, its error is returned beside the other
    /// list.
    private func resources(from api: APIClient) async throws(APIError) -> (found: [Resource], errors: [APIError]) {
        async let servers = Result.catching { () async throws(APIError) in
            try await list(ServerPage.self, at: "/servers", from: api)
        }
        async let balancers = Result.catching { () async throws(APIError) in
            try await list(LoadBalancerPage.self, at: "/load_balancers", from: api)
        }
        switch await (servers, balancers) {
        case (.success(let servers), .success(let balancers)):
            return (servers + balancers, [])
        case (.success(let servers), .failure(let error)):
            return (servers, [error.about(UsageScope(.loadBalancer))])
        case (.failure(let error), .success(let balancers)):
            return (balancers, [error.about(UsageScope(.server))])
        case (.failure(let error), .failure):
            throw error
        }
    }

    /// A whole list, page by page; 50 is the maximum page size.
    private func list<Page: ResourcePage>(
        _ type: Page.Type, at path: APIPath, from api: APIClient
    ) async throws(APIError) -> [Resource] {
        var resources: [Resource] = [], number = 1
        for _ in 1...1000 {
            let page: Page = try await api.get(
                path, query: [("page", "\(number)"), ("per_page", "50")], authorization: .bearer(token))
            resources += page.resources
            guard let next = page.meta?.pagination?.nextPage, next > number, !page.resources.isEmpty else {
                return resources
            }
            number = next
        }
        throw APIError(.badResponse, "\(path) has no end")
    }
}
