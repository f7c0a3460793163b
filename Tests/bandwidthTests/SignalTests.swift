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
            { "providers": [{ "type": "linode", "token": "example-token",
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
