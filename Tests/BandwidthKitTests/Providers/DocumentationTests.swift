import BandwidthKit
import Foundation
import Testing

/// The examples in the documentation work unchanged.
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
            let report = await UsageChecker(network: .test(transport, ManualTime())).check(accounts)
            #expect(report.errors.isEmpty)
            shares += report.assessments.map(\.usedPercentage)
        }
        #expect(shares == [Decimal(string: "24"), Decimal(string: "20.6"), Decimal(string: "20.1")])
    }

    @Test(arguments: [
        ("AddingAProvider", "Providers/ExampleCloud.swift"), ("AddingANotifier", "Notifiers/ExamplePager.swift"),
        ("AddingAFormat", "Reporters/MarkdownReporter.swift"),
    ])
    func theExampleIsTheOneThatIsTested(page: String, file: String) throws {
        let block = try #require(try Self.blocks(of: "swift", in: page).first)
        let tests = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
        #expect(try String(contentsOf: tests.appending(path: file), encoding: .utf8) == block)
    }

    @Test func whatIsPromisedIsTestedWhereThePageSays() throws {
        let page = Self.top.appending(path: "Sources/BandwidthKit/BandwidthKit.docc/Security.md")
        let named = try String(contentsOf: page, encoding: .utf8).matches(of: /`(\w+Tests)`/).map { String($0.1) }
        let tests = FileManager.default.enumerator(atPath: Self.top.appending(path: "Tests").path())
        let files = (tests?.allObjects as? [String] ?? []).compactMap { $0.split(separator: "/").last.map(String.init) }
        #expect(named.count >= 20)
        for name in named { #expect(files.contains("\(name).swift"), "\(name)") }
    }

    @Test func theExampleOfANotifierWorks() async throws {
        let loader = ConfigurationLoader(
            environment: ["EXAMPLE_PAGER_TOKEN": "example-token"],
            notifiers: Registry<any Notifier>([ExamplePager.self]))
        let channels = try loader.load(
            text: #"{ "providers": [], "notify": [{ "type": "example_pager", "pager": ["17", "18"] }] }"#
        ).channels
        let transport = ScriptedTransport(["POST /pages": [.success(.json(#"{"id": "page-1"}"#, status: 202))]])
        let deliveries = await Messenger(network: .test(transport)).test(channels)
        #expect(
            deliveries.map(\.description) == [
                "example_pager: sent to 17 (page-1)", "example_pager: sent to 18 (page-1)",
            ])
        let body = try #require(transport.requests.first?.body)
        #expect(try JSONParser().parse(body)["title"] == "Bandwidth: this is a test message.")
    }

    @Test func theExampleOfAFormatWorks() throws {
        let text = MarkdownReporter().text(of: try .example())
        #expect(text.contains("| linode production/id-cgk | 118% | critical |"))
        #expect(text.contains("| linode old-key | – | unknown |"))
    }

    @Test func theExampleOfAProviderWorks() async throws {
        let loader = ConfigurationLoader(
            environment: ["EXAMPLE_TOKEN": "example-token"], providers: Registry<any UsageProvider>([ExampleCloud.self])
        )
        let transport = ScriptedTransport([
            "GET /account/transfer": [
                .success(
                    .json(
                        #"""
                        {"transfer": {"used_gb": 118, "quota_gb": 100}}
                        """#))
            ]
        ])
        let report = await UsageChecker(network: .test(transport, ManualTime()))
            .check(try loader.loadEnvironment().accounts)
        let row = try #require(report.assessments.first)
        #expect(row.usedPercentage == 118)
        #expect(row.billable == ByteCount(18 << 30))
        #expect(transport.requests.first?.url == "https://api.example.com/v4/account/transfer")
    }
}
