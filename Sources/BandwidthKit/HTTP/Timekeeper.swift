#if canImport(FoundationEssentials)
    public import FoundationEssentials
#else
    public import Foundation
#endif

/// The clocks of a run, passed in so that tests and the demo can use their own.
public protocol Timekeeper: Sendable {
    /// The current date, for periods and reports.
    var now: Date { get }

    /// The time since an arbitrary moment, for deadlines. It never jumps.
    var uptime: Duration { get }

    /// Waits. Throws if the task is cancelled.
    func sleep(for duration: Duration) async throws(CancellationError)

    /// Runs `operation` and returns its value, or cancels it after `duration` and returns `nil`.
    func limit<Value: Sendable>(
        to duration: Duration, _ operation: @escaping @Sendable () async -> Value
    ) async -> Value?
}

extension Timekeeper {
    public func limit<Value: Sendable>(
        to duration: Duration, _ operation: @escaping @Sendable () async -> Value
    ) async -> Value? {
        await withTaskGroup(of: Value?.self) { group in
            group.addTask { await operation() }
            group.addTask {
                try? await sleep(for: duration)
                return nil
            }
            defer { group.cancelAll() }
            return await group.next() ?? nil
        }
    }
}

/// The system's clocks.
public struct SystemTime: Timekeeper {
    private let start = ContinuousClock.now
    private let alarms = Alarms()

    /// Creates clocks whose `uptime` starts now.
    public init() {}

    public var now: Date {
        Date()
    }

    public var uptime: Duration {
        start.duration(to: .now)
    }

    public func sleep(for duration: Duration) async throws(CancellationError) {
        do {
            try await Task.sleep(for: duration)
        } catch {
            throw CancellationError()
        }
    }

    public func limit<Value: Sendable>(
        to duration: Duration, _ operation: @escaping @Sendable () async -> Value
    ) async -> Value? {
        let work = Task { await operation() }
        let alarm = alarms.set(after: duration) { work.cancel() }
        let value = await withTaskCancellationHandler {
            await work.value
        } onCancel: {
            work.cancel()
        }
        return alarms.unset(alarm) ? value : nil
    }
}
