import BandwidthSandbox
import Foundation
import Testing

/// A report that nobody reads keeps no message from being sent.
@Suite(.timeLimit(.minutes(1))) struct StuckOutputTests {
    private let folder: TemporaryFolder

    init() throws {
        folder = try TemporaryFolder()
    }

    private func sandbox() async throws -> Sandbox {
        let sandbox = try await Sandbox.start(now: Date())
        try folder.write(
            """
            { "providers": [{ "type": "linode", "token": "\(SandboxStory.Linode.production)",
                              "base_url": "\(sandbox.baseURL(of: "linode"))" }],
              "notify": [{ "type": "twilio", "account_sid": "\(SandboxStory.Twilio.accountSID)",
                           "auth_token": "\(SandboxStory.Twilio.authToken)", "from": "\(SandboxStory.Twilio.from)",
                           "to": "\(SandboxStory.Twilio.to)", "base_url": "\(sandbox.baseURL(of: "twilio"))" }] }
            """, to: "providers.json")
        return sandbox
    }

    private let arguments = ["--config", "providers.json", "--notify", "crossing", "--state-dir", "state"]

    @Test func messagesAreSentThoughNobodyReadsStandardOutput() async throws {
        let sandbox = try await sandbox()
        let pipe = Pipe(), error = try TemporaryFile()
        // It is full already: nothing more can be written until somebody reads.
        let end = pipe.fileHandleForWriting.fileDescriptor
        let flags = fcntl(end, F_GETFL)
        _ = fcntl(end, F_SETFL, flags | O_NONBLOCK)
        while write(end, "x", 1) == 1 {}
        _ = fcntl(end, F_SETFL, flags)
        let program = try Program(
            arguments, directory: folder.url, output: pipe.fileHandleForWriting, error: error.handle)
        while sandbox.messages.isEmpty, program.isRunning, !Task.isCancelled { await Task.yield() }
        #expect(sandbox.messages.count == 1)
        #expect(program.isRunning, "it still has to write the report")
        try pipe.fileHandleForReading.close()
        try pipe.fileHandleForWriting.close()
        #expect(await program.status() == 0)
        #expect(try error.text.contains("twilio: sent to \(SandboxStory.Twilio.to)"))
        try await sandbox.stop()
    }

    @Test func messagesAreSentThoughNobodyOpensThePipeOfTheReport() async throws {
        let sandbox = try await sandbox()
        let fifo = folder.url.appending(path: "report").path(), error = try TemporaryFile()
        #expect(mkfifo(fifo, 0o600) == 0)
        let program = try Program(
            arguments + ["--format", "plain", "-o", "report"], directory: folder.url, output: FileHandle.nullDevice,
            error: error.handle)
        while sandbox.messages.isEmpty, program.isRunning, !Task.isCancelled { await Task.yield() }
        #expect(sandbox.messages.count == 1)
        #expect(program.isRunning, "it still has to write the report")
        let report = try FileHandle(forReadingFrom: URL(filePath: fifo)).readToEnd() ?? Data()
        #expect(String(decoding: report, as: UTF8.self).contains("linode"))
        #expect(await program.status() == 0)
        try await sandbox.stop()
    }
}
