import BandwidthKit
import BandwidthSandbox
import Foundation
import Synchronization
import Testing

@testable import bandwidth

/// What the program asks at a terminal if nothing is configured.
@Suite struct PromptTests {
    private func run(_ arguments: [String], answers: [String]) async -> (
        status: Int32, prompts: [String], errors: String
    ) {
        let prompts = Mutex<[String]>([]), waiting = Mutex(answers)
        let terminal = Terminal(hasInput: true, hasOutput: false, columns: nil) { prompt, _ in
            prompts.withLock { $0.append(prompt) }
            return waiting.withLock { $0.isEmpty ? nil : $0.removeFirst() }
        }
        let errors = TextSink.Collector()
        let context = CommandContext(
            environment: [:], time: StandingClock(now: InProcess.moment), output: .memory(TextSink.Collector()),
            errors: .memory(errors), terminal: terminal)
        let status = await Main.run(arguments, in: context)
        return (status, prompts.withLock { $0 }, errors.text)
    }

    @Test func theTokenIsAskedForInASentence() async {
        let (status, prompts, errors) = await run(["linode"], answers: [])
        #expect(prompts == ["Enter 'token' for linode (personal access token; hidden): "])
        #expect(status == 78)
        #expect(errors == "bandwidth: linode: no value entered for 'token'\n")
    }

    @Test func everyRequiredSettingIsAskedFor() async {
        let (_, prompts, _) = await run(["http"], answers: ["http://127.0.0.1:1/x", "/used"])
        #expect(
            prompts == [
                "Enter 'url' for http (the address to ask; it may have a query, but put secrets in 'query'): ",
                "Enter 'used_pointer' for http (place of the used amount, such as /data/used): ",
            ])
    }
}
