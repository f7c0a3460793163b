import Foundation
import Testing

@testable import BandwidthKit

/// The word and the mark of a row, by what was read of it and the rules.
@Suite struct VerdictTests {
    private func verdict(
        used: Int64, of quota: Int64? = 100, billable: Int64? = nil, rules: [Rule]? = nil, asOf: String? = nil,
        isStopped: Bool = false, drawsOnPool: Bool = false, hasPeriod: Bool = true
    ) throws -> Verdict {
        var usage = Usage.example(
            used: .gigabytes(used), quota: quota.map { .gigabytes($0) }, billable: billable.map { .gigabytes($0) },
            period: hasPeriod ? try .november() : nil, asOf: try asOf.map { try date($0) }, drawsOnPool: drawsOnPool)
        usage.isStopped = isStopped
        let policy = AccountPolicy.with { policy in
            if let rules, drawsOnPool { policy.instanceRules = rules } else if let rules { policy.rules = rules }
        }
        let assessment = Assessment(usage, by: policy, now: try date(today))
        return Verdict(UsageRow(provider: "linode", account: "any", assessment))
    }

    private func expect(
        _ verdict: Verdict, _ state: Verdict.State, _ mark: Verdict.Mark,
        sourceLocation: SourceLocation = #_sourceLocation
    ) {
        #expect(verdict.state == state, sourceLocation: sourceLocation)
        #expect(verdict.mark == mark, sourceLocation: sourceLocation)
    }

    @Test func moreThanTheQuotaIsOver() throws {
        expect(try verdict(used: 118), .over, .critical)
        expect(try verdict(used: 118, billable: 18), .over, .critical)
        // Whatever the user's rules allow.
        expect(try verdict(used: 118, rules: []), .over, .critical)
    }

    @Test func whatIsChargedIsOverBelowTheQuotaToo() throws {
        expect(try verdict(used: 90, billable: 5, rules: []), .over, .critical)
    }

    @Test func allOfItIsUsedUp() throws {
        expect(try verdict(used: 100), .usedUp, .warning)
        expect(try verdict(used: 101, isStopped: true), .usedUp, .critical)
        expect(try verdict(used: 100, rules: [Rule(.actual, 90, severity: .critical)]), .usedUp, .critical)
    }

    @Test func whatWillNotLastRunsOut() throws {
        expect(try verdict(used: 80), .runsOut, .warning)
        expect(try verdict(used: 80, rules: [Rule(.forecast, 100, severity: .critical)]), .runsOut, .critical)
    }

    @Test func aRuleThatHoldsAlthoughItLastsIsHigh() throws {
        expect(try verdict(used: 50, rules: [Rule(.actual, 40)]), .high, .warning)
        expect(try verdict(used: 92, hasPeriod: false), .high, .warning)
    }

    @Test func withoutARuleThatHoldsItIsFine() throws {
        expect(try verdict(used: 50), .lasts, .fine)
        expect(try verdict(used: 50, hasPeriod: false), .fine, .fine)
        expect(try verdict(used: 80, rules: [Rule(.actual, 90)]), .fine, .fine)
        expect(try verdict(used: 50, of: nil), .noQuota, .fine)
        expect(try verdict(used: 0), .noData, .fine)
    }

    @Test func whatIsTooOldIsNeverFine() throws {
        expect(try verdict(used: 1, asOf: "2026-11-18T05:00:00Z"), .tooOld, .unknown)
        let unread = UsageRow(provider: "linode", account: "any", APIError(.timeout, "no answer"))
        expect(Verdict(unread), .notRead, .unknown)
    }

    @Test func whatDrawsOnAPoolIsJudgedByRulesOfItsOwnOnly() throws {
        expect(try verdict(used: 118, drawsOnPool: true), .notJudged, .notJudged)
        expect(try verdict(used: 50, rules: [Rule(.actual, 90)], drawsOnPool: true), .lasts, .fine)
        expect(try verdict(used: 118, rules: [Rule(.actual, 90)], drawsOnPool: true), .over, .warning)
    }

    @Test func aProblemIsWhatIsMarkedAsOne() throws {
        #expect(try verdict(used: 118).isProblem)
        #expect(try !verdict(used: 50).isProblem)
        #expect(try !verdict(used: 118, drawsOnPool: true).isProblem)
    }
}
