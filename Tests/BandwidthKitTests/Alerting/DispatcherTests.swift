import Foundation
import Testing

@testable import BandwidthKit

#if canImport(Glibc)
    import Glibc
#elseif canImport(Darwin)
    import Darwin
#endif

@Suite struct DispatcherTests {
    private let time = ManualTime()

    /// Channels over a script that accepts every message.
    private func channels(_ count: Int) throws -> [Channel] {
        let entries = (0..<count).map { index in
            """
            { "type": "twilio", "name": "entry \(index)", "account_sid": "AC0123456789abcdef0123456789abcdef",
              "auth_token": "example-twilio-token", "from": "+15005550006", "to": ["+12025550143"] }
            """
        }
        return try ConfigurationLoader(environment: [:])
            .load(text: #"{ "providers": [], "notify": [\#(entries.joined(separator: ","))] }"#).channels
    }

    private func report() throws -> UsageReport {
        let usage = Usage.example(used: .gigabytes(118), quota: .gigabytes(100), period: try .november())
        let row = Assessment(usage, by: AccountPolicy(), now: time.now)
        return UsageReport(
            checkedAt: time.now,
            rows: [UsageRow(provider: "linode", account: "production", row)])
    }

    private func dispatcher(_ script: ScriptedTransport, _ policy: AlertPolicy, _ folder: String?) -> Dispatcher {
        Dispatcher(
            policy: policy, network: .test(script, time), folder: folder.map { StateFolder($0) })
    }

    private static let accepting = ScriptedTransport.Answer.success(
        .json(#"{"sid":"SM1","num_segments":"1"}"#, status: 201))

    @Test(arguments: AlertPolicy.allCases)
    func aNumberInTwoEntriesGetsOneText(policy: AlertPolicy) async throws {
        let folder = try TemporaryFolder()
        let script = ScriptedTransport(always: Self.accepting)
        let outcome = await dispatcher(script, policy, folder.path("state")).dispatch(
            try report(), through: try channels(2))
        #expect(outcome.deliveries.map(\.channel) == ["entry 0"])
        #expect(script.requests.count == 1)
    }

    /// A host has many webhooks, and servers have topics of the same name.
    @Test(arguments: AlertPolicy.allCases)
    func recipientsOfOneNameAtDifferentPlacesAreTwo(policy: AlertPolicy) async throws {
        let folder = try TemporaryFolder()
        let channels = try ConfigurationLoader(environment: [:]).load(
            text: """
                { "providers": [], "notify": [
                  { "type": "webhook", "name": "a", "url": "https://hooks.example/team-a" },
                  { "type": "webhook", "name": "b", "url": "https://hooks.example/team-b" },
                  { "type": "ntfy", "name": "c", "topic": "alerts", "base_url": "https://one.example" },
                  { "type": "ntfy", "name": "d", "topic": "alerts", "base_url": "https://two.example" }] }
                """
        ).channels
        let script = ScriptedTransport(always: .success(.json(#"{"id":"1"}"#)))
        let dispatcher = dispatcher(script, policy, folder.path("state"))
        let outcome = await dispatcher.dispatch(try report(), through: channels)
        #expect(outcome.deliveries.map(\.channel) == ["a", "b", "c", "d"])
        #expect(script.requests.count == 4)
        guard policy == .crossing else { return }
        #expect(await dispatcher.dispatch(try report(), through: channels).deliveries.isEmpty)
        let remembered = try String(contentsOfFile: folder.path("state/deliveries.jsonl"), encoding: .utf8)
        #expect(!remembered.contains("team-a"))
    }

    @Test func theSecondEntryIsTriedWhereTheFirstFailed() async throws {
        let script = ScriptedTransport(["": [.success(HTTPResponse(status: 400)), Self.accepting]])
        let outcome = await dispatcher(script, .always, nil).dispatch(try report(), through: try channels(2))
        #expect(outcome.deliveries.map(\.channel) == ["entry 0", "entry 1"])
        #expect(script.requests.count == 2)
    }

    @Test func whatAnotherRunIsAtIsLeftToIt() async throws {
        let folder = try TemporaryFolder()
        let descriptor = open(folder.path("lock"), O_RDWR | O_CREAT, 0o600)
        defer { close(descriptor) }
        #expect(flock(descriptor, LOCK_EX) == 0)
        let script = ScriptedTransport(always: Self.accepting)
        let outcome = await dispatcher(script, .crossing, folder.path).dispatch(try report(), through: try channels(1))
        #expect(outcome.problems == ["\(folder.path("lock")): another run still holds the lock; this run sent nothing"])
        #expect(script.requests.isEmpty)
    }

    @Test func aMemoryThatCannotBeReadIsNotReplaced() async throws {
        let folder = try TemporaryFolder()
        // A folder in place of the file can't be read as a file.
        try FileManager.default.createDirectory(
            atPath: folder.path("deliveries.jsonl"), withIntermediateDirectories: true)
        let script = ScriptedTransport(always: Self.accepting)
        let outcome = await dispatcher(script, .crossing, folder.path).dispatch(try report(), through: try channels(1))
        #expect(outcome.deliveries.count == 1)
        #expect(outcome.problems.count == 1)
        #expect(outcome.problems.first?.contains("deliveries.jsonl is a folder") == true)
        #expect(
            try FileManager.default.contentsOfDirectory(atPath: folder.path).sorted() == ["deliveries.jsonl", "lock"])
    }

    @Test func aReceiptThatEchoesASecretIsRedacted() async throws {
        let script = ScriptedTransport(
            always: .success(
                .json(#"{"sid":"example-twilio-token","num_segments":"example-twilio-token"}"#, status: 201)))
        let outcome = await dispatcher(script, .always, nil).dispatch(try report(), through: try channels(1))
        #expect(outcome.deliveries.first?.description.contains("example-twilio-token") == false)
    }
}
