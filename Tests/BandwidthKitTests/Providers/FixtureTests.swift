import BandwidthKit
import Foundation
import Testing

/// Every provider against recorded answers of its service; a new case is a folder and needs no code.
@Suite struct FixtureTests {
    @Test(arguments: Fixture.all)
    func theAnswersGiveTheReport(fixture: Fixture) async throws {
        let exchanges = try fixture.exchanges
        let transport = ScriptedTransport(
            Dictionary(exchanges.map { ($0.line, [.success($0.response)]) }, uniquingKeysWith: { $0 + $1 }))
        let configuration = try ConfigurationLoader(environment: [:])
            .load(text: #"{ "providers": [\#(try fixture.text(of: "account.json"))] }"#)
        let report = await UsageChecker(network: .test(transport, ManualTime())).check(configuration.accounts)
        let text = JSONReporter().text(of: report)
        if ProcessInfo.processInfo.environment["RECORD_FIXTURES"] != nil {
            // Read it line by line before you commit it.
            try text.write(to: fixture.folder.appending(path: "usage.json"), atomically: true, encoding: .utf8)
        }
        #expect(try text == fixture.text(of: "usage.json"))

        let asked = transport.requests.map { "\($0.method.rawValue) \($0.path)" }
        #expect(asked.sorted() == exchanges.map(\.line).sorted(), "each exchange is asked for once and nothing else is")
        for exchange in exchanges {
            let request = try #require(transport.requests.first { "\($0.method.rawValue) \($0.path)" == exchange.line })
            for header in exchange.requestHeaders {
                #expect(request.headers.contains { $0.name == header.name && $0.value == header.value })
            }
            #expect(String(decoding: request.body, as: UTF8.self) == exchange.form)
        }
    }

    @Test(arguments: Registry<any UsageProvider>.builtIn.kinds)
    func everyProviderHasAFixture(kind: String) {
        #expect(Fixture.all.contains { $0.kind == kind })
    }
}
