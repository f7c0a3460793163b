import Foundation
import Synchronization
import Testing

@testable import BandwidthKit

/// Answers that take long to decode keep nobody waiting.
@Suite(.timeLimit(.minutes(1))) struct LargeAnswerTests {
    /// Keeps threads until it is let go; at the latest when it goes away.
    private final class Latch: Sendable {
        private let isOpen = Mutex(false)
        let begun = Recorder<Int>()

        static let shared = Mutex<Latch?>(nil)

        func open() { isOpen.withLock { $0 = true } }

        func hold() {
            begun.append(1)
            while !isOpen.withLock({ $0 }) { sched_yield() }
        }
    }

    /// A body whose decoding ends when it is allowed to.
    private struct Endless: Decodable {
        init(from decoder: any Decoder) throws {
            Latch.shared.withLock { $0 }?.hold()
        }
    }

    /// Clocks on which the time is up as soon as something has begun to decode.
    private struct ImpatientTime: Timekeeper {
        let latch: Latch
        var now: Date { Date(timeIntervalSince1970: 0) }
        var uptime: Duration { .zero }

        func sleep(for duration: Duration) async throws(CancellationError) {
            while latch.begun.values.isEmpty, !Task.isCancelled { await Task.yield() }
        }
    }

    private static let large = Array(("[" + String(repeating: "0,", count: 100_000) + "0]").utf8)

    @Test func whatIsNotDecodedByTheDeadlineIsGivenUp() async {
        let latch = Latch()
        Latch.shared.withLock { $0 = latch }
        defer { latch.open() }
        let network = Network.test(
            ScriptedTransport(always: .success(HTTPResponse(status: 200, body: Self.large))),
            ImpatientTime(latch: latch))
        let api = APIClient(base: "https://api.example.com", network: network, timeLimit: .seconds(20))
        let result = await Result.catching { () async throws(APIError) in
            let _: Endless = try await api.get("/usage", authorization: .none)
        }
        guard case .failure(let error) = result else {
            Issue.record("decoded")
            return
        }
        #expect(error.code == .timeout)
    }

    @Test func aHealthyAccountIsReadBesideOneThatAnswersMillionsOfValues() async throws {
        let flood = Array(("[" + String(repeating: "0,", count: (8 << 20) / 2 - 2) + "0]").utf8)
        let transport = ScriptedTransport([
            "GET /account/transfer": [
                .success(.json(#"{ "used": 1, "quota": 100, "billable": 0 }"#))
            ],
            "GET /account/bandwidth": [.success(HTTPResponse(status: 200, body: flood))],
        ])
        let entries = #"{ "type": "vultr", "token": "x" }, { "type": "linode", "token": "x" }"#
        let accounts = try load(#"{ "providers": [\#(entries)] }"#).accounts
        let report = await UsageChecker(network: .test(transport)).check(accounts)
        #expect(report.rows.map(\.status) == [.unknown, .ok])
        #expect(report.errors.first?.code == .badResponse)
        #expect(report.errors.first?.message.contains("more than 1000000 values") == true)
    }

    @Test func theSmallestPieceOfWorkComesFirst() async {
        let workshop = Workshop(), latch = Latch(), order = Recorder<Int>()
        async let busy = Array(0..<Workshop.width).concurrentMap { _ in
            await workshop.run(size: 1) { _ in latch.hold() }
        }
        while latch.begun.values.count < Workshop.width { await Task.yield() }
        async let results = [5, 3, 9, 4].concurrentMap { size in
            await workshop.run(size: size) { _ in
                order.append(size)
                return size
            }
        }
        while workshop.waitingCount < 4 { await Task.yield() }
        latch.open()
        #expect(await results == [5, 3, 9, 4])
        #expect(await busy.count == Workshop.width)
        // Two threads take them in order, and may overtake each other by one.
        #expect(Set(order.values.prefix(3)).isSuperset(of: [3, 4]) && order.values.count == 4)
    }

    @Test func workThatNobodyWaitsForIsToldSo() async {
        let workshop = Workshop(), latch = Latch()
        let waiting = Task {
            await workshop.run(size: 1) { isCancelled in
                latch.begun.append(1)
                while !isCancelled() { sched_yield() }
                latch.begun.append(2)
            }
        }
        while latch.begun.values.isEmpty { await Task.yield() }
        waiting.cancel()
        #expect(await waiting.value == nil)
        while latch.begun.values != [1, 2] { await Task.yield() }
    }

    @Test func aRefusalOfMillionsOfValuesIsNotRead() async throws {
        let body = Array(#"{ "error": "\#(String(repeating: "x", count: APIClient.smallBody))" }"#.utf8)
        let transport = ScriptedTransport(always: .success(HTTPResponse(status: 403, body: body)))
        let accounts = try load(#"{ "providers": [{ "type": "vultr", "token": "x" }] }"#).accounts
        let report = await UsageChecker(network: .test(transport)).check(accounts)
        #expect(report.errors.first?.message.contains("xxx") == false)
    }

    /// Many parts, each with a price of its own: whatever is done for each of them for each other
    /// would take minutes.
    @Test func thousandsOfRegionsWithPricesAreReadInOnePass() async throws {
        let count = 4_000
        let regions = (0..<count).map { #"{"id":"region-\#($0)","used":118,"quota":100,"billable":18}"# }
        let prices = (0..<count).map { #"{"id":"region-\#($0)","hourly":0.015}"# }
        let transport = ScriptedTransport([
            "GET /account/transfer": [
                .success(
                    .json(
                        #"{"used":1,"quota":100,"billable":0,"region_transfers":[\#(regions.joined(separator: ","))]}"#)
                )
            ],
            "GET /network-transfer/prices?page_size=500": [
                .success(
                    .json(
                        #"""
                        {"data":[{"id":"network_transfer","price":{"hourly":0.005},
                        "region_prices":[\#(prices.joined(separator: ","))]}],"pages":1}
                        """#))
            ],
        ])
        let accounts = try load(#"{ "providers": [{ "type": "linode", "token": "example-token" }] }"#).accounts
        let report = await UsageChecker(network: .test(transport)).check(accounts)
        #expect(report.rows.count == count + 1)
        #expect(report.assessments.last?.overageCost?.description == "$0.27")
    }

    @Test func thousandsOfServersWithPricesAreReadInOnePass() async throws {
        let count = 2_000
        let servers = (0..<count).map {
            #"""
            {"id":\#($0),"name":"s\#($0)","server_type":{"name":"t\#($0)"},"location":{"name":"l"},"outgoing_traffic":2,"included_traffic":0}
            """#
        }
        let prices = (0..<count).map {
            #"""
            {"name":"t\#($0)","prices":[{"location":"l","included_traffic":1,"price_per_tb_traffic":{"net":"1"}}]}
            """#
        }
        let transport = ScriptedTransport([
            "GET /servers?page=1&per_page=50": [
                .success(.json(#"{"servers":[\#(servers.joined(separator: ","))]}"#))
            ],
            "GET /load_balancers?page=1&per_page=50": [.success(.json(#"{"load_balancers":[]}"#))],
            "GET /pricing": [
                .success(
                    .json(
                        #"""
                        {"pricing":{"currency":"EUR","server_types":[\#(prices.joined(separator: ","))],"load_balancer_types":[]}}
                        """#))
            ],
        ])
        let accounts = try load(#"{ "providers": [{ "type": "hetzner", "token": "example-token" }] }"#).accounts
        let report = await UsageChecker(network: .test(transport)).check(accounts)
        #expect(report.rows.count == count)
        #expect(report.assessments.allSatisfy { $0.overageCost != nil })
    }

    /// A column of a table is as wide as its widest name, and every row is filled up to that.
    @Test func aNameOfMillionsOfCharactersIsCut() throws {
        let name = String(repeating: "x", count: 1_000_000)
        let scope = UsageScope(.region, id: name, label: "label-\(name)")
        #expect(scope.id == String(repeating: "x", count: 500) + "…")
        #expect(scope.label?.count == 501)
        #expect(UsageScope(.region, id: String(name.prefix(500))).id == String(name.prefix(500)))
        #expect(APIError(.badResponse, name).message.count == 2001)
    }

    @Test func aTokenThatFillsANameIsTakenOut() async throws {
        let name = String(repeating: "example-token", count: 280_000)
        let transport = ScriptedTransport(
            always: .success(
                .json(
                    #"{"used":1,"quota":100,"billable":0,"region_transfers":[{"id":"\#(name)","used":1,"quota":2,"billable":0}]}"#
                )))
        let accounts = try load(#"{ "providers": [{ "type": "linode", "token": "example-token" }] }"#).accounts
        let report = await UsageChecker(network: .test(transport)).check(accounts)
        #expect(report.assessments.last?.usage.scope.id == "[redacted]…")
    }
}
