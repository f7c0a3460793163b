import BandwidthKit
import Foundation
import Synchronization

/// Clocks that don't run: sleeping takes no time, advances them, and is recorded.
final class ManualTime: Timekeeper {
    private let start: Date
    private let state = Mutex<(uptime: Duration, sleeps: [Duration])>((.zero, []))

    init(_ now: String = "2026-11-21T06:00:00Z") {
        start = (try? Date(now, strategy: .iso8601)) ?? .distantPast
    }

    var now: Date {
        start.addingTimeInterval(Double(uptime.components.seconds))
    }

    var uptime: Duration {
        state.withLock { $0.uptime }
    }

    /// Every recorded pause, in order.
    var sleeps: [Duration] {
        state.withLock { $0.sleeps }
    }

    func sleep(for duration: Duration) async throws(CancellationError) {
        state.withLock { $0 = ($0.uptime + duration, $0.sleeps + [duration]) }
    }

    /// Nothing takes time here, so no limit is reached while an operation runs.
    func limit<Value: Sendable>(
        to duration: Duration, _ operation: @escaping @Sendable () async -> Value
    ) async -> Value? {
        await operation()
    }
}
