/// Why a program couldn't be started, or was stopped.
///
/// The description is a clause that names the program: `'pass' was not found in /usr/bin:/bin`.
public enum ProcessError: Error, Hashable, Sendable {
    /// No folder of `PATH` has it.
    case notFound(String, path: String)

    /// It exists, or its path was given, but can't be run: the program and the reason.
    case notStarted(String, String)

    /// The time limit was reached.
    case timedOut(String, after: Duration)

    /// It wrote more than so many bytes to standard output.
    case outputTooLarge(String, limit: Int)

    /// The task was cancelled.
    case cancelled(String)

    /// The system failed: the program and the reason.
    case failed(String, String)
}

extension ProcessError: CustomStringConvertible {
    public var description: String {
        switch self {
        case .notFound(let program, let path): "'\(program.printable)' was not found in \(path.printable(upTo: 200))"
        case .notStarted(let program, let reason): "'\(program.printable)' can't be run: \(reason)"
        case .timedOut(let program, let limit): "'\(program.printable)' didn't end within \(limit.roundedUp.text)"
        case .outputTooLarge(let program, let limit): "'\(program.printable)' wrote more than \(limit) bytes"
        case .cancelled(let program): "'\(program.printable)' was stopped"
        case .failed(let program, let reason): "'\(program.printable)' failed: \(reason)"
        }
    }
}
