import BandwidthSandbox
import Foundation
import Testing

@Suite struct ProgramTests {
    @Test func theSandboxStartsOnAPortOfTheSystemsChoosing() async throws {
        let sandbox = try await Sandbox.start(now: Date(timeIntervalSince1970: 1_795_240_800))
        #expect(sandbox.port > 0)
        try await sandbox.stop()
    }
}
