import Foundation
import Testing

@testable import BandwidthKit

/// Prices that come from a separate price list.
@Suite(.timeLimit(.minutes(1))) struct PriceListTests {
    /// A Linode whose pool is over, and whose instances answer only after the prices were requested.
    private actor Linode: HTTPTransport {
        private var isPriceAsked = false
        private var waiting: [CheckedContinuation<Void, Never>] = []

        func send(_ request: HTTPRequest) async throws(HTTPTransportError) -> HTTPResponse {
            switch request.path.split(separator: "?").first {
            case "/account/transfer":
                return .json(#"{ "used": 120, "quota": 100, "billable": 20, "region_transfers": [] }"#)
            case "/network-transfer/prices":
                isPriceAsked = true
                for continuation in waiting { continuation.resume() }
                waiting = []
                return .json(
                    """
                    { "data": [{ "id": "network_transfer", "price": { "hourly": 0.005, "monthly": null },
                                 "region_prices": [] }], "page": 1, "pages": 1 }
                    """)
            default:
                if !isPriceAsked { await withCheckedContinuation { waiting.append($0) } }
                return .json(#"{ "data": [], "page": 1, "pages": 1 }"#)
            }
        }
    }

    @Test func itIsAskedForBesideTheInstances() async throws {
        let entry = #"{ "type": "linode", "token": "example-token", "instances": true }"#
        let accounts = try ConfigurationLoader(environment: [:]).load(text: #"{ "providers": [\#(entry)] }"#).accounts
        let report = await UsageChecker(network: .test(Linode(), ManualTime())).check(accounts)
        #expect(report.overage.amounts == [Money(try decimal("0.1"), "USD")])
        #expect(!report.isIncomplete)
    }
}
