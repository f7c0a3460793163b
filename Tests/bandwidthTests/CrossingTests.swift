import BandwidthSandbox
import Foundation
import SandboxFaults
import Testing

/// `--notify crossing` of the whole program: what is sent and remembered, whatever happens in between.
@Suite struct CrossingTests {
    let folder: TemporaryFolder

    init() throws {
        folder = try TemporaryFolder()
    }

    private var file: URL { folder.url.appending(path: "state/deliveries.jsonl") }

    private func sandbox() async throws -> Sandbox {
        try await Sandbox.start(now: InProcess.moment, interceptor: FaultInterceptor())
    }

    /// A host whose period is in the configuration, so that nothing depends on the day; and the recipients.
    private func configure(
        _ sandbox: Sandbox, to recipients: [String] = [SandboxStory.Twilio.to], fault: String? = nil
    ) throws {
        let host = fault.map { sandbox.baseURL(of: "http", fault: $0) } ?? sandbox.baseURL(of: "http")
        try folder.write(
            """
            { "providers": [{ "type": "http", "name": "small-host", "url": "\(host)/any/servers/7/traffic?verbose=0",
                              "headers": { "X-Any-Key": "sandbox-any-api-key" }, "unit": "GB", "reset_day": 15,
                              "used_pointer": "/data/usage/total", "quota_pointer": "/data/limit/monthly" }],
              "rules": [{ "actual": 70 }],
              "notify": [{ "type": "twilio", "account_sid": "\(SandboxStory.Twilio.accountSID)",
                           "auth_token": "\(SandboxStory.Twilio.authToken)", "from": "\(SandboxStory.Twilio.from)",
                           "to": [\(recipients.map { "\"\($0)\"" }.joined(separator: ", "))],
                           "base_url": "\(sandbox.baseURL(of: "twilio"))" }] }
            """, to: "providers.json")
    }

    private let arguments = [
        "--config", "providers.json", "--quiet", "--notify", "crossing", "--state-dir", "state",
    ]

    private let environment = ["BANDWIDTH_CONFIG": "providers.json"]

    private func run(_ more: [String] = []) async throws -> Program.Result {
        try await Program.run(arguments + more, environment: environment, directory: folder.url)
    }

    private func permissions(of path: String) throws -> Int? {
        try FileManager.default.attributesOfItem(atPath: folder.url.appending(path: path).path())[.posixPermissions]
            as? Int
    }

    @Test func aSecondRunSendsNothing() async throws {
        let sandbox = try await sandbox()
        try configure(sandbox)
        #expect(try await run().status == 0)
        let first = try Data(contentsOf: file)
        #expect(try await run().status == 0)
        #expect(sandbox.messages.count == 1)
        let text = try #require(sandbox.messages.first?.body)
        #expect(text.hasPrefix("Bandwidth: small-host is at 86% (4300 of 5000 GB). "))
        #expect(try Data(contentsOf: file) == first)
        #expect(try permissions(of: "state") == 0o700)
        #expect(try permissions(of: "state/deliveries.jsonl") == 0o600)
        #expect(try permissions(of: "state/lock") == 0o600)
        try await sandbox.stop()
    }

    @Test func aDryRunRemembersNothing() async throws {
        let sandbox = try await sandbox()
        try configure(sandbox)
        let result = try await run(["--dry-run"])
        #expect(result.status == 0)
        #expect(result.error.contains("twilio: would send to \(SandboxStory.Twilio.to):"))
        #expect(sandbox.messages.isEmpty)
        #expect(!FileManager.default.fileExists(atPath: file.path()))
        try await sandbox.stop()
    }

    @Test func aRefusedRecipientIsTriedAgainAndTheOthersAreNot() async throws {
        let sandbox = try await sandbox()
        // A number that Twilio refuses (https://www.twilio.com/docs/iam/test-credentials).
        try configure(sandbox, to: ["+15005550001", SandboxStory.Twilio.to])
        for _ in 1...2 {
            let result = try await run()
            #expect(result.status == 75)
            #expect(result.error.contains("not sent to +15005550001"))
            #expect(result.error.contains("21211"))
        }
        #expect(sandbox.messages.map(\.to) == [SandboxStory.Twilio.to])
        let posts = sandbox.requests.filter { $0.method == "POST" }
        #expect(posts.count == 3)
        try await sandbox.stop()
    }

