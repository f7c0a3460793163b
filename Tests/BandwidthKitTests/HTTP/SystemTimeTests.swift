import BandwidthKit
import Foundation
import Testing

/// The time limit of every request.
@Suite(.timeLimit(.minutes(1))) struct SystemTimeTests {
    private let time = SystemTime()

    /// An operation that ends only when it is cancelled.
    @Sendable private static func waitForCancellation() async -> Bool {
        while !Task.isCancelled { try? await Task.sleep(for: .seconds(3600)) }
        return true
    }

    @Test func whatEndsInTimeGivesItsValue() async {
        #expect(await time.limit(to: .seconds(60)) { 7 } == 7)
        #expect(await time.limit(to: .seconds(Int64.max)) { 7 } == 7)
    }

    @Test func whatDoesNotIsCancelledAndGivesNothing() async {
        #expect(await time.limit(to: .milliseconds(1), Self.waitForCancellation) == nil)
    }

    @Test func eachHasALimitOfItsOwn() async {
        async let long = time.limit(to: .seconds(60)) { "long" }
        async let short = time.limit(to: .milliseconds(1)) { await Self.waitForCancellation() ? "short" : "" }
        async let other = time.limit(to: .seconds(61)) { "other" }
        #expect(await [long, short, other] == ["long", nil, "other"])
    }

    @Test func whoIsCancelledCancelsIt() async {
        let waiting = Task { [time] in await time.limit(to: .seconds(3600), Self.waitForCancellation) }
        waiting.cancel()
        #expect(await waiting.value == true)
    }
}
