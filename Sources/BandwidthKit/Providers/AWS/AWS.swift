#if canImport(FoundationEssentials)
    public import FoundationEssentials
#else
    public import Foundation
#endif

/// The free transfer allowances of an AWS account, such as the 100 GB a month to the internet.
///
/// Calls `GetFreeTierUsage`
/// (https://docs.aws.amazon.com/awsaccountbilling/latest/aboutv2/using-free-tier-api.html), which returns used,
/// allowance and AWS's own forecast for the calendar month; all rows that are about data transfer are reported. What
/// exceeds an allowance is billed at a price that depends on the region, which the API doesn't have.
public struct AWS: UsageProvider {
    public static let kind = "aws"
    public static let summary = ServiceSummary(
        name: "AWS Free Tier",
        purpose: "each free data transfer allowance of the account, with the service's own forecast",
        counts: "what the allowance says, GB of 2^30 bytes, per calendar month",
        permission: "freetier:GetFreeTierUsage; in an organization, of the management account",
        console: "https://console.aws.amazon.com/billing/home#/freetier",
        tokenPage: "https://console.aws.amazon.com/iam/home#/users",
        doubts: [
            "the size of a GB isn't documented; AWS bills GB of 2^30 bytes",
            "whether the used amount goes on beyond the allowance isn't documented",
            "accounts opened since July 2025 may have credits instead of allowances; credits aren't read",
            "the figures are hours to a day old, and the answer doesn't say how old",
        ])

    let credentials: AWSCredentials

    public init?(from settings: inout SettingsReader) {
        let credentials = settings.awsCredentials()
        settings.address("https://freetier.us-east-1.api.aws")
        guard let credentials else { return nil }
        self.credentials = credentials
    }

    public func usage(from api: APIClient, at now: Date) async throws(APIError) -> UsageReading {
        let all = try await list(from: api)
        guard !all.isEmpty else {
            throw APIError(
                .notFound, "the service lists no free allowance",
                hint: "it lists one only once something of it is used, and none for accounts without such offers")
        }
        let period = BillingPeriod.month(containing: now)
        let found = all.compactMap(\.transfer)
        guard !found.isEmpty else { return [unused(in: period)] }
        let services = Dictionary(found.map { ($0.service, 1) }, uniquingKeysWith: +)
        var ids: Set<String> = []
        return UsageReading(
            found.map { transfer in
                let id = ids.insert(transfer.id).inserted ? transfer.id : "\(transfer.id)/\(ids.count)"
                ids.insert(id)
                let isOnly = services[transfer.service] == 1
                let label = isOnly ? transfer.service : "\(transfer.service) \(transfer.usageType)"
                return transfer.usage(of: UsageScope(Self.allowance, id: id, label: label), in: period)
            })
    }

    private static let allowance = UsageScope.Kind("allowance")

    /// Allowances of which nothing is used aren't listed. If others are, nothing has been transferred yet.
    private func unused(in period: BillingPeriod?) -> Usage {
        Usage(
            scope: UsageScope(
                Self.allowance, id: "AWS Data Transfer/Global-DataTransfer-Out-Bytes", label: "AWS Data Transfer"),
            used: .zero, period: period, unit: .binaryGigabyte, native: NativeFigures(used: 0, unit: .binaryGigabyte),
            note: "no transfer in this month yet, so the service doesn't list the allowance")
    }

    /// All allowances, page by page.
    private func list(from api: APIClient) async throws(APIError) -> [FreeTierUsage] {
        let service = AWSService(
            api: api, signature: AWSSignature(credentials: credentials, region: "us-east-1", service: "freetier"),
            target: "AWSFreeTierService", version: "1.0")
        var all: [FreeTierUsage] = [], token = ""
        for _ in 1...100 {
            let page: Page = try await service.call(
                "GetFreeTierUsage",
                [.init("maxResults", 100)] + (token.isEmpty ? [] : [.init("nextToken", .string(token))]))
            all += page.freeTierUsages
            let next = page.nextToken ?? ""
            if next.isEmpty || next == token { return all }
            token = next
        }
        throw APIError(.badResponse, "the list of allowances has no end")
    }

    /// The answer to `GetFreeTierUsage`.
    private struct Page: Decodable, Sendable {
        let freeTierUsages: [FreeTierUsage]
        let nextToken: String?
    }

    public typealias Refusal = AWSRefusal
}

extension AWS {
    /// An element of `freeTierUsages`. Most are about other things than transfer, so only those that are must have valid
    /// amounts.
    struct FreeTierUsage: Decodable, Sendable {
        /// The figures if the allowance is about data transfer.
        let transfer: Transfer?

        init(from decoder: any Decoder) throws {
            let members = try decoder.container(keyedBy: CodingKeys.self)
            let service = try members.decodeIfPresent(String.self, forKey: .service) ?? ""
            let type = try members.decodeIfPresent(String.self, forKey: .usageType) ?? ""
            let unit = try members.decodeIfPresent(String.self, forKey: .unit)
            let isTransfer = type.contains("DataTransfer") || service.contains("CloudFront")
            transfer = isTransfer && unit == "GB" ? try Transfer(from: decoder) : nil
        }

        enum CodingKeys: CodingKey {
            case service, usageType, unit
        }
    }

    /// An allowance for data transfer, in GB.
    struct Transfer: Decodable, Sendable {
        let service, usageType: String
        private let operation, region: String?
        private let actualUsageAmount: WireGibibytes
        private let forecastedUsageAmount, limit: WireGibibytes?

        /// What makes it this allowance. Nearly all are global and for every operation.
        var id: String {
            let place = region.flatMap { $0.lowercased() == "global" ? nil : $0 }
            return [service, usageType, place, operation].compactMap { $0 }.filter { !$0.isEmpty }
                .joined(separator: "/")
        }

        func usage(of scope: UsageScope, in period: BillingPeriod?) -> Usage {
            let used = actualUsageAmount.count, quota = limit?.count
            return Usage(
                scope: scope, used: used, quota: quota, billable: quota.map { used.excess(over: $0) }, period: period,
                unit: .binaryGigabyte,
                native: NativeFigures(used: actualUsageAmount.number, quota: limit?.number, unit: .binaryGigabyte),
                projection: forecastedUsageAmount.map { Usage.Projection(used: $0.count) },
                note: quota.map { used >= $0 } == true
                    ? "what exceeds the allowance is charged at a price that depends on the region" : nil)
        }
    }
}
