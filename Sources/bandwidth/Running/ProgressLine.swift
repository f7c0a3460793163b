import BandwidthKit

/// The line on standard error that says how far a long check is. It appears after a second, is renewed a few times a
/// second, and is erased at the end.
struct ProgressLine {
    private let context: CommandContext
    private let progress: CheckProgress

    init(_ progress: CheckProgress, in context: CommandContext) {
        self.progress = progress
        self.context = context
    }

    /// Shows the line, where a person sees it, for as long as an operation takes.
    func during<Value: Sendable>(_ operation: @escaping @Sendable () async -> Value) async -> Value {
        guard context.terminal.showsProgress, context.verbosity == .normal else { return await operation() }
        let start = context.time.uptime
        let ticker = Task {
            var pause = Duration.seconds(1), isShown = false
            while (try? await context.time.sleep(for: pause)) != nil, !Task.isCancelled {
                show(after: context.time.uptime - start)
                isShown = true
                pause = .milliseconds(200)
            }
            if isShown { write("\r\u{1B}[K") }
        }
        let value = await operation()
        ticker.cancel()
        await ticker.value
        return value
    }

    private func show(after time: Duration) {
        // A line that wraps couldn't be erased.
        let columns = max(20, context.terminal.errorColumns ?? 80) - 1
        write("\r\(progress.line(after: time, columns: columns, isUnicode: context.terminal.isUnicode))\u{1B}[K")
    }

    private func write(_ text: String) {
        _ = context.errors.write { $0.write(text) }
    }
}
