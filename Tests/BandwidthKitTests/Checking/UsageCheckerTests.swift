import Foundation
import Testing

@testable import BandwidthKit

@Suite struct UsageCheckerTests {
    private static let transfer = "GET /account/transfer"
    private static let prices = "GET /network-transfer/prices?page_size=500"
    private static let list = HTTPResponse.json(
        #"""
        { "data": [{ "id": "network_transfer", "price": { "hourly": 0.005 },
                     "region_prices": [{ "id": "id-cgk", "hourly": 0.015 }] }], "pages": 1 }
        """#)

    private func pool(used: Int, billable: Int = 0) -> ScriptedTransport.Answer {
        .success(.json(#"{ "used": \#(used), "quota": 100, "billable": \#(billable) }"#))
    }

    private func check(
        _ entries: String, _ script: [String: [ScriptedTransport.Answer]]
    ) async throws -> (report: UsageReport, asked: [String]) {
        let transport = ScriptedTransport(script)
        let accounts = try load(#"{ "providers": [\#(entries)] }"#).accounts
        let report = await UsageChecker(network: .test(transport, ManualTime())).check(accounts)
        return (report, transport.requests.map { "\($0.method.rawValue) \($0.path)" }.sorted())
    }

    private let linode = #"{ "type": "linode", "token": "example-token" }"#

    /// A plain quota is for the account's own row, whether or not its instances are read as well.
    @Test(arguments: [true, false])
    func aQuotaOfOnesOwnIsForTheAccountAlone(readsInstances: Bool) async throws {
        let transport = ScriptedTransport([
            "": [.success(.json(#"{ "used": 5, "quota": 0, "billable": 0 }"#))],
            "GET /account/transfer": [
                .success(
                    .json(
                        """
                        { "used": 40, "quota": 1000, "billable": 0,
                          "region_transfers": [{ "id": "id-cgk", "used": 60, "quota": 100, "billable": 0 }] }
                        """))
            ],
            "GET /linode/instances?page=1&page_size=500": [
                .success(.json(#"{ "data": [{ "id": 1, "label": "web-1" }], "page": 1, "pages": 1 }"#))
            ],
        ])
        let accounts = try load(
            """
            { "providers": [{ "type": "linode", "token": "example-token", "instances": \(readsInstances),
                              "quota": "50 GiB" }] }
            """
        ).accounts
        let report = await UsageChecker(network: .test(transport, ManualTime())).check(accounts)
        let quotas = report.rows.map { ($0.scope.kind.name, $0.assessment?.quota) }
        #expect(quotas.first { $0.0 == "account" }?.1 == ByteCount(50 << 30))
        #expect(quotas.first { $0.0 == "region" }?.1 == ByteCount(100 << 30))
    }

    @Test func oneFailureStandsBesideTheOthersInOrder() async throws {
        let (report, _) = try await check(
            #"""
            { "type": "linode", "name": "first", "token": "x" }, { "type": "netlify", "name": "second", "token": "x" },
            { "type": "linode", "name": "third", "token": "x" }
            """#,
            [
                Self.transfer: [pool(used: 10)],
                "GET /accounts?page=1&per_page=100": [
                    .success(.json(#"{ "code": 401, "message": "Access Denied" }"#, status: 401))
                ],
            ])
        #expect(report.rows.map(\.account) == ["first", "second", "third"])
        #expect(report.rows.map(\.status) == [.ok, .unknown, .ok])
        #expect(report.status == .unknown)
        #expect(report.isIncomplete)
        #expect(report.rows.map { $0.assessment != nil } == [true, false, true])
        let error = try #require(report.errors.first)
        #expect(error.code == .unauthorized)
        #expect(error.httpStatus == 401)
        #expect(error.message == "the token was refused (HTTP 401): Access Denied")
        #expect(error.hint == "put a valid token into 'token' of 'second'")
    }

    @Test func pricesAreAskedForOnlyWhenARowIsOrWillBeOver() async throws {
        let fine = try await check(linode, [Self.transfer: [pool(used: 50)], Self.prices: [.success(Self.list)]])
        #expect(fine.asked == [Self.transfer])
        let over = try await check(
            linode, [Self.transfer: [pool(used: 118, billable: 18)], Self.prices: [.success(Self.list)]])
        #expect(over.asked == [Self.transfer, Self.prices])
        #expect(try over.report.assessments.first?.overageCost == Money(decimal("0.09"), "USD"))
        let onPace = try await check(linode, [Self.transfer: [pool(used: 90)], Self.prices: [.success(Self.list)]])
        #expect(onPace.asked == [Self.transfer, Self.prices])
        #expect(onPace.report.assessments.first?.overageCost == nil)
        // 90 of 67.5 %: 133.3 GB, so 33.3 GB at half a cent.
        #expect(onPace.report.assessments.first?.forecast?.overageCost?.description == "$0.17")
    }

    /// As Cloud Manager shows it: a region without its own price has the general one, a distributed region its own.
    @Test func aRegionWithoutAPriceHasTheGeneralOne() async throws {
        let regions = ["us-east", "id-cgk", "us-den-edge-1"].map {
            #"{ "id": "\#($0)", "used": 110, "quota": 100, "billable": 10 }"#
        }
        let transfer =
            #"{ "used": 1, "quota": 100, "billable": 0, "region_transfers": [\#(regions.joined(separator: ","))] }"#
        let prices = #"""
            { "data": [{ "id": "distributed_network_transfer", "price": { "hourly": 0.01 }, "region_prices": [] },
                       { "id": "network_transfer", "price": { "hourly": 0.005 },
                         "region_prices": [{ "id": "id-cgk", "hourly": 0.015 }] }], "pages": 1 }
            """#
        let (report, _) = try await check(
            linode, [Self.transfer: [.success(.json(transfer))], Self.prices: [.success(.json(prices))]])
        #expect(report.assessments.map { $0.overageCost?.description } == [nil, "$0.05", "$0.15", "$0.10"])
        #expect(report.overage.isComplete)
    }

    @Test func pricesAreNotAskedForWhereTheUserNamedOne() async throws {
        let (report, asked) = try await check(
            #"""
            { "type": "linode", "token": "x",
              "overage_price": { "amount": 1, "currency": "EUR", "per": "1 GiB" } }
            """#, [Self.transfer: [pool(used: 118, billable: 18)]])
        #expect(asked == [Self.transfer])
        #expect(report.assessments.first?.overageCost == Money(18, "EUR"))
    }

    @Test(arguments: [
        ScriptedTransport.Answer.failure(.timedOut), .success(.json("{}", status: 500)), .success(.json("[]")),
        .success(.json(#"{ "data": [], "pages": 1 }"#)),
        .success(
            .json(
                #"{ "data": [{ "id": "network_transfer", "price": { "hourly": -1 }, "region_prices": [] }], "pages": 1 }"#
            )),
        .success(
            .json(
                #"{ "data": [{ "id": "network_transfer", "price": { "hourly": null }, "region_prices": [] }], "pages": 1 }"#
            )),
    ])
    func aPriceThatCannotBeReadCostsOnlyTheAmount(answer: ScriptedTransport.Answer) async throws {
        let (report, asked) = try await check(
            linode, [Self.transfer: [pool(used: 118, billable: 18)], Self.prices: [answer]])
        #expect(asked == [Self.transfer, Self.prices])
        #expect(report.errors.isEmpty)
        #expect(report.assessments.first?.status == .critical)
        #expect(report.assessments.first?.billable == .gigabytes(18))
        #expect(report.assessments.first?.overageCost == nil)
    }

    @Test func whatAServiceEchoesIsTakenOut() async throws {
        let echo = #"{ "errors": [{ "reason": "no such token: example-token, Basic ZXhhbXBsZS10b2tlbg==" }] }"#
        let (report, _) = try await check(linode, [Self.transfer: [.success(.json(echo, status: 401))]])
        #expect(
            report.errors.first?.message
                == "the token was refused (HTTP 401): no such token: [redacted], Basic [redacted]")
        let region = #"""
            { "used": 1, "quota": 100, "billable": 0,
              "region_transfers": [{ "id": "example-token\u001b[2J", "used": 1, "quota": 2, "billable": 0 }] }
            """#
        let (rows, _) = try await check(linode, [Self.transfer: [.success(.json(region))]])
        #expect(rows.assessments.last?.usage.scope.id == "[redacted][2J")
    }

    @Test func noAccountsAreNoTrouble() async throws {
        let (report, asked) = try await check("", [:])
        #expect(report.status == .ok)
        #expect(asked.isEmpty)
    }
}
