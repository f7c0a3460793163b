import BandwidthKit
import Foundation
import Testing

@Suite struct MoneyTests {
    @Test(arguments: [
        ("0.27", "USD", "$0.27"), ("55", "USD", "$55.00"), ("12", "EUR", "€12.00"), ("1.119", "GBP", "£1.12"),
        ("12", "CHF", "12.00 CHF"), ("0.004", "USD", "$0.00"), ("1234567.895", "USD", "$1234567.90"),
    ])
    func anAmountIsShownToTheCentWithItsCurrency(amount: String, currency: String, expected: String) throws {
        #expect(try Money(decimal(amount), currency).description == expected)
    }
}

@Suite struct OveragePriceTests {
    private let gigabyte = DataUnit.binaryGigabyte.size

    @Test func aCostIsExact() throws {
        let price = OveragePrice(Money(try decimal("0.015"), "USD"), per: gigabyte)
        #expect(price.cost(of: try #require(ByteCount(18 << 30))) == Money(try decimal("0.27"), "USD"))
        #expect(price.cost(of: .zero) == Money(0, "USD"))
    }

    @Test(arguments: [(0, "0"), (1, "55"), (100, "55"), (101, "110"), (200, "110"), (201, "165")])
    func theFirstByteOverCostsAWholePack(bytes: Int, expected: String) throws {
        let pack = OveragePrice(Money(55, "USD"), per: try #require(ByteCount(100)), wholeUnits: true)
        #expect(pack.cost(of: try #require(ByteCount(bytes))) == Money(try decimal(expected), "USD"))
    }

    @Test(arguments: [false, true])
    func theLargestCountHasACost(isWhole: Bool) throws {
        let price = OveragePrice(Money(1, "USD"), per: try #require(ByteCount(1)), wholeUnits: isWhole)
        #expect(price.cost(of: .maximum).amount == Decimal(Int64.max))
    }

    @Test func aUnitOfNothingCostsNothing() {
        #expect(OveragePrice(Money(1, "USD"), per: .zero).cost(of: .maximum).amount == 0)
    }

    @Test func costNeverFallsAsUseGrows() throws {
        var random = SeededGenerator(seed: 4)
        for _ in 0..<500 {
            let price = OveragePrice(
                Money(Decimal(Int.random(in: 0...1_000_000, using: &random)) / 1000, "USD"),
                per: .random(using: &random) + (try #require(ByteCount(1))), wholeUnits: .random(using: &random))
            let counts = [ByteCount.random(using: &random), .random(using: &random)].sorted()
            let costs = counts.map { price.cost(of: $0).amount }
            #expect(costs[0] <= costs[1] && costs[0] >= 0, "\(price) \(counts)")
        }
    }
}
