import Foundation
import Synchronization
import Testing

@testable import BandwidthKit

/// Runs with `--notify crossing` one after the other, with channels of a test and readings that it makes up.
///
/// Every channel accepts everything unless its host is in `down`. What is sent is told as `channel: text`.
final class AlertStory {
    let folder: TemporaryFolder
    private let channels: [Channel]
    private let transport = Hosts()
    var policy = AlertPolicy.crossing

    /// - Parameter notify: the entries of `notify`, without brackets.
    init(_ notify: String, accounts: [String] = ["a", "b"]) throws {
        folder = try TemporaryFolder()
        let providers = accounts.map { #"{ "type": "linode", "name": "\#($0)", "token": "example-token" }"# }
        let configuration = try load(
            #"{ "providers": [\#(providers.joined(separator: ","))], "notify": [\#(notify)] }"#)
        #expect(configuration.problems.isEmpty, "\(configuration.problems)")
        channels = configuration.channels
    }

    /// An ntfy channel with its own host.
    static func ntfy(_ name: String, _ more: String = "") -> String {
        #"{ "type": "ntfy", "name": "\#(name)", "topic": "t", "base_url": "https://\#(name).example"\#(more) }"#
    }

    /// A text message channel with its own host and number.
    static func sms(_ name: String, _ more: String = "", to: String = "+12025550143") -> String {
        """
        { "type": "twilio", "name": "\(name)", "account_sid": "AC0123456789abcdef0123456789abcdef",
          "auth_token": "example-twilio-token", "from": "+15005550006", "to": "\(to)",
          "base_url": "https://\(name).example"\(more) }
        """
    }

    static func pager(_ name: String, _ more: String = "") -> String {
        """
        { "type": "pagerduty", "name": "\(name)", "routing_key": "0123456789abcdef0123456789abcdef",
          "base_url": "https://\(name).example"\(more) }
        """
    }

    /// A reading of an account.
    struct Reading {
        var account = "a"

        /// In percent of 100 GB, or in GB of `quota`; `nil` if it can't be read, since `since`.
        var used: Int64?
        var quota: Int64 = 100
        var since = "2026-11-01T00:00:00Z"
    }

    /// What a run did.
    struct Run {
        let sent: [String]
        let outcome: Dispatcher.Outcome
        let requests: [HTTPRequest]

        var isComplete: Bool { outcome.problems.isEmpty && outcome.deliveries.allSatisfy(\.hasArrived) }
        var bodies: [JSONValue] { get throws { try requests.map { try JSONParser().parse($0.body) } } }
    }

    func report(
        _ readings: [Reading], at now: Date, rules: [Rule] = [Rule(.actual, 70), Rule(.actual, 90), Rule(.actual, 100)]
    ) throws -> UsageReport {
        let policy = AccountPolicy.with { $0.rules = rules }
        let rows = try readings.map { reading -> UsageRow in
            guard let used = reading.used else {
                let error = APIError(.unauthorized, "the token was refused (HTTP 401)", httpStatus: 401)
                return UsageRow(provider: "linode", account: reading.account, error)
                    .unread(since: try date(reading.since), isForLong: true)
            }
            var period = try #require(BillingPeriod.month(containing: now))
            period = try #require(BillingPeriod(start: period.start, end: period.end))
            let usage = Usage.example(used: .gigabytes(used), quota: .gigabytes(reading.quota), period: period)
            return UsageRow(
                provider: "linode", account: reading.account, Assessment(usage, by: policy, now: now))
        }
        return UsageReport(checkedAt: now, rows: rows)
    }

    func dispatcher(at moment: String) -> Dispatcher {
        Dispatcher(
            policy: policy, network: .test(transport, FixedDate(now: ManualTime(moment).now)),
            folder: StateFolder(folder.path("state")))
    }

    /// Runs at a time; the hosts of the channels in `down` refuse every connection, those in `silent` take
    /// every message and never answer.
    @discardableResult
    func run(
        at moment: String, _ readings: Reading..., down: Set<String> = [], silent: Set<String> = []
    ) async throws -> Run {
        try await runAll(at: moment, readings, down: down, silent: silent)
    }

    /// The same with any number of readings.
    @discardableResult
    func runAll(
        at moment: String, _ readings: [Reading], down: Set<String> = [], silent: Set<String> = []
    ) async throws -> Run {
        transport.down.withLock { $0 = down }
        transport.silent.withLock { $0 = silent }
        let before = transport.requests.count
        let outcome = await dispatcher(at: moment).dispatch(
            try report(readings, at: date(moment)), through: channels)
        let requests = Array(transport.requests.dropFirst(before))
        return Run(sent: requests.compactMap(Self.told), outcome: outcome, requests: requests)
    }

    /// Whom each channel tells what, and why not.
    func decisions(at moment: String, _ readings: Reading...) throws -> [RecipientDecisions] {
        dispatcher(at: moment).decisions(on: try report(readings, at: date(moment)), through: channels).recipients
    }

    /// `sms: Bandwidth: Linode a is …`; `nil` for a request that was refused.
    private static func told(_ request: HTTPRequest) -> String? {
        let name = request.base.host.prefix { $0 != "." }
        let text = String(decoding: request.body, as: UTF8.self)
        if let json = try? JSONParser().parse(request.body) {
            let payload = json["payload"]?["summary"]?.string ?? json["title"]?.string ?? json["event_action"]?.string
            return "\(name): \(payload ?? text)"
        }
        let body = text.split(separator: "&").last { $0.hasPrefix("Body=") }?.dropFirst(5) ?? ""
        let decoded = body.replacing("+", with: " ").removingPercentEncoding ?? ""
        return "\(name): \(decoded)"
    }

    /// A clock whose date stands still, but that waits for a lock: a process that another test starts may hold it, from
    /// its fork to its exec.
    private struct FixedDate: Timekeeper {
        let now: Date
        private let system = SystemTime()

        init(now: Date) {
            self.now = now
        }

        var uptime: Duration { system.uptime }

        func sleep(for duration: Duration) async throws(CancellationError) {
            try await system.sleep(for: duration)
        }
    }

    /// Accepts everything, except at the hosts that are down. Those that are silent don't say so.
    private final class Hosts: HTTPTransport {
        let down = Mutex<Set<String>>([])
        let silent = Mutex<Set<String>>([])
        private let log = Mutex<[HTTPRequest]>([])

        var requests: [HTTPRequest] { log.withLock { $0 } }

        func send(_ request: HTTPRequest) async throws(HTTPTransportError) -> HTTPResponse {
            let name = String(request.base.host.prefix { $0 != "." })
            if down.withLock({ $0.contains(name) }) { throw .notConnected("refused") }
            log.withLock { $0.append(request) }
            if silent.withLock({ $0.contains(name) }) { throw .timedOut }
            return .json(#"{"id":"1","ok":true,"status":1,"sid":"SM1","num_segments":"1"}"#, status: 201)
        }
    }
}
