import BandwidthKit
import Foundation
import Testing

@Suite struct ByteCountTests {
    @Test func aNegativeNumberIsNoCount() {
        #expect(ByteCount(-1) == nil)
        #expect(ByteCount(0) == .zero)
    }

    @Test func aShareIsRoundedDown() throws {
        let quota = try #require(ByteCount(10_000))
        #expect(ByteCount(9_996)?.percentage(of: quota)?.description == "99.9")
    }
}