    @Test func eightRunsAtOnceSendOneText() async throws {
        let sandbox = try await sandbox()
        try configure(sandbox)
        try await withThrowingTaskGroup(of: Int32.self) { group in
            for _ in 1...8 {
                group.addTask {
                    try await Program.runAtOnce(arguments, environment: environment, directory: folder.url).status
                }
            }
            for try await status in group { #expect(status == 0) }
        }
        #expect(sandbox.messages.count == 1)
        try await sandbox.stop()
    }

    @Test func aRunThatIsKilledLeavesNothingHalfWritten() async throws {
        let sandbox = try await sandbox()
        try configure(sandbox)
        for round in 1...6 {
            let before = sandbox.requests.count
            let program = try Program(
                arguments, environment: environment, directory: folder.url, output: FileHandle.nullDevice,
                error: FileHandle.nullDevice)
            // Killed at another point each time: after a number of requests, including the text message.
            while sandbox.requests.count < before + round % 4, program.isRunning { await Task.yield() }
            program.signal(SIGKILL)
            _ = await program.status()
        }
        #expect(try await run().status == 0)
        let count = sandbox.messages.count
        #expect(try await run().status == 0)
        #expect(sandbox.messages.count == count, "what the last whole run sent is remembered")
        try await sandbox.stop()
    }

    @Test(arguments: [
        ("{\"v\":1,\"row\":\"http/small", "1 damaged line"), ("[]\n\u{0}\u{1}\n", "2 damaged lines"),
    ])
    func whatIsDamagedIsSkippedAndSaidOnce(contents: String, expected: String) async throws {
        let sandbox = try await sandbox()
        try configure(sandbox)
        let state = folder.url.appending(path: "state")
        try FileManager.default.createDirectory(at: state, withIntermediateDirectories: true)
        try contents.write(to: file, atomically: true, encoding: .utf8)
        let result = try await run()
        #expect(result.status == 0)
        #expect(result.error == "bandwidth: state/deliveries.jsonl: ignored \(expected)\n")
        #expect(sandbox.messages.count == 1)
        #expect(try await run().error == "")
        #expect(sandbox.messages.count == 1)
        try await sandbox.stop()
    }

    @Test func linesOfANewerVersionAreKept() async throws {
        let sandbox = try await sandbox()
        try configure(sandbox)
        let state = folder.url.appending(path: "state")
        try FileManager.default.createDirectory(at: state, withIntermediateDirectories: true)
        try "{\"v\":2,\"what\":\"ever\"}\n".write(to: file, atomically: true, encoding: .utf8)
        #expect(try await run().status == 0)
        #expect(try String(contentsOf: file, encoding: .utf8).hasPrefix("{\"v\":2,\"what\":\"ever\"}\n{\"v\":1,"))
        #expect(try await run().status == 0)
        #expect(sandbox.messages.count == 1)
        try await sandbox.stop()
    }

    @Test func whereNothingCanBeRememberedTheMessageIsSentAndThatIsSaid() async throws {
        let sandbox = try await sandbox()
        try configure(sandbox)
        // A file in place of the folder: not even the superuser can write there.
        try folder.write("", to: "state")
        let result = try await run()
        #expect(result.status == 75)
        #expect(result.error.contains("state: the folder can't be created; name another with --state-dir"))
        #expect(sandbox.messages.count == 1)
        try await sandbox.stop()
    }

    @Test func aFullDiskIsSaidAndTheMessageIsSentOnce() async throws {
        let sandbox = try await sandbox()
        try configure(sandbox)
        let state = folder.url.appending(path: "state")
        try FileManager.default.createDirectory(at: state, withIntermediateDirectories: true)
        // No file may grow, as on a full disk, so that every write fails.
        let error = Pipe()
        let program = try Program(
            ["-c", #"trap '' XFSZ; ulimit -f 0; exec "$0" "$@""#, try Program.executable.path()] + arguments,
            executable: URL(filePath: "/bin/sh"), environment: environment, directory: folder.url,
            output: FileHandle.nullDevice, error: error)
        #expect(await program.status() == 75)
        let text = String(decoding: error.fileHandleForReading.availableData, as: UTF8.self)
        #expect(text.contains("state/deliveries.jsonl can't be written: File too large"))
        #expect(sandbox.messages.count == 1)
        #expect(text.contains("state/readings/recent.jsonl can't be written: File too large"))
        try await sandbox.stop()
    }

    @Test func anAccountThatCannotBeReadChangesNothing() async throws {
        let sandbox = try await sandbox()
        try configure(sandbox)
        _ = try await run()
        let before = try Data(contentsOf: file)
        try configure(sandbox, fault: "status-500-empty")
        #expect(try await run().status == 3)
        #expect(try Data(contentsOf: file) == before)
        try configure(sandbox)
        #expect(try await run().status == 0)
        #expect(sandbox.messages.count == 1)
        try await sandbox.stop()
    }
}
