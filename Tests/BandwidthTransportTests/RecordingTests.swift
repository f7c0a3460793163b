import BandwidthKit
import BandwidthTransport
import Foundation
import Testing

@testable import BandwidthSandbox

/// The recordings that the sandbox replays.
@Suite struct RecordingTests {
    private static let file = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
        .deletingLastPathComponent().appending(path: "Sources/BandwidthSandbox/Recordings/demo.recordings")

    /// With `RECORD_FIXTURES` set, the file is rewritten.
    @Test func theDemoReplaysWhatTheFixturesSay() throws {
        let text = try (RecordedFixture.demo.map { try $0.recording } + RecordedChannel.all.map { try $0.text })
            .joined()
        if ProcessInfo.processInfo.environment["RECORD_FIXTURES"] != nil {
            try text.write(to: Self.file, atomically: true, encoding: .utf8)
        }
        #expect(
            try text == String(contentsOf: Self.file, encoding: .utf8),
            "run RECORD_FIXTURES=1 swift test --filter RecordingTests")
    }

    @Test(arguments: Registry<any UsageProvider>.builtIn.kinds)
    func theRightSecretIsAnsweredAndAWrongOneRefused(kind: String) async throws {
        let account = try ReplayedAccount(of: kind)
        let sandbox = try await Sandbox.start(now: HastyTime.moment, recordings: [account.recording], interceptor: nil)
        let right = try account.entry(at: sandbox.baseURL(of: kind), name: "right", timeout: 60)
        let wrong = try account.entry(at: sandbox.baseURL(of: kind), name: "wrong", timeout: 60).withWrongSecrets
        let text = #"{ "providers": [\#(right.text), \#(wrong.text)] }"#
        let accounts = try ConfigurationLoader(environment: [:]).load(text: text).accounts
        let wire = try AsyncHTTPClientTransport(environment: [:])
        let report = await UsageChecker(network: .test(wire, HastyTime(at: HastyTime.moment))).check(accounts)
        await wire.shutdown()
        let read = report.rows.filter { $0.account == "right" }
        #expect(!read.isEmpty && read.allSatisfy { $0.error == nil })
        #expect(report.rows.filter { $0.account == "wrong" }.map(\.error?.code) == [.unauthorized])
        try await sandbox.stop()
    }

    /// Every notifier is in the sandbox's configuration, and a message through it is accepted.
    @Test func everyChannelOfTheDemoAcceptsAMessage() async throws {
        let sandbox = try await Sandbox.start(now: HastyTime.moment)
        let channels = try ConfigurationLoader(environment: ["PATH": "/usr/bin:/bin"])
            .load(text: sandbox.configuration).channels
        #expect(channels.map(\.kind).sorted() == Registry<any Notifier>.builtIn.kinds.sorted())
        let wire = try AsyncHTTPClientTransport(environment: [:])
        let network = Network(
            transport: wire, time: HastyTime(at: HastyTime.moment), hashing: SwiftCrypto(),
            processes: SubprocessRunner(time: SystemTime()))
        let deliveries = await Messenger(network: network).test(channels)
        #expect(deliveries.map(\.kind).sorted() == channels.map(\.kind).sorted())
        for delivery in deliveries { #expect(delivery.hasArrived, "\(delivery.description)") }
        await wire.shutdown()
        try await sandbox.stop()
    }

    @Test(arguments: Registry<any Notifier>.builtIn.kinds.filter { ![Email.kind, Exec.kind].contains($0) })
    func aChannelWithAWrongSecretIsRefused(kind: String) async throws {
        let sandbox = try await Sandbox.start(now: HastyTime.moment)
        let secrets = Registry<any Notifier>.builtIn[kind]?.settings.filter(\.isSecret).map(\.key) ?? []
        let whole = try JSONParser().parse(Array(sandbox.configuration.utf8))
        let entry = try #require(whole["notify"]?.array?.first { $0["type"]?.string == kind }?.members)
        let wrong = entry.map { member -> JSONValue.Member in
            guard secrets.contains(member.key) else { return member }
            return .init(member.key, Self.mistyped(member.value))
        }
        let text = #"{ "providers": [], "notify": [\#(JSONValue.object(wrong).text)] }"#
        let channels = try ConfigurationLoader(environment: [:]).load(text: text).channels
        let wire = try AsyncHTTPClientTransport(environment: [:])
        let deliveries = await Messenger(network: .test(wire, HastyTime(at: HastyTime.moment))).test(channels)
        #expect(deliveries.count == 1)
        for delivery in deliveries { #expect(!delivery.hasArrived, "\(delivery.description)") }
        await wire.shutdown()
        try await sandbox.stop()
    }

    /// The same text with its last letter changed, or each text of an object.
    private static func mistyped(_ value: JSONValue) -> JSONValue {
        if let members = value.members { return .object(members.map { .init($0.key, mistyped($0.value)) }) }
        guard let text = value.string, let last = text.last else { return value }
        return .string(text.dropLast() + (last == "a" ? "b" : "a"))
    }

    @Test(arguments: [
        ("GET /usage?page=1", "example-key", "", 200, "one"),
        ("POST /usage", "example-key", "a=1", 200, "two"),
        ("GET /usage?page=1", "wrong-key", "", 403, "no"),
        ("POST /usage", "example-key", "a=2", 403, "no"),
        ("GET /usage", "example-key", "", 405, "no"),
        ("GET /usage?page=2", "example-key", "", 404, "no"),
        ("GET /other", "example-key", "", 404, "no"),
    ])
    func whatIsNotRecordedIsRefused(line: String, key: String, form: String, status: Int, body: String) throws {
        let recording = try #require(Recording.all(in: Self.example).first)
        let parts = line.split(separator: " ").map(String.init)
        var request = SandboxRequest(
            method: parts[0], path: "/example\(parts[1])", headers: [SandboxHeader("x-key", key)],
            body: Array(form.utf8))
        request.endpoint = String(parts[1].prefix { $0 != "?" })
        let response = ReplayService(recording).answer(request)
        #expect(response.status == status)
        #expect(String(decoding: response.body, as: UTF8.self) == body)
        #expect(recording.entry(baseURL: "http://127.0.0.1:1") == #"{ "base_url": "http://127.0.0.1:1" }"#)
    }

    private static let example = """
        ==> example/account.json
        { "base_url": "{base_url}" }
        ==> example/1-usage.http
        GET /usage?page=1
        X-Key: example-key

        HTTP/1.1 200 OK

        one
        ==> example/2-usage.http
        POST /usage
        X-Key: example-key

        a=1

        HTTP/1.1 200 OK

        two
        ==> example/refusal
        HTTP/1.1 403 Forbidden

        no
        """
}
