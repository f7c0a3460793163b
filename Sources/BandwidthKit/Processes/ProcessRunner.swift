/// Runs programs. `BandwidthTransport` has one that starts real processes.
///
/// A conforming type keeps to the time limit of the command, whatever the program does.
public protocol ProcessRunner: Sendable {
    /// Runs a program and returns once it has ended.
    ///
    /// No shell is involved. A program that ends with another exit status than 0, or by a signal, is a result like any
    /// other: `ProcessResult.problem` says so.
    ///
    /// - Throws: an error if the program couldn't be started, or was stopped: by its time limit, because of too much
    ///   output, or because the task was cancelled. Then its whole process group has been killed.
    func run(_ command: ProcessCommand) async throws(ProcessError) -> ProcessResult
}

/// Runs nothing: for tests, and for programs that must not start others.
public struct NoProcesses: ProcessRunner {
    /// Creates a runner that refuses every command.
    public init() {}

    public func run(_ command: ProcessCommand) async throws(ProcessError) -> ProcessResult {
        throw .notStarted(command.program, "programs can't be run here")
    }
}
