#if canImport(FoundationEssentials)
    public import FoundationEssentials
#else
    public import Foundation
#endif

/// The servers' part of an UpCloud account's transfer pool; each server on request.
///
/// Reads `GET /server`, which has the outbound public traffic of each server in the billing month in bytes, and
/// `GET /plan` for the GiB that each plan includes (https://developers.upcloud.com/1.3/). A server earns its plan's
/// transfer by the hour, and all of it after 28 days
/// (https://upcloud.com/docs/products/networking/features/network-transfer-pool). What happens beyond the pool depends
/// on the account's terms, so nothing is billable here. The calendar month in UTC is assumed.
public struct UpCloud: UsageProvider {
    public static let kind = "upcloud"
    public static let summary = ServiceSummary(
        name: "UpCloud",
        purpose: "the servers' part of the account's transfer pool; servers on request",
        counts: "outbound, bytes (GiB), per calendar month",
        permission: "an API token, or an API user's name and password; a subaccount sees only its own servers",
        console: "https://hub.upcloud.com",
        tokenPage: "https://hub.upcloud.com/account/api-tokens",
        doubts: [
            "load balancers, object storage, gateways and databases draw on the pool too, but can't be read",
            "what deleted servers used and earned in the month can't be read",
            "whether going over the pool is charged for, throttled or only talked about depends on the account's terms",
            "the month's time zone isn't documented",
        ])

    /// Plans include at least 500 GiB; a smaller number is probably in another unit.
    private static let leastTransfer = ByteCount(100 << 30) ?? .zero

    /// How long a server must exist in a month to earn all of its plan's transfer.
    private static let earningTime: Int64 = 28 * 86400

    let authorization: Authorization
    let instances: InstanceSelection

    public init?(from settings: inout SettingsReader) {
        let hasToken = settings.contains("token"), hasUser = settings.contains("username", "password")
        let token = settings.secret(
            "token", "API token, or username and password instead", isRequired: false, isAskedFor: true,
            variables: hasUser ? [] : ["UPCLOUD_TOKEN"])
        let isTokenUsed = hasToken || token != nil
        let user = settings.identifier(
            "username", "name of an API user", variables: isTokenUsed ? [] : ["UPCLOUD_USERNAME"])
        let password = settings.secret(
            "password", "password of the API user", isRequired: false,
            variables: isTokenUsed ? [] : ["UPCLOUD_PASSWORD"])
        instances = settings.instances()
        settings.address("https://api.upcloud.com/1.3")
        if hasToken, hasUser {
            settings.report("token", "can't be used together with username and password; remove one of them")
        } else if !isTokenUsed, user != nil || password != nil {
            if user == nil, !settings.contains("username") { settings.reportMissing("username", ["UPCLOUD_USERNAME"]) }
            if password == nil, !settings.contains("password") {
                settings.reportMissing("password", ["UPCLOUD_PASSWORD"])
            }
        } else if !isTokenUsed, !hasUser {
            settings.reportMissing("token", ["UPCLOUD_TOKEN"])
        }
        if let token {
            authorization = .bearer(token)
        } else if let user, let password {
            authorization = .basic(user: user, password: password)
        } else {
            return nil
        }
    }

    public func usage(from api: APIClient, at now: Date) async throws(APIError) -> UsageReading {
        async let serverAnswer = Result.catching { () async throws(APIError) -> ServerList in
            try await api.get("/server", authorization: authorization)
        }
        async let planAnswer = Result.catching { () async throws(APIError) -> PlanList in
            try await api.get("/plan", authorization: authorization)
        }
        let (servers, plans) = await (try serverAnswer.get().servers.server, planAnswer)
        guard !servers.isEmpty else {
            throw APIError(.notFound, "the account has no servers, or the token may see none")
        }
        guard servers.contains(where: { $0.used != nil }) else {
            throw APIError(.badResponse, "no server has plan_ipv4_bytes or plan_ipv6_bytes in the answer")
        }
        let period = BillingPeriod.month(containing: now)
        var reading = UsageReading([])
        var transfers: [String: WireGibibytes] = [:]
        switch plans {
        case .success(let list):
            let usable = list.plans.plan.compactMap { plan in
                plan.transfer.value.flatMap { $0.count >= Self.leastTransfer ? (plan.name, $0) : nil }
            }
            transfers = Dictionary(usable, uniquingKeysWith: { first, _ in first })
        case .failure(let error): reading.errors.append(error.about(UsageScope(UsageScope.Kind("plan"))))
        }
        reading.rows.append(pool(of: servers, transfers, in: period, at: now))
        if instances != .none {
            let chosen = instances.choose(from: servers, scope: \.scope)
            reading.rows += chosen.found.map { $0.usage(of: transfers[$0.plan], in: period) }
            reading.errors += chosen.missing
        }
        return reading
    }

