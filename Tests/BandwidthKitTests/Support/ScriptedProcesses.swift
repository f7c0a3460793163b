import BandwidthKit
import Synchronization

/// Programs that do what a script says, by the words of their command.
final class ScriptedProcesses: ProcessRunner {
    private let results: [String: Result<ProcessResult, ProcessError>]
    private let recorded = Mutex<[ProcessCommand]>([])

    /// The commands that were run, in order.
    var commands: [ProcessCommand] {
        recorded.withLock { $0 }
    }

    /// The words of the commands that were run, in alphabetical order.
    var words: [String] {
        commands.map(\.words).sorted()
    }

    init(_ results: [String: Result<ProcessResult, ProcessError>]) {
        self.results = results
    }

    func run(_ command: ProcessCommand) async throws(ProcessError) -> ProcessResult {
        recorded.withLock { $0.append(command) }
        return try (results[command.words] ?? .failure(.notFound(command.program, path: "/usr/bin"))).get()
    }
}

extension ProcessCommand {
    fileprivate var words: String {
        ([program] + arguments).joined(separator: " ")
    }
}

extension ProcessResult {
    /// A program that printed a text and exited with a status.
    static func printing(_ text: String, errors: String = "", status: Int32 = 0) -> ProcessResult {
        ProcessResult(ending: .exited(status), output: Array(text.utf8), errorOutput: Array(errors.utf8))
    }
}

/// Programs that do one thing after the other, whatever they are called; the last is repeated.
final class SequencedProcesses: ProcessRunner {
    typealias Answer = Result<ProcessResult, ProcessError>

    private let state: Mutex<(answers: [Answer], commands: [ProcessCommand])>

    init(_ answers: [Answer]) {
        state = Mutex((answers, []))
    }

    /// The commands that were run, in order.
    var commands: [ProcessCommand] {
        state.withLock { $0.commands }
    }

    func run(_ command: ProcessCommand) async throws(ProcessError) -> ProcessResult {
        let answer = state.withLock { state -> Answer in
            state.commands.append(command)
            return state.answers.count > 1
                ? state.answers.removeFirst() : state.answers.first ?? .success(.printing(""))
        }
        return try answer.get()
    }
}
