#if canImport(FoundationEssentials)
    public import FoundationEssentials
#else
    public import Foundation
#endif

/// The data traffic of each dedicated server at Leaseweb.
///
/// Reads `GET /servers`, and for each server `GET /servers/{id}` for the quota and `GET
/// /servers/{id}/metrics/datatraffic` for the traffic in bytes (https://developer.leaseweb.com/docs/dedicated-servers).
/// Both directions count (https://kb.leaseweb.com/kb/network/network-metering-and-billing). Surcharges are computed at
/// the end of each month; the calendar month in UTC is assumed. Servers that are billed by percentile, at a flat fee or
/// by a pool have no quota.
public struct Leaseweb: UsageProvider {
    public static let kind = "leaseweb"
    public static let summary = ServiceSummary(
        name: "Leaseweb",
        purpose: "each dedicated server",
        counts: "in and outbound, bytes (TB of 10^12 bytes), per calendar month",
        permission: "an API key of the customer portal; it is not read-only",
        console: "https://secure.leaseweb.com",
        tokenPage: "https://secure.leaseweb.com/api-client-management/",
        doubts: [
            "whether a TB is 10^12 or 2^40 bytes isn't documented; 10^12 is used",
            "the figures are refreshed once a day",
            "the time zone of the month isn't documented",
            "what traffic over the quota costs is in the order form, not in the API",
        ])

    /// No limit is documented; two requests for each server.
    private static let serversPerMinute = 120

    let key: Secret

    public init?(from settings: inout SettingsReader) {
        let key = settings.secret("key", "API key")
        settings.address("https://api.leaseweb.com/bareMetals/v2")
        guard let key else { return nil }
        self.key = key
    }

    private var authorization: Authorization {
        .headers(["X-LSW-Auth": key])
    }

    public func usage(from api: APIClient, at now: Date) async throws(APIError) -> UsageReading {
        guard let period = BillingPeriod.month(containing: now) else {
            throw APIError(.badResponse, "the clock shows no sensible year")
        }
        let servers = try await list(from: api)
        guard !servers.isEmpty else { throw APIError(.notFound, "the account has no dedicated servers") }
        return await InstanceSelection.all.rows(
            of: servers, from: api, perMinute: Self.serversPerMinute, scope: \.scope
        ) { server, api throws(APIError) in
            try await usage(of: server, in: period, at: now, from: api)
        }
    }

    private func usage(
        of server: Server, in period: BillingPeriod, at now: Date, from api: APIClient
    ) async throws(APIError) -> Usage {
        let details: Server = try await api.get("/servers/\(server.id)", authorization: authorization)
        let traffic: DataTraffic = try await api.get(
            "/servers/\(server.id)/metrics/datatraffic",
            query: [
                ("from", period.start.isoText), ("to", period.queryEnd(at: now).isoText), ("aggregation", "SUM"),
            ], authorization: authorization)
        let contract = details.contract, quota = contract?.networkTraffic?.quota
        guard traffic.hasValues || period.hasJustBegun(at: now, from: contract?.startsAt.value?.date) else {
            throw APIError(.badResponse, "the service has no traffic figures for this server in this month")
        }
        let up = traffic.metrics.up?.sum ?? .zero, down = traffic.metrics.down?.sum ?? .zero, used = up + down
        let unit = quota?.unit ?? .gigabyte
        let notes = [
            traffic.hasValues ? "\(up.text(in: unit)) up, \(down.text(in: unit)) down" : "no data yet",
            quota == nil ? contract?.networkTraffic?.kind : nil,
        ]
        return Usage(
            scope: server.scope, used: used, quota: quota?.count,
            billable: quota.map { used.excess(over: $0.count) }, period: period, isPeriodAskedFor: true, unit: unit,
            native: NativeFigures(used: Decimal(used.bytes), quota: quota?.number, unit: unit, usedUnit: .byte),
            note: notes.compactMap { $0 }.joined(separator: "; "))
    }

    /// Every server, page by page.
    private func list(from api: APIClient) async throws(APIError) -> [Server] {
        var servers: [Server] = []
        for _ in 1...1000 {
            let page: ServerPage = try await api.get(
                "/servers", query: [("limit", "50"), ("offset", "\(servers.count)")], authorization: authorization)
            servers += page.servers
            if page.servers.isEmpty || servers.count >= page.metadata.totalCount { return servers }
        }
        throw APIError(.badResponse, "the list of servers has no end")
    }
}

