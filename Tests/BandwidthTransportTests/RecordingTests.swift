import BandwidthKit
import BandwidthSandbox
import BandwidthTransport
import Foundation
import Testing

/// What the sandbox replays.
@Suite struct RecordingTests {
    private static let file = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
        .deletingLastPathComponent().appending(path: "Sources/BandwidthSandbox/Recordings/demo.recordings")

    /// `RECORD_FIXTURES` writes the file again.
    @Test func theDemoReplaysWhatTheFixturesSay() throws {
        let text = try RecordedFixture.demo.map { try $0.recording }.joined()
        if ProcessInfo.processInfo.environment["RECORD_FIXTURES"] != nil {
            try text.write(to: Self.file, atomically: true, encoding: .utf8)
        }
        #expect(
            try text == String(contentsOf: Self.file, encoding: .utf8),
            "run RECORD_FIXTURES=1 swift test --filter RecordingTests")
    }

    @Test(arguments: ProviderRegistry.builtIn.kinds)
    func theRightSecretIsAnsweredAndAWrongOneRefused(kind: String) async throws {
        let account = try ReplayedAccount(of: kind)
        let sandbox = try await Sandbox.start(now: HastyTime.moment, recordings: [account.recording], interceptor: nil)
        let right = try account.entry(at: sandbox.baseURL(of: kind), name: "right", timeout: 60)
        let wrong = try account.entry(at: sandbox.baseURL(of: kind), name: "wrong", timeout: 60).withWrongSecrets
        let text = #"{ "providers": [\#(right.text), \#(wrong.text)] }"#
        let accounts = try ConfigurationLoader(environment: [:]).load(text: text).accounts
        let wire = try AsyncHTTPClientTransport(environment: [:])
        let report = await UsageChecker(transport: wire, time: HastyTime(at: HastyTime.moment)).check(accounts)
        await wire.shutdown()
        #expect(report.accounts[0].errors.isEmpty && !report.accounts[0].rows.isEmpty)
        #expect(report.accounts[1].errors.map(\.code) == [.unauthorized])
        #expect(report.accounts[1].rows.isEmpty)
        try await sandbox.stop()
    }
}
