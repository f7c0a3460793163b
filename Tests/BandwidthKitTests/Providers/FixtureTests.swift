import BandwidthKit
import Foundation
import Testing

/// Every provider against recorded answers of its service; a new case is a folder and needs no code.
@Suite struct FixtureTests {
    @Test(arguments: Fixture.all)
    func theAnswersGiveTheReport(fixture: Fixture) async throws {
        let exchanges = try fixture.exchanges
        let transport = ScriptedTransport(exchanges)
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
            #expect(
                transport.requests.contains { exchange.fits($0) }, "\(exchange.line) \(exchange.form) is not asked for")
        }
    }

    @Test(arguments: Registry<any UsageProvider>.builtIn.kinds)
    func everyProviderHasAFixture(kind: String) {
        #expect(Fixture.all.contains { $0.kind == kind })
    }
}
