import Foundation
import Testing

@testable import BandwidthKit

/// What monitoring plugins may print.
@Suite struct NagiosReporterTests {
    private func row(_ account: String, used: Int64, rules: [Rule] = Rule.standard) throws -> UsageRow {
        let now = Date(timeIntervalSince1970: 1_795_240_800)
        var policy = AccountPolicy()
        policy.rules = rules
        let usage = Usage.example(
            used: .gigabytes(used), quota: .gigabytes(100), period: BillingPeriod.month(containing: now))
        return UsageRow(provider: "vultr", account: account, Assessment(usage, by: policy, now: now))
    }

    private func text(_ rows: [UsageRow]) -> [Substring] {
        NagiosReporter().text(of: UsageReport(checkedAt: Date(timeIntervalSince1970: 1_795_240_800), rows: rows))
            .split(separator: "\n")
    }

    @Test func theFirstLineHasTheStateTheCountsAndTheData() throws {
        let lines = text([try row("shop", used: 20), try row("backup", used: 66)])
        #expect(lines == ["BANDWIDTH OK - 2 fine | 'shop'=20%;70;100 'backup'=66%;70;100"])
    }

    @Test func theLimitsAreThoseOfTheRules() throws {
        let rules = [
            Rule(.actual, 90, severity: .critical), Rule(.forecast, 50), Rule(.actual, 95, severity: .critical),
        ]
        #expect(text([try row("shop", used: 1, rules: rules)]).first == "BANDWIDTH OK - 1 fine | 'shop'=1%;;90")
    }

    @Test func noNameEndsTheTextOrALabel() throws {
        let lines = text([try row("a|b='c' 名", used: 95)])
        #expect(lines[0].count { $0 == "|" } == 1)
        #expect(lines[0].hasSuffix("'a/b__c_ 名'=95%;70;100"))
        #expect(lines[1].hasPrefix("[WARNING] a/b='c' ?: "))
        #expect(lines.dropFirst().joined().utf8.allSatisfy { $0 < 128 })
    }

    @Test func whatIsNotReadIsUnknownAndHasNoData() throws {
        let lines = text([UsageRow(provider: "vultr", account: "shop", APIError(.unauthorized, "refused"))])
        #expect(lines[0] == "BANDWIDTH UNKNOWN - 1 not read")
        #expect(lines[1].hasPrefix("[UNKNOWN] shop: not read: token refused"))
    }
}
