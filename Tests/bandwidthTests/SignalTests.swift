import BandwidthSandbox
import Foundation
import SandboxFaults
import Testing

/// Being interrupted, and writing to a closed pipe.
@Suite struct SignalTests {
    let folder: TemporaryFolder

    init() throws {
        folder = try TemporaryFolder()
    }

    @Test(arguments: [SIGINT, SIGTERM])
    func aSignalEndsAHangingRunWithoutAWord(signal: Int32) async throws {
        let sandbox = try await Sandbox.start(now: Date(), interceptor: FaultInterceptor())
        try folder.write(
            """
            { "providers": [{ "type": "linode", "token": "example-token", "timeout": "10m",
                              "base_url": "\(sandbox.baseURL(of: "linode", fault: "silent"))" }] }
            """, to: "providers.json")
        try folder.write("before", to: "report.txt")
        let error = try TemporaryFile()
        let program = try Program(
            ["--config", "providers.json", "-o", "report.txt"], directory: folder.url, output: FileHandle.nullDevice,
            error: error.handle)
        while sandbox.requests.isEmpty, program.isRunning { await Task.yield() }
        program.signal(signal)
        #expect(await program.status() == signal)
        #expect(program.wasKilled)
        #expect(try error.text == "")
        let left = try FileManager.default.contentsOfDirectory(atPath: folder.url.path()).sorted()
        #expect(left == ["providers.json", "report.txt"])
        #expect(try String(contentsOf: folder.url.appending(path: "report.txt"), encoding: .utf8) == "before")
        try await sandbox.stop()
    }

    @Test(.timeLimit(.minutes(2))) func aPersonWhoInterruptsSeesWhatWasRead() async throws {
        let sandbox = try await Sandbox.start(now: Date(), interceptor: FaultInterceptor())
        try folder.write(
            """
            { "providers": [{ "type": "linode", "name": "production", "token": "\(SandboxStory.Linode.production)",
                              "base_url": "\(sandbox.baseURL(of: "linode"))" },
                            { "type": "linode", "name": "silent", "token": "example-token", "timeout": "10m",
                              "base_url": "\(sandbox.baseURL(of: "linode", fault: "silent"))" }] }
            """, to: "providers.json")
        let terminal = try PseudoTerminal()
        let program = try Program(
            ["--config", "providers.json", "--state-dir", "state", "--color", "never"],
            environment: ["LC_ALL": "C.UTF-8"],
            directory: folder.url, output: terminal.handle, error: terminal.handle)
        while !terminal.text.contains("reading 1 of 2 accounts"), program.isRunning { await Task.yield() }
        program.signal(SIGINT)
        #expect(await program.status() == SIGINT)
        #expect(program.wasKilled)
        while !terminal.text.contains("incomplete") { await Task.yield() }
        let text = terminal.text
        #expect(text.contains("\r\u{1B}[K  ACCOUNT"), "the line about the progress is erased: \(text)")
        #expect(text.contains("linode production"))
        #expect(text.contains(/\? silent +not read: interrupted/))
        #expect(text.contains("bandwidth: interrupted: the report is incomplete\r\n"))
        #expect(!FileManager.default.fileExists(atPath: folder.url.appending(path: "state").path()))
        try await sandbox.stop()
    }

    @Test func aReaderThatHasGoneIsNoError() async throws {
        let pipe = Pipe()
        try pipe.fileHandleForReading.close()
        let error = try TemporaryFile()
        let program = try Program(
            ["providers"], directory: folder.url, output: pipe.fileHandleForWriting, error: error.handle)
        #expect(await program.status() == 0)
        #expect(!program.wasKilled)
        #expect(try error.text == "")
    }
}
