import BandwidthKit
import Foundation
import Testing

/// The examples of the documentation work as they stand.
@Suite struct DocumentationTests {
    private static let top = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
        .deletingLastPathComponent().deletingLastPathComponent()

    private static func blocks(of language: String, in page: String) throws -> [String] {
        let file = top.appending(path: "Sources/BandwidthKit/BandwidthKit.docc/\(page).md")
        return try String(contentsOf: file, encoding: .utf8).split(separator: "```\(language)\n").dropFirst()
            .compactMap { $0.split(separator: "```").first.map(String.init) }
    }

    @Test func theDescribedServicesAreRead() async throws {
        let blocks = try Self.blocks(of: "json", in: "AnyJSONAPI")
        #expect(blocks.count == 6, "three entries, each with its answer")
        let names = ["FIRE_API_KEY", "VPSBG_TOKEN", "VIRTUALIZOR_KEY", "VIRTUALIZOR_PASS"]
        let loader = ConfigurationLoader(
            environment: Dictionary(uniqueKeysWithValues: names.map { ($0, "example-secret") }))
        var shares: [Decimal?] = []
        for index in stride(from: 0, to: blocks.count - 1, by: 2) {
            let accounts = try loader.load(text: #"{ "providers": [\#(blocks[index])] }"#).accounts
            let transport = ScriptedTransport(always: .success(.json(blocks[index + 1])))
            let report = await UsageChecker(transport: transport, time: ManualTime()).check(accounts)
            #expect(report.accounts.flatMap(\.errors).isEmpty)
            shares += report.accounts.flatMap(\.rows).map(\.usedPercentage)
        }
        #expect(shares == [Decimal(string: "24"), Decimal(string: "20.6"), Decimal(string: "20.1")])
    }

    @Test func theExampleOfAProviderIsTheOneThatIsTested() throws {
        let block = try #require(try Self.blocks(of: "swift", in: "AddingAProvider").first)
        let file = URL(filePath: #filePath).deletingLastPathComponent().appending(path: "ExampleCloud.swift")
        #expect(try String(contentsOf: file, encoding: .utf8) == "public import BandwidthKit\n\n\(block)")
    }

    @Test func theExampleOfAProviderWorks() async throws {
        let loader = ConfigurationLoader(
            environment: ["EXAMPLE_TOKEN": "example-token"], providers: ProviderRegistry([ExampleCloud.self]))
        let transport = ScriptedTransport([
            "GET /account/transfer": [
                .success(
                    .json(
                        #"""
                        {"transfer": {"used_gb": 118, "quota_gb": 100}}
                        """#))
            ]
        ])
        let report = await UsageChecker(transport: transport, time: ManualTime())
            .check(try loader.loadEnvironment().accounts)
        let row = try #require(report.accounts.first?.rows.first)
        #expect(row.usedPercentage == 118)
        #expect(row.billable == ByteCount(18 << 30))
        #expect(transport.requests.first?.url == "https://api.example.com/v4/account/transfer")
    }
}
