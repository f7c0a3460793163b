import BandwidthKit
import Foundation

/// The system's clocks, except that pauses between tries take no time. Deadlines are real.
struct HastyTime: Timekeeper {
    private let system = SystemTime()

    var now: Date { system.now }

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
