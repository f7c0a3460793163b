import BandwidthKit
import Foundation
import Testing

extension UsageReport {
    /// A report with a row of every kind: over quota with its price, on pace to exceed it, ok, without a quota, stale,
    /// an instance, a name in wide characters, and two that could not be read.
    static func example() throws -> UsageReport {
        let now = try date(today), period = try BillingPeriod.november()
        let cents = OveragePrice(Money(try decimal("0.015"), "USD"), per: .gigabytes(1))
        let pack = OveragePrice(Money(55, "USD"), per: .gigabytes(100), wholeUnits: true)
        func row(_ provider: String, _ account: String, _ usage: Usage) -> UsageRow {
            UsageRow(provider: provider, account: account, Assessment(usage, by: AccountPolicy(), now: now))
        }
        let pool = Usage.example(
            used: .gigabytes(2310), quota: .gigabytes(9141), billable: .zero, period: period)
        let region = Usage.example(
            UsageScope(.region, id: "id-cgk"), used: .gigabytes(118), quota: .gigabytes(100), billable: .gigabytes(18),
            period: period, price: cents)
        let instance = Usage.example(
            UsageScope(.instance, id: "123", label: "web-1"), used: try #require(ByteCount(872_307_857_817)),
            quota: .gigabytes(4000), period: period, drawsOnPool: true)
        let team = Usage.example(
            UsageScope(.team, id: "example-team", label: "東京 チーム"), used: .gigabytes(92), quota: .gigabytes(100),
            billable: .zero, period: period, asOf: try date("2026-11-21T04:41:00Z"), price: pack)
        let credits = Usage.example(
            UsageScope(.team, id: "credits"), used: try #require(ByteCount(33_715_493_274)), period: period,
            note: "no bandwidth quota: a credit plan counts credits, which can't be read")
        let stale = Usage.example(
            UsageScope(.team, id: "old"), used: .gigabytes(500), quota: .gigabytes(100), billable: .zero,
            period: period, asOf: try date("2026-11-18T04:00:00Z"))
        let small = Usage.example(used: .gigabytes(1), quota: .gigabytes(1000), period: period)
        return UsageReport(
            checkedAt: now,
            rows: [
                row("linode", "production", pool), row("linode", "production", region),
                row("linode", "production", instance),
                UsageRow(
                    provider: "linode", account: "production",
                    APIError(
                        .notFound, "the account has no instance 'web-9'", hint: "did you mean 'web-1'?",
                        scope: UsageScope(.instance, id: "web-9"))),
                row("netlify", "netlify", team), row("netlify", "netlify", credits), row("netlify", "netlify", stale),
                row("linode", "the long name of an account", small),
                UsageRow(
                    provider: "linode", account: "old-key",
                    APIError(
                        .unauthorized, "the token was refused (HTTP 401): Invalid Token", httpStatus: 401,
                        hint: "put a valid token into LINODE_TOKEN")),
            ])
    }
}
