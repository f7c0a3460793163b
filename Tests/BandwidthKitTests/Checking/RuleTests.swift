import BandwidthKit
import Foundation
import Testing

@Suite struct RuleTests {
    @Test(arguments: [
        (699, 1000, "70", false), (700, 1000, "70", false), (701, 1000, "70", true), (0, 1000, "70", false),
        (1000, 1000, "100", false), (1001, 1000, "100", true), (1, 3, "33.3333", true),
        (333_333, 1_000_000, "33.3333", false),
    ])
    func aRuleHoldsOnlyAboveItsPercentage(used: Int, quota: Int, percent: String, holds: Bool) throws {
        let rule = Rule(.actual, try decimal(percent))
        #expect(try rule.holds(#require(ByteCount(used)), of: #require(ByteCount(quota))) == holds)
    }

    @Test func theComparisonIsExactToTheByteAtTheLargestCounts() throws {
        let rule = Rule(.actual, 100)
        let oneLess = try #require(ByteCount(Int64.max - 1))
        #expect(!rule.holds(.maximum, of: .maximum))
        #expect(rule.holds(.maximum, of: oneLess))
        #expect(!rule.holds(oneLess, of: .maximum))
        #expect(!Rule(.actual, 50).holds(try #require(ByteCount(Int64.max / 2)), of: .maximum))
        #expect(Rule(.actual, 50).holds(try #require(ByteCount(Int64.max / 2 + 1)), of: .maximum))
        #expect(try !Rule(.actual, decimal("9999.9999")).holds(.maximum, of: .maximum))
    }

    @Test func nothingIsAShareOfNothing() {
        #expect(!Rule(.actual, 1).holds(.maximum, of: .zero))
    }

    @Test func onlyActualFrom100OnIsCriticalByItself() throws {
        #expect(Rule(.actual, 100).severity == .critical)
        #expect(Rule(.actual, 150).severity == .critical)
        #expect(Rule(.actual, try decimal("99.9999")).severity == .warning)
        #expect(Rule(.forecast, 100).severity == .warning)
        #expect(Rule(.actual, 100, severity: .warning).severity == .warning)
        #expect(Rule(.forecast, 1, severity: .critical).severity == .critical)
    }

    @Test func theWorstRuleComesFirst() {
        let worstFirst = [
            Rule(.forecast, 100, severity: .critical), Rule(.actual, 80, severity: .critical),
            Rule(.actual, 100, severity: .warning), Rule(.forecast, 100), Rule(.actual, 90), Rule(.forecast, 70),
        ]
        #expect(worstFirst.reversed().sorted { $0.isWorse(than: $1) } == worstFirst)
        for rule in worstFirst { #expect(!rule.isWorse(than: rule)) }
    }
}

@Suite struct StatusTests {
    @Test func theOrderIsOkWarningUnknownCritical() {
        #expect(Status.allCases.shuffled().sorted() == [.info, .ok, .warning, .unknown, .critical])
    }
}