    private func pool(
        of servers: [Server], _ transfers: [String: WireGibibytes], in period: BillingPeriod?, at now: Date
    ) -> Usage {
        let used = servers.reduce(ByteCount.zero) { $0 + ($1.used ?? .zero) }
        let known = servers.filter { transfers[$0.plan] != nil }
        func sum(until end: Date?) -> ByteCount {
            known.reduce(.zero) { $0 + earned(by: $1, transfers[$1.plan]?.count ?? .zero, in: period, until: end) }
        }
        let quota = sum(until: period?.end), soFar = sum(until: now)
        let unknown = servers.count - known.count, silent = servers.count { $0.used == nil }
        let notes = [
            "servers only",
            soFar < quota ? "\(soFar.text(in: .gibibyte)) of the quota are earned so far" : nil,
            unknown > 0 ? "\(unknown) of \(servers.count) servers have a plan whose transfer isn't known" : nil,
            silent > 0 ? "\(silent) of \(servers.count) servers have no figures" : nil,
        ]
        return Usage(
            used: used, quota: quota, period: period, unit: .gibibyte,
            native: NativeFigures(
                used: Decimal(used.bytes),
                quota: known.isEmpty ? nil : known.reduce(0) { $0 + (transfers[$1.plan]?.number ?? 0) },
                unit: .gibibyte, usedUnit: .byte),
            note: notes.compactMap { $0 }.joined(separator: "; "))
    }

    /// What a server earns from the start of the month, or from its creation, until a date.
    private func earned(
        by server: Server, _ transfer: ByteCount, in period: BillingPeriod?, until end: Date?
    ) -> ByteCount {
        guard let period, let end else { return transfer }
        let start = max(period.start, server.created.value?.value.date ?? period.start)
        let seconds = min(Self.earningTime, max(0, Int64(end.timeIntervalSince(start))))
        return ByteCount(clamping: Int128(transfer.bytes) * Int128(seconds) / Int128(Self.earningTime))
    }
}

/// UpCloud's answers, in its own words (https://github.com/UpCloudLtd/upcloud-python-api and upcloud-go-api).
extension UpCloud {
    /// The body of `GET /server`.
    struct ServerList: Decodable, Sendable {
        let servers: Servers

        struct Servers: Decodable, Sendable {
            let server: [Server]
        }
    }

    /// A server; the traffic is that of the billing month.
    struct Server: Decodable, Sendable {
        let uuid, plan: String
        let title: String?
        let state: Lenient<String>
        let created: Lenient<Quotable<WireUnixTime>>
        private let ipv4, ipv6: Quotable<WireBytes>?

        var scope: UsageScope {
            UsageScope(.instance, id: uuid, label: title)
        }

        /// The bytes of both protocols; `nil` if the answer has neither.
        var used: ByteCount? {
            guard ipv4 != nil || ipv6 != nil else { return nil }
            return (ipv4?.value.count ?? .zero) + (ipv6?.value.count ?? .zero)
        }

        /// Its share of the pool.
        func usage(of transfer: WireGibibytes?, in period: BillingPeriod?) -> Usage {
            let used = used ?? .zero
            return Usage(
                scope: scope, used: used, quota: transfer?.count, period: period, isStopped: state.value == "stopped",
                unit: .gibibyte,
                native: NativeFigures(
                    used: Decimal(used.bytes), quota: transfer?.number, unit: .gibibyte, usedUnit: .byte),
                drawsOnPool: true, note: self.used == nil ? "no data yet" : nil)
        }

        enum CodingKeys: String, CodingKey {
            case uuid, plan, title, state, created
            case ipv4 = "plan_ipv4_bytes"
            case ipv6 = "plan_ipv6_bytes"
        }
    }

    /// The body of `GET /plan`.
    struct PlanList: Decodable, Sendable {
        let plans: Plans

        struct Plans: Decodable, Sendable {
            let plan: [Plan]
        }

        /// A plan with its outbound transfer in GiB a month.
        struct Plan: Decodable, Sendable {
            let name: String
            let transfer: Lenient<WireGibibytes>

            enum CodingKeys: String, CodingKey {
                case name
                case transfer = "public_traffic_out"
            }
        }
    }

    /// `{"error": {"error_code": "AUTHENTICATION_FAILED", "error_message": "…"}}`, or `{"title": "…", "status": 401}`.
    public struct Refusal: ServiceError {
        private let error: Lenient<Reason>
        private let title: Lenient<String>

        private struct Reason: Decodable, Sendable {
            let text: String?

            enum CodingKeys: String, CodingKey {
                case text = "error_message"
            }
        }

        private enum CodingKeys: CodingKey {
            case error, title
        }

        public var message: String {
            error.value?.text ?? title.value ?? ""
        }
    }
}
