#if canImport(FoundationEssentials)
    public import FoundationEssentials
#else
    public import Foundation
#endif

/// The bandwidth of Netlify teams: those in the configuration, or else every team that the token has access to.
///
/// Reads `GET /accounts` (https://open-api.netlify.com/#tag/accountMembership) for the teams' slugs and `GET
/// /accounts/{slug}/bandwidth` for each. The second is used by the dashboard and not documented
/// (https://github.com/netlify/open-api/issues/646; answers recorded at
/// https://alexwlchan.net/til/2024/get-netlify-usage-from-api/). It counts bytes; "100 GB" is 100 × 2³⁰. The period
/// begins on a day that differs by team, at midnight US Pacific, and is in the answer. Figures are up to a day old;
/// their time is in the answer too.
///
/// Teams on credit plans (new ones since September 2025) have no bandwidth quota.
public struct Netlify: UsageProvider {
    public static let kind = "netlify"
    public static let summary = ServiceSummary(
        name: "Netlify",
        purpose: "each team's bandwidth",
        counts: "outbound, bytes (GB of 2^30 bytes), per period of the team",
        permission: "a personal access token; for teams with enforced SAML, granted access to the team",
        console: "https://app.netlify.com",
        tokenPage: "https://app.netlify.com/user/applications",
        doubts: [
            "the request for the figures isn't documented; it is the one that the dashboard makes",
            "whether the included amount contains packs that were bought isn't documented; whatever costs more is counted",
        ])

    /// What legacy plans are charged when the allowance is used up: whole packs only, as of 2026-03
    /// (https://outbound-emails.netlify.com/usage-exceeded/). The API has no prices.
    static let pack = OveragePrice(
        Money(55, "USD"), per: ByteCount(100 << 30) ?? .zero, wholeUnits: true, lookedUp: "2026-03")

    let token: Secret
    let accounts: [String]

    public init?(from settings: inout SettingsReader) {
        let token = settings.secret("token", "personal access token", variables: ["NETLIFY_AUTH_TOKEN"])
        let slugs = settings.accounts(
            "slug of a team, or a list of slugs; every team that the token has access to if left out")
        // A team that is listed twice is still billed once.
        accounts = slugs.enumerated().filter { !slugs.prefix($0.offset).contains($0.element) }.map(\.element)
        settings.address("https://api.netlify.com/api/v1")
        guard let token else { return nil }
        self.token = token
    }

    public func usage(from api: APIClient, at now: Date) async throws(APIError) -> UsageReading {
        let teams = accounts.isEmpty ? try await list(from: api) : accounts.map { Team(slug: $0, name: nil) }
        return UsageReading(
            parts: teams.map { team in
                UsagePart(team.scope) { () async throws(APIError) in [try await usage(of: team, from: api)] }
            })
    }

    private func usage(of team: Team, from api: APIClient) async throws(APIError) -> Usage {
        let bandwidth: Bandwidth = try await api.get(
            "/accounts/\(team.slug)/bandwidth", authorization: .bearer(token))
        let quota = bandwidth.quota
        let included = quota == nil ? nil : bandwidth.included?.count
        let added = bandwidth.additional?.count ?? .zero
        // Extra packs are charged whether they are used or not.
        let billable = included.map { max(bandwidth.used.count.excess(over: $0), added) }
        return Usage(
            scope: team.scope, used: bandwidth.used.count, quota: quota, includedQuota: included, billable: billable,
            period: bandwidth.period,
            asOf: bandwidth.lastUpdatedAt.value?.date, unit: .binaryGigabyte,
            native: NativeFigures(used: bandwidth.used.number, quota: bandwidth.included?.number, unit: .byte),
            overagePrice: quota.map { _ in Self.pack },
            note: quota == nil
                ? "no bandwidth quota: a credit plan counts credits, which can't be read"
                : added > .zero ? "includes \(added.text(in: .binaryGigabyte)) that were bought" : nil)
    }

    /// Every team of the token. The list has no envelope, so a full page may not be the last.
    private func list(from api: APIClient) async throws(APIError) -> [Team] {
        var teams: [Team] = []
        for page in 1...100 {
            let answer: [Team] = try await api.get(
                "/accounts", query: [("page", "\(page)"), ("per_page", "100")], authorization: .bearer(token))
            teams += answer
            if answer.count < 100 { break }
        }
        guard !teams.isEmpty else {
            throw APIError(
                .notFound, "the token has access to no team", hint: "create a new one and grant it access to the team")
        }
        return teams
    }
}

/// Netlify's answers, in its own words.
extension Netlify {
    /// An element of `GET /accounts`.
    struct Team: Decodable, Sendable {
        let slug: String
        let name: String?

        var scope: UsageScope {
            UsageScope(.team, id: slug, label: name)
        }
    }

    /// The body of `GET /accounts/{slug}/bandwidth`, in bytes.
    struct Bandwidth: Decodable {
        let used: WireBytes
        let included, additional: WireBytes?
        let lastUpdatedAt, periodStartDate, periodEndDate: Lenient<WireTimestamp>

        /// The included amount plus extra packs; `nil` on credit plans, which include nothing.
        var quota: ByteCount? {
            guard let included = included?.count, included > .zero else { return nil }
            return included + (additional?.count ?? .zero)
        }

        var period: BillingPeriod? {
            guard let start = periodStartDate.value?.date, let end = periodEndDate.value?.date else { return nil }
            return BillingPeriod(start: start, end: end)
        }

        enum CodingKeys: String, CodingKey {
            case used, included, additional
            case lastUpdatedAt = "last_updated_at"
            case periodStartDate = "period_start_date"
            case periodEndDate = "period_end_date"
        }
    }

    /// `{"code": 401, "message": "…"}`
    public struct Refusal: ServiceError {
        public let message: String
    }
}
