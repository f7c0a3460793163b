import BandwidthSandbox
import BandwidthTransport
import Foundation
import Synchronization

@testable import BandwidthKit

/// A check of two Linode accounts through the real client: one at an address that misbehaves, one that works.
struct Check {
    let report: UsageReport
    let log: [String]

    var bad: UsageReport { part("bad") }
    var good: UsageReport { part("good") }

    private func part(_ account: String) -> UsageReport {
        UsageReport(checkedAt: report.checkedAt, rows: report.rows.filter { $0.account == account })
    }

    /// Everything in it that a person or a program would see.
    var output: String {
        JSONReporter().text(of: report) + TableReporter().text(of: report) + PlainReporter().text(of: report)
            + CSVReporter().text(of: report) + Self.message(about: report) + log.joined(separator: "\n")
    }

    /// The report as a text message.
    static func message(about report: UsageReport) -> String {
        Alert(
            .report, about: report, MessageComposer(style: Twilio.style, units: .provider, zone: .utc),
            hashing: SwiftCrypto()
        ).text
    }

    init(
        badURL: String, goodURL: String, timeout: String = "600", environment: [String: String] = [:]
    ) async throws {
        let configuration = try ConfigurationLoader(environment: [:]).load(
            text: """
                { "providers": [
                  { "type": "linode", "name": "bad", "token": "\(SandboxStory.Linode.production)",
                    "base_url": "\(badURL)", "timeout": \(timeout) },
                  { "type": "linode", "name": "good", "token": "\(SandboxStory.Linode.hobby)", "base_url": "\(goodURL)",
                    "timeout": 600 }
                ] }
                """)
        let log = Log()
        let wire = try AsyncHTTPClientTransport(environment: environment)
        let time = HastyTime()
        let transport = RetryingTransport(wire, time: time, log: { log.append($0) })
        let checker = UsageChecker(network: .test(transport, time))
        // Its time limits are those of the clock, so it runs before the tests that only compute.
        report = await Task(priority: .high) { await checker.check(configuration.accounts) }.value
        self.log = log.lines
        await wire.shutdown()
    }
}

/// Lines that were logged.
private final class Log: Sendable {
    private let state = Mutex<[String]>([])

    var lines: [String] { state.withLock { $0 } }

    func append(_ line: String) {
        state.withLock { $0.append(line) }
    }
}
