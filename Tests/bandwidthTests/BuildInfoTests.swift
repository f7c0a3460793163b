import BandwidthKit
import Foundation
import Testing

@testable import bandwidth

/// What the program says of how it was built, and of what is linked into it.
@Suite struct BuildInfoTests {
    @Test(arguments: [["--version", "--json"], ["--json", "--version"]])
    func theVersionIsDataToo(arguments: [String]) async throws {
        let result = await InProcess.run(arguments, environment: [:])
        #expect(result.status == 0)
        let info = try JSONParser().parse(Array(result.output.utf8))
        #expect(info["version"]?.string == Product.version)
        #expect(info["swift"]?.string?.hasPrefix("6.") == true)
        #expect(info["platform"]?.string?.contains("-") == true)
        #expect(info["flags"]?.array?.isEmpty == false)
    }

    @Test func everyDependencyHasItsLicence() async throws {
        let result = await InProcess.run(["--licenses"], environment: [:])
        #expect(result.status == 0)
        let root = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
            .deletingLastPathComponent()
        let manifest = try String(contentsOf: root.appending(path: "Package.swift"), encoding: .utf8)
        let packages = manifest.matches(of: #/url: "https://github\.com/[^/"]+/([^"]+)"/#).map { String($0.1) }
        #expect(packages.count >= 7)
        for package in packages { #expect(result.output.contains(package), "\(package)") }
        #expect(result.output.contains("zlib") && result.output.contains("libstdc++"))
    }
}
