public import BandwidthKit
public import Foundation

/// Example Cloud, by its account-wide transfer pool.
///
/// Reads `GET /account/transfer` (https://docs.example.com/transfer), in GB, outbound only, in the calendar month, UTC.
public struct ExampleCloud: UsageProvider {
    public static let kind = "example"
    public static let summary = ServiceSummary(
        name: "Example Cloud",
        purpose: "the account's transfer pool",
        counts: "outbound, GB of 2^30 bytes, per calendar month",
        permission: "a read-only token",
        console: "https://console.example.com",
        tokenPage: "https://console.example.com/tokens")

    let token: Secret

    public init?(from settings: inout SettingsReader) {
        let token = settings.secret("token", "API token", variables: ["EXAMPLE_TOKEN"])
        settings.address("https://api.example.com/v4")
        guard let token else { return nil }
        self.token = token
    }

    public func usage(from api: APIClient, at now: Date) async throws(APIError) -> UsageReading {
        let answer: Answer = try await api.get("/account/transfer", authorization: .bearer(token))
        let used = answer.transfer.used, quota = answer.transfer.quota
        return [
            Usage(
                used: used.count, quota: quota.count, billable: used.count.excess(over: quota.count),
                period: .month(containing: now), unit: .binaryGigabyte,
                native: NativeFigures(used: used.number, quota: quota.number, unit: .binaryGigabyte))
        ]
    }

    /// The body of `GET /account/transfer`.
    private struct Answer: Decodable {
        let transfer: Transfer

        struct Transfer: Decodable {
            let used, quota: WireGibibytes

            enum CodingKeys: String, CodingKey {
                case used = "used_gb"
                case quota = "quota_gb"
            }
        }
    }

    /// `{"message": "…"}`, what the service says when it refuses.
    public struct Refusal: ServiceError {
        public let message: String
    }
}
