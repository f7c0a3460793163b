import Foundation
import Testing

@testable import BandwidthKit

/// How long the instances of an account may take.
@Suite struct InstanceLimitTests {
    /// Checks an account with two thousand instances.
    private func check(
        _ settings: String = "", instance answer: ScriptedTransport.Answer
    ) async throws -> (report: UsageReport, requests: [HTTPRequest]) {
        var script: [String: [ScriptedTransport.Answer]] = [
            "": [answer],
            "GET /account/transfer": [.success(.json(#"{ "used": 10, "quota": 100, "billable": 0 }"#))],
        ]
        for page in 1...4 {
            let instances = (0..<500).map { #"{ "id": \#(page * 1000 + $0), "label": "web-\#(page * 1000 + $0)" }"# }
            script["GET /linode/instances?page=\(page)&page_size=500"] = [
                .success(.json(#"{ "data": [\#(instances.joined(separator: ","))], "page": \#(page), "pages": 4 }"#))
            ]
        }
        let transport = ScriptedTransport(script)
        let accounts = try load(
            #"{ "providers": [{ "type": "linode", "token": "example-token", "instances": true\#(settings) }] }"#
        ).accounts
        let report = await UsageChecker(network: .test(transport, ManualTime())).check(accounts)
        return (report, transport.requests)
    }

    private let read = ScriptedTransport.Answer.success(.json(#"{ "used": 5, "quota": 100, "billable": 0 }"#))

    @Test func theLimitGrowsWithTheirNumberAtTheRateOfTheService() async throws {
        let (report, requests) = try await check(instance: read)
        #expect(report.rows.count == 2001)
        #expect(!report.isIncomplete)
        for request in requests {
            let isInstance = request.path.hasSuffix("/transfer") && request.path.hasPrefix("/linode/")
            #expect(request.deadline == .seconds(isInstance ? 20 + 2000 * 60 / 400 : 20), "\(request.path)")
            #expect(request.answerLimit == (isInstance ? .seconds(20) : nil), "one answer has no more time than before")
        }
    }

    @Test func aLimitThatSomebodyChoseDoesNotGrow() async throws {
        let (_, requests) = try await check(#", "timeout": "30s""#, instance: read)
        #expect(Set(requests.map(\.deadline)) == [.seconds(30)])
    }

    @Test func aServiceThatStoppedAnsweringIsNotAskedTwoThousandTimes() async throws {
        let (report, requests) = try await check(instance: .failure(.timedOut))
        #expect(requests.count < 30)
        #expect(report.rows.count == 2001)
        #expect(report.rows.count { $0.error?.code == .timeout } == 2000)
        let error = try #require(report.errors.first)
        #expect(error.message == "api.linode.com did not answer within 20 s")
        #expect(error.hint == "if it is just slow, use --timeout 1m")
    }

    @Test func whatIsNotThereIsNoSilence() async throws {
        let (report, requests) = try await check(instance: .success(.json(#"{ "errors": [] }"#, status: 500)))
        #expect(requests.count == 2005)
        #expect(report.errors.count == 2000)
    }
}
