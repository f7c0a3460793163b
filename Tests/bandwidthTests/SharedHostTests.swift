import BandwidthSandbox
import Foundation
import SandboxFaults
import Testing

/// Accounts at one host, some of which never answer.
@Suite(.timeLimit(.minutes(1))) struct SharedHostTests {
    @Test func accountsThatHangHideNoneAtTheirHost() async throws {
        let folder = try TemporaryFolder()
        let sandbox = try await Sandbox.start(now: Date(), interceptor: FaultInterceptor())
        let silent = sandbox.baseURL(of: "linode", fault: "silent")
        let hanging = (1...9).map {
            #"{ "type": "linode", "name": "hanging-\#($0)", "token": "example-token-\#($0)", "base_url": "\#(silent)" }"#
        }
        let healthyToken = "sandbox-linode-production"
        try folder.write(
            """
            { "rules": [], "providers": [\(hanging.joined(separator: ",\n")),
              { "type": "linode", "name": "healthy", "token": "\(healthyToken)",
                "base_url": "\(sandbox.baseURL(of: "linode"))" }] }
            """, to: "providers.json")
        let program = try Program(
            ["--config", "providers.json", "--no-history"], directory: folder.url, output: FileHandle.nullDevice,
            error: FileHandle.nullDevice)
        func requests(_ isMeant: (String) -> Bool) -> Int {
            sandbox.requests.count { $0.header("Authorization").map(isMeant) ?? false }
        }
        // The nine hang until the program gives up; all ten are asked before.
        while requests({ _ in true }) < 10, program.isRunning { await Task.yield() }
        #expect(requests { $0.hasSuffix(healthyToken) } == 1)
        #expect(requests { !$0.hasSuffix(healthyToken) } == 9)
        program.signal(SIGTERM)
        #expect(await program.status() == SIGTERM)
        try await sandbox.stop()
    }
}
