#if canImport(FoundationEssentials)
    public import FoundationEssentials
#else
    public import Foundation
#endif

/// The bandwidth of each pull zone at bunny.net, with the zone's own limit if the customer set one.
///
/// Reads `GET /pullzone` (https://docs.bunny.net/reference/pullzonepublic_index), which counts the bytes of the current
/// month. There is no plan and no quota: a zone that reaches its own limit is switched off
/// (https://docs.bunny.net/docs/cdn-network-limits), and all traffic is charged at the region's price. The answers have
/// no period; the calendar month in UTC is assumed. It isn't documented whether the dashboard's GB is 10⁹ or 2³⁰ bytes;
/// 10⁹ is used.
public struct Bunny: UsageProvider {
    public static let kind = "bunny"
    public static let summary = ServiceSummary(
        name: "bunny.net",
        purpose: "each pull zone, with its own limit if it has one",
        counts: "delivered bytes (GB of 10^9 bytes), per calendar month",
        permission: "the account's API key; it has full access, narrower keys don't exist",
        console: "https://dash.bunny.net",
        tokenPage: "https://dash.bunny.net/account/api-key",
        doubts: [
            "whether the GB of a limit is 10^9 or 2^30 bytes isn't documented; the bytes in the answer are used as they are"
        ])

    let token: Secret

    public init?(from settings: inout SettingsReader) {
        let token = settings.secret("token", "account API key", variables: ["BUNNYNET_API_KEY", "BUNNY_API_KEY"])
        settings.address("https://api.bunny.net")
        guard let token else { return nil }
        self.token = token
    }

    public func usage(from api: APIClient, at now: Date) async throws(APIError) -> UsageReading {
        let zones = try await list(from: api)
        guard !zones.isEmpty else {
            throw APIError(
                .notFound, "the account has no pull zone", hint: "check that the key belongs to the right account")
        }
        let period = BillingPeriod.month(containing: now)
        return UsageReading(zones.map { $0.usage(in: period) })
    }

    /// Every zone, page by page. Pages count from 1; page 0 is answered without an envelope.
    private func list(from api: APIClient) async throws(APIError) -> [Zone] {
        var zones: [Zone] = []
        for number in 1...100 {
            let page: Page = try await api.get(
                "/pullzone", query: [("page", "\(number)"), ("perPage", "1000")],
                authorization: .headers(["AccessKey": token]))
            zones += page.zones
            if !page.hasMore || page.zones.isEmpty { return zones }
        }
        throw APIError(.badResponse, "the list of pull zones has no end")
    }
}

/// bunny.net's answers, in its own words (https://github.com/BunnyWay/cli, `packages/api/specs/core.json`).
extension Bunny {
    /// The body of `GET /pullzone`: an envelope, or the bare list.
    struct Page: Decodable {
        let zones: [Zone]
        let hasMore: Bool

        init(from decoder: any Decoder) throws {
            if (try? decoder.unkeyedContainer()) != nil {
                zones = try [Zone](from: decoder)
                hasMore = false
                return
            }
            let members = try decoder.container(keyedBy: CodingKeys.self)
            zones = try members.decode([Zone].self, forKey: .items)
            hasMore = try members.decodeIfPresent(Bool.self, forKey: .hasMore) ?? false
        }

        enum CodingKeys: String, CodingKey {
            case items = "Items"
            case hasMore = "HasMoreItems"
        }
    }

    /// A pull zone; these are the members that matter, out of a hundred. A limit of 0 means none.
    struct Zone: Decodable, Sendable {
        let id: Int64
        let name: String?
        let isEnabled, isSuspended: Lenient<Bool>
        let used: WireBytes
        let limit: WireBytes?
        let charges: Lenient<WireNumber>

        func usage(in period: BillingPeriod?) -> Usage {
            Usage(
                scope: UsageScope(.zone, id: "\(id)", label: name), used: used.count, quota: limit?.count,
                period: period, isStopped: isEnabled.value == false || isSuspended.value == true, unit: .gigabyte,
                native: NativeFigures(used: used.number, quota: limit?.number, unit: .byte), charge: charge,
                note: note)
        }

        private var charge: Money? {
            charges.value.flatMap { $0.value > 0 ? Money($0.value, "USD") : nil }
        }

        private var note: String? {
            let notes = [
                isSuspended.value == true ? "the zone is suspended" : nil,
                isEnabled.value == false ? "the zone is switched off" : nil,
                charge.map { "\($0) charged so far" },
            ]
            let text = notes.compactMap { $0 }.joined(separator: "; ")
            return text.isEmpty ? nil : text
        }

        enum CodingKeys: String, CodingKey {
            case id = "Id"
            case name = "Name"
            case isEnabled = "Enabled"
            case isSuspended = "Suspended"
            case used = "MonthlyBandwidthUsed"
            case limit = "MonthlyBandwidthLimit"
            case charges = "MonthlyCharges"
        }
    }

    /// `{"ErrorKey": "…", "Field": "…", "Message": "…"}`, each of which may be missing.
    public struct Refusal: ServiceError {
        let key: String?
        let words: String?

        public var message: String {
            words ?? key ?? ""
        }

        enum CodingKeys: String, CodingKey {
            case key = "ErrorKey"
            case words = "Message"
        }
    }
}
