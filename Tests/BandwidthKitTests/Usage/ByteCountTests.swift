import BandwidthKit
import Foundation
import Testing

@Suite struct ByteCountTests {
    @Test func aNegativeNumberIsNoCount() {
        #expect(ByteCount(-1) == nil)
        #expect(ByteCount(0) == .zero)
    }

    @Test func aNumberBeyond64BitsIsNoCount() {
        #expect(ByteCount(UInt64.max) == nil)
        #expect(ByteCount(Int64.max) == .maximum)
    }

    @Test func sumsStopAtTheMaximum() {
        #expect(ByteCount.maximum + .maximum == .maximum)
        #expect(ByteCount.maximum + .zero == .maximum)
    }

    @Test func anExcessIsNeverNegative() throws {
        let small = try #require(ByteCount(5)), large = try #require(ByteCount(12))
        #expect(large.excess(over: small).bytes == 7)
        #expect(small.excess(over: large) == .zero)
        #expect(ByteCount.maximum.excess(over: .zero) == .maximum)
    }

    @Test(arguments: [
        ("118", 126_701_535_232 as Int64?), ("0.5", 536_870_912), ("0", 0),
        ("0.0000000004", 0), ("0.0000000005", 1), ("-1", nil), ("8589934591", 9_223_372_035_781_033_984),
        ("8589934592", nil), ("1000000000000000000000000000000000000", nil),
    ])
    func anAmountIsTakenToTheNearestByte(text: String, bytes: Int64?) throws {
        #expect(ByteCount(try decimal(text), .gibibyte)?.bytes == bytes)
    }

    @Test func notANumberIsNoCount() {
        #expect(ByteCount(Decimal.nan, .byte) == nil)
    }

    @Test func anAmountInAnotherUnitIsExact() throws {
        #expect(try #require(ByteCount(126_701_535_232)).amount(in: .gibibyte) == 118)
        #expect(try #require(ByteCount(1_500_000_000)).amount(in: .gigabyte) == decimal("1.5"))
    }

    @Test(arguments: [
        (9_996, 10_000, "99.9"), (9_999_999, 10_000_000, "99.9"), (10_000, 10_000, "100"), (0, 1, "0"),
        (1, 3, "33.3"), (7, 1, "700"),
    ])
    func aShareIsRoundedDown(used: Int, quota: Int, percentage: String) throws {
        let count = try #require(ByteCount(used)), quota = try #require(ByteCount(quota))
        #expect(count.percentage(of: quota)?.description == percentage)
    }

    @Test func thereIsNoShareOfNothing() {
        #expect(ByteCount.maximum.percentage(of: .zero) == nil)
        #expect(ByteCount.zero.percentage(of: .zero) == nil)
    }

    @Test func theLargestShareIsExact() throws {
        let one = try #require(ByteCount(1))
        #expect(ByteCount.maximum.percentage(of: one)?.description == "922337203685477580700")
    }
}