/// Leaseweb's answers, in its own words (https://github.com/leaseweb/leaseweb-go-sdk,
/// `dedicatedserver/api/openapi.yaml`).
extension Leaseweb {
    /// The body of `GET /servers`.
    struct ServerPage: Decodable, Sendable {
        let servers: [Server]
        let metadata: Metadata

        struct Metadata: Decodable, Sendable {
            let totalCount: Int
        }

        enum CodingKeys: String, CodingKey {
            case servers
            case metadata = "_metadata"
        }
    }

    /// A server; only the answer for a single one has its traffic contract.
    struct Server: Decodable, Sendable {
        let id: String
        let contract: Contract?

        var scope: UsageScope {
            UsageScope(.server, id: id, label: contract?.reference.value)
        }
    }

    struct Contract: Decodable, Sendable {
        let reference: Lenient<String>
        let startsAt: Lenient<WireTimestamp>
        let networkTraffic: NetworkTraffic?
    }

    /// What the contract says about traffic. Without a limit and its unit there is no quota.
    struct NetworkTraffic: Decodable, Sendable {
        let quota: Quota?

        /// Why there is no quota, if the contract says so.
        let kind: String?

        init(from decoder: any Decoder) throws {
            let members = try decoder.container(keyedBy: CodingKeys.self)
            let limit = try members.decodeIfPresent(WireNumber.self, forKey: .limit)
            let unit = try members.decodeIfPresent(String.self, forKey: .unit)
            quota = try unit.flatMap { unit in
                try limit.map { try Quota($0.value, unit, at: members.codingPath) }
            }
            let type = try members.decode(Lenient<String>.self, forKey: .type).value ?? ""
            let connectivity = try members.decode(Lenient<String>.self, forKey: .connectivity).value ?? ""
            kind =
                connectivity.contains("POOL")
                ? "the commitment belongs to a pool of servers"
                : type.hasSuffix("TH") ? "billed by the \(type.prefix(2))th percentile, not by volume" : nil
        }

        private enum CodingKeys: String, CodingKey {
            case type
            case limit = "datatrafficLimit"
            case unit = "datatrafficUnit"
            case connectivity = "connectivityType"
        }
    }

    /// A volume, such as 30 TB.
    struct Quota: Sendable {
        let count: ByteCount
        let number: Decimal
        let unit: DataUnit

        init(_ number: Decimal, _ symbol: String, at path: [any CodingKey]) throws {
            guard ["MB", "GB", "TB"].contains(symbol), let unit = DataUnit(symbol: symbol),
                let count = ByteCount(number, unit)
            else {
                throw DecodingError.dataCorrupted(
                    .init(
                        codingPath: path,
                        debugDescription: "expected a limit in MB, GB or TB, but got \(number) \(symbol.prefix(20))"))
            }
            (self.count, self.number, self.unit) = (count, number, unit)
        }
    }

    /// The body of `GET /servers/{id}/metrics/datatraffic`.
    struct DataTraffic: Decodable, Sendable {
        let metrics: Metrics

        struct Metrics: Decodable, Sendable {
            let up, down: Metric?

            enum CodingKeys: String, CodingKey {
                case up = "UP_PUBLIC"
                case down = "DOWN_PUBLIC"
            }
        }

        /// Whether there is a figure at all.
        var hasValues: Bool {
            !(metrics.up?.values.isEmpty ?? true) || !(metrics.down?.values.isEmpty ?? true)
        }
    }

    /// The traffic in one direction, in bytes. Another unit would be a bad answer.
    struct Metric: Decodable, Sendable {
        private let unit: WireByteUnit
        let values: [Value]

        struct Value: Decodable, Sendable {
            let value: WireBytes
        }

        var sum: ByteCount {
            values.reduce(.zero) { $0 + $1.value.count }
        }
    }

    /// `{"errorCode": "401", "errorMessage": "…", "correlationId": "…"}`
    public struct Refusal: ServiceError {
        private let errorMessage, correlationId: Lenient<String>

        private enum CodingKeys: CodingKey {
            case errorMessage, correlationId
        }

        /// The support asks for the correlation id.
        public var message: String {
            let id = correlationId.value.map { " (correlation id \($0.prefix(60)))" } ?? ""
            return errorMessage.value.map { $0 + id } ?? ""
        }
    }
}
