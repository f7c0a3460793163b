import BandwidthKit
import BandwidthTransport
import Foundation
import Synchronization

@testable import bandwidth

/// A terminal with a person who answers by a script, then ends the input. It keeps what the screen shows.
///
/// In the transcript, the answer to a secret question isn't shown, and `^D` is the end of input.
final class ScriptedTerminal: Sendable {
    private let waiting: Mutex<[String]>
    private let asked = Mutex<[String]>([])
    private let screen = TextSink.Collector()
    private let printed = TextSink.Collector()
    private let ended = Mutex<Int32?>(nil)

    init(_ answers: [String]) {
        waiting = Mutex(answers)
    }

    /// What the screen shows of prompts, answers and standard error.
    var transcript: String { screen.text }

    /// What was asked, in order.
    var prompts: [String] { asked.withLock { $0 } }

    /// What was printed on standard output.
    var output: String { printed.text }

    /// The exit status of the last run.
    var status: Int32? { ended.withLock { $0 } }

    /// How many answers nobody asked for.
    var remaining: Int { waiting.withLock { $0.count } }

    /// Runs the program inside the test.
    func run(
        _ arguments: [String], environment: [String: String] = [:], addresses: [String: String] = [:],
        processes: any ProcessRunner = SubprocessRunner(time: SystemTime()), at now: Date = InProcess.moment,
        isUnicode: Bool = true, columns: Int = 80
    ) async {
        var terminal = Terminal(hasInput: true, hasOutput: true, columns: columns) { [self] prompt, isSecret in
            answer(prompt, isSecret)
        }
        terminal.isUnicode = isUnicode
        var context = CommandContext(
            environment: environment, time: StandingClock(now: now), processes: processes, output: .memory(printed),
            errors: .memory(screen), terminal: terminal)
        context.addresses = addresses
        let status = await Task(priority: .high) { await Main.run(arguments, in: context) }.value
        ended.withLock { $0 = status }
    }

    private func answer(_ prompt: String, _ isSecret: Bool) -> String? {
        asked.withLock { $0.append(prompt) }
        let answer = waiting.withLock { $0.isEmpty ? nil : $0.removeFirst() }
        _ = TextSink.memory(screen).write { $0.write(prompt + (answer.map { isSecret ? "" : $0 + "\n" } ?? "^D")) }
        return answer
    }
}
