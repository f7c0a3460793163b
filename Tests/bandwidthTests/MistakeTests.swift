import BandwidthKit
import Foundation
import Testing

@testable import bandwidth

/// What the program says of a command line that was probably meant otherwise.
@Suite struct MistakeTests {
    private func run(_ arguments: [String], with configuration: String? = nil) async throws -> Program.Result {
        let folder = try TemporaryFolder()
        guard let configuration else { return await InProcess.run(arguments, environment: [:]) }
        try folder.write(configuration, to: "providers.json")
        let path = folder.url.appending(path: "providers.json").path()
        return await InProcess.run(arguments, environment: ["BANDWIDTH_CONFIG": path])
    }

    @Test(arguments: [("linode", "netlify"), ("twilio", "linode")])
    func oneServiceIsDescribedAlone(kind: String, other: String) async throws {
        let text = try await run(["providers", kind])
        #expect(text.status == 0)
        #expect(text.output.hasPrefix("\(kind)"))
        #expect(!text.output.contains("\n\n"))
        #expect(try await run(["providers"]).output.contains(text.output))
        let data = try await run(["providers", kind, "--json"])
        let json = try JSONParser().parse(Array(data.output.utf8))
        let listed = ["providers", "notifiers"].flatMap { json[$0]?.array ?? [] }.compactMap { $0["type"]?.string }
        #expect(listed == [kind])
    }
}
