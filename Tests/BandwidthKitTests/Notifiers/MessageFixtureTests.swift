import Foundation
import Testing

@testable import BandwidthKit

/// What every notifier sends, byte by byte, and what it reports of the service's answers.
@Suite struct MessageFixtureTests {
    private var isRecording: Bool { ProcessInfo.processInfo.environment["RECORD_FIXTURES"] != nil }

    @Test(arguments: MessageFixture.all)
    func aMessageIsSentAsInItsFile(fixture: MessageFixture) async throws {
        let text = try String(contentsOf: fixture.file, encoding: .utf8)
        let recorded = try await fixture.recorded(text)
        if isRecording { try recorded.write(to: fixture.file, atomically: true, encoding: .utf8) }
        #expect(recorded == text, "run RECORD_FIXTURES=1 swift test --filter MessageFixtureTests")
    }

    @Test(arguments: Registry<any Notifier>.builtIn.kinds)
    func everyRefusalIsReportedAsInItsFile(kind: String) async throws {
        let fixture = MessageFixture(kind: kind, name: "refusals")
        let channel = try fixture.channel()
        let text = try String(contentsOf: fixture.file, encoding: .utf8)
        var recorded: [String] = []
        for answer in try RecordedAnswer.all(in: text) {
            let script = ScriptedTransport(always: .success(answer.response))
            let processes = SequencedProcesses([.success(answer.result)])
            let alert = Alert(
                .crossed, about: try .example(), style: channel.plugin.messageStyle, units: .provider,
                hashing: TestHashing())
            let delivery = await Messenger(network: .test(script, processes: processes))
                .deliver(alert, to: channel.plugin.recipients[0], through: channel)
            #expect(throws: APIError.self, "\(answer.text)") { try delivery.result.get() }
            recorded.append("\(answer.text)--> \(delivery.description)\n")
        }
        #expect(!recorded.isEmpty)
        let whole = recorded.joined(separator: "\n")
        if isRecording { try whole.write(to: fixture.file, atomically: true, encoding: .utf8) }
        #expect(whole == text, "run RECORD_FIXTURES=1 swift test --filter MessageFixtureTests")
    }

    /// Every notifier shows one crossing, several, an all-clear, a report and a test.
    @Test(arguments: Registry<any Notifier>.builtIn.kinds)
    func everyEventIsInAFile(kind: String) {
        let names = MessageFixture.names(of: kind)
        for name in ["crossed", "crossed-several", "refusals", "report-several", "resolved", "test"] {
            #expect(names.contains(name), "\(kind) has no \(name)")
        }
    }
}
