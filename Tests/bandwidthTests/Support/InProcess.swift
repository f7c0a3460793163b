import BandwidthKit
import BandwidthTransport
import Foundation

@testable import bandwidth

/// Runs the program's commands inside the test, with their own context and a clock that doesn't run.
enum InProcess {
    /// The date of the demo, at which the fixtures were recorded.
    static let moment = Date(timeIntervalSince1970: 1_795_240_800)

    static func run(_ arguments: [String], environment: [String: String], at now: Date = moment) async -> Program.Result
    {
        await run(environment, now) { await Main.run(arguments, in: $0) }
    }

    /// Runs a command that is parsed already. In debug builds, parsing takes longer than the run.
    static func run(_ command: any ContextualCommand, at now: Date) async -> Program.Result {
        // A value that nothing changes any more.
        nonisolated(unsafe) let command = command
        return await run([:], now) { await Main.run(command, in: $0) }
    }

    private static func run(
        _ environment: [String: String], _ now: Date,
        _ body: @escaping @Sendable (CommandContext) async -> Int32
    ) async -> Program.Result {
        let output = TextSink.Collector(), errors = TextSink.Collector()
        let context = CommandContext(
            environment: environment, time: StandingClock(now: now),
            processes: SubprocessRunner(time: SystemTime()), output: .memory(output), errors: .memory(errors),
            terminal: .none)
        // Its time limits are those of the clock, so it runs before the tests that only compute.
        let status = await Turns.ofCommands.take { await Task(priority: .high) { await body(context) }.value }
        return Program.Result(output: output.text, error: errors.text, status: status)
    }
}

/// A fixed date, with the system's clock for deadlines.
struct StandingClock: Timekeeper {
    let now: Date
    private let system = SystemTime()

    init(now: Date) {
        self.now = now
    }

    var uptime: Duration { system.uptime }

    func sleep(for duration: Duration) async throws(CancellationError) {
        try await system.sleep(for: duration)
    }

    func limit<Value: Sendable>(
        to duration: Duration, _ operation: @escaping @Sendable () async -> Value
    ) async -> Value? {
        await system.limit(to: duration, operation)
    }
}
