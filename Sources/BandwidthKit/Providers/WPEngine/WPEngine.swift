#if canImport(FoundationEssentials)
    public import FoundationEssentials
#else
    public import Foundation
#endif

/// The bandwidth of each account at WP Engine that the API user has access to.
///
/// Reads `GET /accounts`, and for each account `GET /accounts/{id}/limits` for the quota in GB and `GET
/// /accounts/{id}/usage/summary` for the traffic in bytes, CDN and origin together
/// (https://wpengineapi.com/reference). The API has no billing dates: the period is the calendar month, or a month that
/// begins on `reset_day`.
public struct WPEngine: UsageProvider {
    public static let kind = "wpengine"
    public static let summary = ServiceSummary(
        name: "WP Engine",
        purpose: "each account's bandwidth, CDN and origin together",
        counts: "delivered bytes (GB of 10^9 bytes), per month",
        permission: "API user name and password of an owner or a user with full access; they are not read-only",
        console: "https://my.wpengine.com",
        tokenPage: "https://my.wpengine.com/api_access",
        doubts: [
            "whether a GB is 10^9 or 2^30 bytes isn't documented; 10^9 is used",
            "the day on which the billing month begins can't be read",
            "the traffic is probably a day late",
            "what bandwidth over the limit costs can't be read",
        ])

    let user: String
    let password: Secret
    let accounts: [String]
    let resetDay: Int?

    public init?(from settings: inout SettingsReader) {
        let user = settings.identifier("username", "API user name", isRequired: true)
        let password = settings.secret("password", "API password")
        accounts = settings.accounts(
            "name or identifier of an account, or a list; every account that the API user has access to if left out")
        resetDay = settings.dayOfMonth("reset_day", "day of the month on which the billing month begins")
        settings.address("https://api.wpengineapi.com/v1")
        guard let user, let password else { return nil }
        self.user = user
        self.password = password
    }

    /// What the service calls an account: one of those that the API user has access to.
    static let scope = UsageScope.Kind("hosting_account")

    private var authorization: Authorization {
        .basic(user: user, password: password)
    }

    public func usage(from api: APIClient, at now: Date) async throws(APIError) -> UsageReading {
        guard
            let period = BillingPeriod.month(
                containing: now, resetDay: resetDay ?? 1, isAssumed: resetDay == nil)
        else {
            throw APIError(.badResponse, "the clock shows no sensible year")
        }
        let all = try await list(from: api)
        let chosen = accounts.isEmpty ? all : all.filter { account in accounts.contains(where: account.isCalled) }
        let missing = accounts.filter { name in !all.contains { $0.isCalled(name) } }
        guard !chosen.isEmpty || !missing.isEmpty else {
            throw APIError(.notFound, "the API user has access to no account")
        }
        return UsageReading(
            errors: missing.map { name in
                let nearest = Suggestion.nearest(to: name, among: all.map(\.name))
                return APIError(
                    .notFound, "the API user has access to no account '\(name.printable)'",
                    hint: nearest.map { "did you mean '\($0)'?" }, scope: UsageScope(Self.scope, id: name))
            },
            parts: chosen.map { account in
                UsagePart(account.scope) { () async throws(APIError) in
                    [try await usage(of: account, in: period, at: now, from: api)]
                }
            })
    }

    private func usage(
        of account: Site, in period: BillingPeriod, at now: Date, from api: APIClient
    ) async throws(APIError) -> Usage {
        let days = [("first_date", period.start), ("last_date", now)].map { ($0, String($1.isoText.prefix(10))) }
        async let limits = Result.catching { () async throws(APIError) -> Limits in
            try await api.get("/accounts/\(account.id)/limits", authorization: authorization)
        }
        let summary: Summary = try await api.get(
            "/accounts/\(account.id)/usage/summary", query: days, authorization: authorization)
        let quota = try await limits.get().bandwidth, traffic = summary.total.sum?.value
        guard traffic != nil || period.hasJustBegun(at: now) else {
            throw APIError(.badResponse, "the service has no traffic figures for this period")
        }
        return Usage(
            scope: account.scope, used: traffic?.count ?? .zero, quota: quota?.count, period: period,
            isPeriodAskedFor: true, unit: .gigabyte,
            native: NativeFigures(
                used: traffic?.number ?? 0, quota: quota?.number, unit: .gigabyte, usedUnit: .byte),
            note: traffic == nil ? "no data yet" : nil)
    }

    /// Every account, page by page.
    private func list(from api: APIClient) async throws(APIError) -> [Site] {
        var accounts: [Site] = []
        for _ in 1...1000 {
            let page: Page = try await api.get(
                "/accounts", query: [("limit", "100"), ("offset", "\(accounts.count)")], authorization: authorization)
            accounts += page.results
            if page.results.isEmpty || accounts.count >= page.count { return accounts }
        }
        throw APIError(.badResponse, "the list of accounts has no end")
    }
}

/// WP Engine's answers, in its own words.
extension WPEngine {
    /// The body of `GET /accounts`.
    struct Page: Decodable, Sendable {
        let results: [Site]
        let count: Int
    }

    /// An account with its plan.
    struct Site: Decodable, Sendable {
        let id, name: String
        let nickname: Lenient<String>

        var scope: UsageScope {
            let nickname = nickname.value.flatMap { $0.isEmpty ? nil : $0 }
            return UsageScope(WPEngine.scope, id: id, label: nickname ?? name)
        }

        func isCalled(_ name: String) -> Bool {
            [id, self.name, nickname.value].contains(name)
        }
    }

    /// The body of `GET /accounts/{id}/limits`. No bandwidth means that no limit is known.
    struct Limits: Decodable, Sendable {
        let bandwidth: Gigabytes?
    }

    /// A number of GB.
    struct Gigabytes: WireQuantity {
        static let expectation = "a number of gigabytes"
        let count: ByteCount
        let number: Decimal

        init?(_ number: Decimal) {
            guard let count = ByteCount(number, .gigabyte) else { return nil }
            self.count = count
            self.number = number
        }
    }

    /// The body of `GET /accounts/{id}/usage/summary`; most numbers are in quotes.
    struct Summary: Decodable, Sendable {
        let total: Metric

        struct Metric: Decodable, Sendable {
            let sum: Quotable<WireBytes>?
        }

        enum CodingKeys: String, CodingKey {
            case total = "network_total_bytes"
        }
    }

    /// `{"message": "Bad Credentials"}`, and `errors` for a bad request.
    public struct Refusal: ServiceError {
        public let message: String
    }
}
