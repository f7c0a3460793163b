import BandwidthSandbox
import Foundation
import SandboxFaults
import Testing

/// Accounts at one host, some of which never answer.
@Suite struct SharedHostTests {
    @Test func accountsThatHangHideNoneAtTheirHost() async throws {
        let folder = try TemporaryFolder()
        let sandbox = try await Sandbox.start(now: Date(), interceptor: FaultInterceptor())
        let silent = sandbox.baseURL(of: "linode", fault: "silent")
        let hanging = (1...9).map {
            #"{ "type": "linode", "name": "hanging-\#($0)", "token": "example-token-\#($0)", "base_url": "\#(silent)" }"#
        }
        try folder.write(
            """
            { "rules": [], "providers": [\(hanging.joined(separator: ",\n")),
              { "type": "linode", "name": "healthy", "token": "sandbox-linode-production",
                "base_url": "\(sandbox.baseURL(of: "linode"))" }] }
            """, to: "providers.json")
        let result = try await Program.run(
            ["--config", "providers.json", "--format", "plain", "--timeout", "5", "--no-history"], directory: folder.url
        )
        #expect(result.status == 3)
        let lines = result.output.split(separator: "\n")
        #expect(lines.count { $0.contains("hanging-") && $0.contains("did not answer in time") } == 9)
        #expect(lines.contains { $0.contains("healthy") && !$0.contains("did not answer") }, "\(result.output)")
        try await sandbox.stop()
    }
}
