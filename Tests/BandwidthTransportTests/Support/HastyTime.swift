import BandwidthKit
import Foundation

/// The system's clocks, except that pauses between attempts take no time. Deadlines are real.
struct HastyTime: Timekeeper {
    /// The date at which the fixtures are checked: 2026-11-21T06:00:00Z.
    static let moment = Date(timeIntervalSince1970: 1_795_240_800)

    private let system = SystemTime()
    private let moment: Date?

    /// - Parameter moment: A fixed date; `nil` for the system's.
    init(at moment: Date? = nil) {
        self.moment = moment
    }

    var now: Date { moment ?? system.now }

    var uptime: Duration { system.uptime }

    func sleep(for duration: Duration) async throws(CancellationError) {
        if Task.isCancelled { throw CancellationError() }
    }

    func limit<Value: Sendable>(
        to duration: Duration, _ operation: @escaping @Sendable () async -> Value
    ) async -> Value? {
        await system.limit(to: duration, operation)
    }
}
