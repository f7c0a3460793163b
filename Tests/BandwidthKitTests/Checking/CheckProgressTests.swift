import Foundation
import Testing

@testable import BandwidthKit

/// What a person reads while a check takes long.
@Suite struct CheckProgressTests {
    private func progress(_ names: [String]) throws -> CheckProgress {
        let entries = names.map { #"{ "type": "linode", "name": "\#($0)", "token": "example-token" }"# }
        return CheckProgress(try load(#"{ "providers": [\#(entries.joined(separator: ","))] }"#).accounts)
    }

    @Test func itSaysHowManyAccountsAreReadAndWhichHasTheMostLeft() throws {
        let progress = try progress(["production", "shop", "backup"])
        #expect(progress.line(after: .seconds(1), columns: 80, isUnicode: true) == "reading 0 of 3 accounts · 1 s")
        let production = progress.account(0), backup = progress.account(2)
        progress.account(1).finish()
        backup.expect(20)
        production.expect(2000)
        for _ in 0..<640 { production.finishPart() }
        #expect(
            progress.line(after: .milliseconds(12_900), columns: 80, isUnicode: true)
                == "reading 1 of 3 accounts · production: 640 of 2000 instances · 12 s")
        production.finish()
        #expect(
            progress.line(after: .seconds(13), columns: 80, isUnicode: false)
                == "reading 2 of 3 accounts, backup: 0 of 20 instances, 13 s")
    }

    @Test func oneAccountIsCalledByItsName() throws {
        let progress = try progress(["production"])
        progress.account(0).expect(8)
        #expect(
            progress.line(after: .seconds(2), columns: 80, isUnicode: true)
                == "reading production · 0 of 8 instances · 2 s")
    }

    @Test func itNeverTakesMoreThanOneLine() throws {
        let progress = try progress([String(repeating: "名", count: 60), "b"])
        progress.account(0).expect(5)
        #expect(progress.line(after: .seconds(2), columns: 40, isUnicode: true).columns <= 40)
    }

    @Test func aCancelledCheckReportsWhatWasReadUntilThen() async throws {
        let transport = HangingTransport(answering: "api.linode.com")
        let accounts = try load(
            """
            { "providers": [{ "type": "linode", "token": "example-token" },
                            { "type": "vultr", "token": "example-token" }] }
            """
        ).accounts
        let network = Network.test(RetryingTransport(transport, time: SystemTime()), SystemTime())
        let progress = CheckProgress(accounts)
        let check = Task { await UsageChecker(network: network, progress: progress).check(accounts) }
        while !progress.line(after: .zero, columns: 80, isUnicode: true).hasPrefix("reading 1 of 2") {
            await Task.yield()
        }
        await transport.hangs()
        check.cancel()
        let report = await check.value
        #expect(report.rows.map { $0.assessment != nil } == [true, false])
        let error = try #require(report.errors.first)
        #expect(error.isInterrupted)
        #expect(error.brief == "interrupted")
        #expect(error.hint == nil)
    }
}

/// Answers one host, and lets requests to every other hang until they are cancelled.
private actor HangingTransport: HTTPTransport {
    private let host: String
    private var isHanging = false

    init(answering host: String) {
        self.host = host
    }

    /// Returns once a request hangs.
    func hangs() async {
        while !isHanging { await Task.yield() }
    }

    func send(_ request: HTTPRequest) async throws(HTTPTransportError) -> HTTPResponse {
        guard request.base.host != host else {
            return .json(#"{ "used": 10, "quota": 100, "billable": 0 }"#)
        }
        isHanging = true
        while !Task.isCancelled { await Task.yield() }
        throw .cancelled
    }
}
