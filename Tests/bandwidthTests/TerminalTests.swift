import BandwidthSandbox
import Foundation
import Testing

@testable import bandwidth

@Suite struct TerminalTests {
    @Test(arguments: [
        (["LANG": "de_DE.UTF-8"], true), (["LC_CTYPE": "C.utf8"], true), (["LANG": "C"], false), ([:], false),
        (["LC_ALL": "C", "LANG": "en_US.UTF-8"], false), (["LC_ALL": "", "LANG": "en_US.UTF-8"], true),
        (["LC_ALL": "en_US.UTF-8", "LC_CTYPE": "C"], true),
    ])
    func theLocaleSaysWhetherMoreThanASCIIIsShown(environment: [String: String], expected: Bool) {
        #expect(Terminal.isUnicode(environment) == expected)
    }

    @Test func theProgramItselfTakesZoneAndLocaleFromTheEnvironment() async throws {
        let sandbox = try await Sandbox.start(now: InProcess.moment)
        let folder = try TemporaryFolder()
        try folder.write(
            """
            { "providers": [{ "type": "linode", "name": "production", "token": "\(SandboxStory.Linode.production)",
                              "base_url": "\(sandbox.baseURL(of: "linode"))" }] }
            """, to: "providers.json")
        let arguments = ["--config", "providers.json", "--no-history", "--timeout", "60"]
        let plain = try await Program.run(arguments, environment: ["TZ": "XYZ5"], directory: folder.url)
        #expect(plain.output.split(separator: "\n").last?.contains(" XYZ   # used") == true, "\(plain)")
        #expect(plain.output.utf8.allSatisfy { $0 < 128 })
        let drawn = try await Program.run(
            arguments, environment: ["TZ": "UTC", "LC_ALL": "C.UTF-8"], directory: folder.url)
        #expect(drawn.output.split(separator: "\n").last?.contains(" UTC   █ used") == true, "\(drawn)")
        try await sandbox.stop()
    }
}
