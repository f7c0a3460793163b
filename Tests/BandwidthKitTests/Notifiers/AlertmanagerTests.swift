import Foundation
import Synchronization
import Testing

@testable import BandwidthKit

/// What an Alertmanager is told, by what it has.
@Suite struct AlertmanagerTests {
    /// Members of a cluster by host: each keeps what it is told, as Alertmanager does.
    private final class Cluster: HTTPTransport {
        /// How a member fails.
        enum Failure {
            /// It answers nobody.
            case silent

            /// It takes alerts, but never answers a question.
            case answersNothing

            /// Something before it only lets alerts in.
            case asksNothing
        }

        private let failures: [String: Failure]
        private let state: Mutex<(alerts: [String: Set<[String: String]>], ended: [[String: String]])>

        init(_ failures: [String: Failure] = [:]) {
            self.failures = failures
            state = Mutex(([:], []))
        }

        /// The alerts that fire at a member: the account and the severity.
        func firing(at host: String) -> [String] {
            state.withLock { Self.names($0.alerts[host] ?? []) }
        }

        /// Every end that was sent to any member, in order.
        var ended: [String] {
            state.withLock { Self.names($0.ended) }
        }

        private static func names(_ labels: some Sequence<[String: String]>) -> [String] {
            labels.map { "\($0["account"] ?? "-") \($0["alertname"] ?? "-") \($0["severity"] ?? "-")" }.sorted()
        }

        func send(_ request: HTTPRequest) async throws(HTTPTransportError) -> HTTPResponse {
            let host = request.base.host
            if failures[host] == .silent { throw .timedOut }
            guard request.method == .post else {
                if failures[host] == .answersNothing { throw .timedOut }
                if failures[host] == .asksNothing { return HTTPResponse(status: 403) }
                let alerts = state.withLock { $0.alerts[host] ?? [] }
                let list = alerts.map { labels in
                    JSONValue.object([.init("labels", .texts(labels.map { (name: $0.key, value: $0.value) }))])
                }
                return .json(JSONValue.array(list).text)
            }
            let told = (try? JSONParser().parse(request.body))?.array ?? []
            state.withLock { state in
                for alert in told {
                    var labels: [String: String] = [:]
                    for member in alert["labels"]?.members ?? [] { labels[member.key] = member.value.string }
                    if alert["startsAt"] == alert["endsAt"] {
                        state.ended.append(labels)
                        state.alerts[host]?.remove(labels)
                    } else {
                        state.alerts[host, default: []].insert(labels)
                    }
                }
            }
            return HTTPResponse(status: 200)
        }
    }

    private func deliver(
        _ event: Alert.Event, used: Int64, of quota: Int64 = 100, _ resolution: Alert.Resolution = .quotaRaised,
        to cluster: Cluster, _ hosts: [String] = ["one"]
    ) async throws -> Messenger.Delivery {
        let urls = hosts.map { "\"https://\($0)\"" }.joined(separator: ", ")
        let channels = try load(
            #"{ "providers": [], "notify": [{ "type": "alertmanager", "url": [\#(urls)] }] }"#
        ).channels
        let channel = try #require(channels.first), now = try date(today)
        let usage = Usage.example(used: .gigabytes(used), quota: .gigabytes(quota), period: try .november())
        let row = UsageRow(
            provider: "linode", account: "production",
            Assessment(usage, by: AccountPolicy(), now: now))
        let report = UsageReport(checkedAt: now, rows: [row])
        let alert = Alert(
            event, about: report, resolutions: event == .resolved ? [row.id: resolution] : [:],
            style: .structured, units: .provider, hashing: TestHashing())
        return await Messenger(network: .test(cluster)).deliver(alert, to: "one", through: channel)
    }

    @Test func nothingIsEndedThatItNeverHad() async throws {
        let cluster = Cluster()
        #expect(try await deliver(.crossed, used: 118, to: cluster).hasArrived)
        #expect(cluster.firing(at: "one") == ["production TransferQuota critical"])
        #expect(cluster.ended == [])
    }

    @Test func aWorseSeverityEndsTheOther() async throws {
        let cluster = Cluster()
        _ = try await deliver(.crossed, used: 75, to: cluster)
        _ = try await deliver(.crossed, used: 118, to: cluster)
        _ = try await deliver(.reminded, used: 119, to: cluster)
        #expect(cluster.firing(at: "one") == ["production TransferQuota critical"])
        #expect(cluster.ended == ["production TransferQuota warning"])
    }

    @Test func anAllClearEndsTheSeverityThatFires() async throws {
        let cluster = Cluster()
        _ = try await deliver(.crossed, used: 118, to: cluster)
        _ = try await deliver(.resolved, used: 20, of: 1000, to: cluster)
        #expect(cluster.firing(at: "one") == [])
        #expect(cluster.ended == ["production TransferQuota critical"])
    }

    /// It has no alerts after a restart, but knows whom it has told.
    @Test func anAllClearIsSentEvenIfItHasForgottenTheAlert() async throws {
        let cluster = Cluster()
        _ = try await deliver(.resolved, used: 20, of: 1000, to: cluster)
        #expect(cluster.ended == ["production TransferQuota critical", "production TransferQuota warning"])
    }

    @Test func anAlertThatEndedWithItsPeriodIsNotEndedAgain() async throws {
        let cluster = Cluster()
        _ = try await deliver(.resolved, used: 20, .newPeriod, to: cluster)
        #expect(cluster.ended == [])
    }

    @Test func aReportWithoutAProblemEndsNothing() async throws {
        let cluster = Cluster()
        #expect(try await deliver(.report, used: 12, to: cluster).hasArrived)
        #expect(cluster.ended == [])
        _ = try await deliver(.report, used: 95, to: cluster)
        _ = try await deliver(.report, used: 12, to: cluster)
        #expect(cluster.firing(at: "one") == [])
        #expect(cluster.ended == ["production TransferQuota warning"])
    }

    @Test func oneThatSaysNothingOfItsAlertsIsToldOfEveryEnd() async throws {
        let cluster = Cluster(["one": .asksNothing])
        #expect(try await deliver(.crossed, used: 118, to: cluster).hasArrived)
        #expect(cluster.firing(at: "one") == ["production TransferQuota critical"])
        #expect(cluster.ended == ["production TransferQuota warning"])
    }

    @Test func whatFiresDoesNotWaitForWhatEnds() async throws {
        let cluster = Cluster(["one": .answersNothing])
        let delivery = try await deliver(.crossed, used: 118, to: cluster)
        #expect(cluster.firing(at: "one") == ["production TransferQuota critical"])
        #expect(!delivery.hasArrived, "the next run has to end the other severity")
    }

    @Test func everyMemberOfAClusterIsTold() async throws {
        let cluster = Cluster()
        let delivery = try await deliver(.crossed, used: 118, to: cluster, ["one", "two"])
        #expect(delivery.description == "alertmanager: sent to one")
        for host in ["one", "two"] { #expect(cluster.firing(at: host) == ["production TransferQuota critical"]) }
    }

    @Test func aMemberThatHangsIsNamedAndTheOthersAreTold() async throws {
        let cluster = Cluster(["one": .silent])
        let delivery = try await deliver(.crossed, used: 118, to: cluster, ["one", "two"])
        #expect(delivery.description.hasPrefix("alertmanager: sent to one (1 of 2 members; one: "))
        #expect(cluster.firing(at: "two") == ["production TransferQuota critical"])
        #expect(try await !deliver(.crossed, used: 118, to: cluster, ["one"]).hasArrived)
    }
}
