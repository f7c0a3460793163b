import Foundation
import Testing

@testable import BandwidthKit

@Suite struct ReadableUnitTests {
    private func usage(_ unit: DataUnit) -> Usage {
        Usage(used: .zero, period: nil, unit: unit, native: NativeFigures(used: 0, unit: unit))
    }

    private static let amounts: [(Int64, Int64, DataUnit, String)] = [
        (2310 << 30, 9141 << 30, .binaryGigabyte, "2310 of 9141 GB"),
        (9_999 << 30, 9_999 << 30, .binaryGigabyte, "9999 of 9999 GB"),
        (1_000 << 30, 10_000 << 30, .binaryGigabyte, "0.98 of 9.77 TB"),
        (12_000_000_000_000, 20_000_000_000_000, .gigabyte, "12 of 20 TB"),
        (1 << 30, 20_000 << 40, .binaryTerabyte, "<0.01 of 19.5 PB"),
        (1_288_490_188_800, 1 << 40, .binaryTerabyte, "1.17 of 1 TB"),
        (5_000_000, 100_000_000, .byte, "5 of 100 MB"),
        (20_000 << 30, 30_000 << 30, .gibibyte, "19.5 of 29.3 TiB"),
        (.max, .max, .byte, "9223 of 9223 PB"),
        ((1000 << 30) - (3 << 27), 1000 << 30, .binaryGigabyte, "999.6 of 1000 GB"),
    ]

    @Test(arguments: amounts)
    func usedAndQuotaShareAUnit(used: Int64, quota: Int64, unit: DataUnit, expected: String) throws {
        let used = try #require(ByteCount(used)), quota = try #require(ByteCount(quota))
        let readable = ReadableUnit(unit, .provider, largest: max(used, quota))
        #expect(readable.text(used, of: quota, " of ") == expected)
    }

    @Test func bytesThatWereAskedForStayBytes() throws {
        let used = ByteCount.gigabytes(118)
        let unit = ReadableUnit(.binaryGigabyte, .bytes, largest: used)
        #expect(unit.text(used) == "126701535232 B")
    }

    @Test func noAmountHasMoreThanFourDigitsBeforeThePoint() {
        var random = SeededGenerator(seed: 4)
        for _ in 0..<2_000 {
            let amount = ByteCount.random(using: &random)
            for (system, unit) in [(UnitSystem.provider, DataUnit.byte), (.iec, .byte), (.si, .byte)] {
                let text = ReadableUnit(unit, system, largest: amount).figure(amount)
                #expect(text.prefix { $0.isNumber }.count <= 4, "\(amount): \(text)")
            }
        }
    }

    private static let shares: [(Int64, Int64, String)] = [
        (0, 10, "0%"), (9_996, 10_000, "99%"), (10_000, 10_000, "100%"), (10_001, 10_000, "101%"),
        (1_199, 1_000, "120%"), (1, 1_000, "0%"), (252, 1_000, "25%"), (.max, 1, ">9999%"),
    ]

    @Test(arguments: shares)
    func sharesNeverReadAsAllOrMoreThanTheyAre(used: Int64, quota: Int64, expected: String) throws {
        let used = try #require(ByteCount(used)), quota = try #require(ByteCount(quota))
        #expect(used.roundedPercentage(of: quota) == expected)
    }
}
