import BandwidthKit
import Foundation
import Testing

@Suite struct DecimalRoundingTests {
    @Test(arguments: [
        ("0.265", 2, "0.27"), ("0.2649999", 2, "0.26"), ("-0.265", 2, "-0.27"), ("1.995", 2, "2"), ("99.95", 1, "100"),
        ("0.5", 0, "1"), ("0.49", 0, "0"), ("-0.5", 0, "-1"), ("12", 2, "12"), ("0.00004", 2, "0"),
        ("123456789012345678901234567890.5", 0, "123456789012345678901234567891"),
    ])
    func aHalfIsRoundedAwayFromZero(text: String, places: Int, expected: String) throws {
        #expect(try decimal(text).rounded(places: places) == decimal(expected))
    }

    @Test(arguments: [("0.269", 2, "0.26"), ("-0.269", 2, "-0.26"), ("99.99", 0, "99"), ("7", 3, "7")])
    func theRestIsCutWhereToldSo(text: String, places: Int, expected: String) throws {
        #expect(try decimal(text).rounded(places: places, down: true) == decimal(expected))
    }

    @Test func notANumberStaysSo() {
        #expect(Decimal.nan.rounded(places: 2).isNaN)
        #expect(Decimal.nan.wholeNumber == nil)
    }

    @Test(arguments: [
        ("0", 0 as Int64?), ("9223372036854775807", .max), ("9223372036854775808", nil), ("-3", -3), ("1.5", nil),
        ("100000000000000000000000000000000000000", nil),
    ])
    func aWholeNumberFitsIn64Bits(text: String, expected: Int64?) throws {
        #expect(try decimal(text).wholeNumber == expected)
    }

    @Test(arguments: [
        ("0.27", 2, "0.27"), ("55", 2, "55.00"), ("0.1", 2, "0.10"), ("1.005", 2, "1.01"), ("0", 1, "0.0"),
        ("118.04", 1, "118.0"), ("-2.5", 2, "-2.50"), ("3.5", 0, "4"),
    ])
    func placesAreFilledWithZeros(text: String, places: Int, expected: String) throws {
        #expect(try decimal(text).fixed(places: places) == expected)
    }

    @Test(arguments: [
        "", ".", "1.", ".1", "1.2.3", "-1", "+1", "1e3", "1 ", "0x1", "１", "1234567890123456789012345678901",
    ])
    func onlyPlainDigitsAreRead(text: String) {
        #expect(Decimal(plain: text) == nil)
    }

    @Test func plainDigitsAreExact() throws {
        #expect(try Decimal(plain: "0.1") == decimal("0.1"))
        #expect(try Decimal(plain: "123456789012345678901234567890") == decimal("123456789012345678901234567890"))
    }
}
