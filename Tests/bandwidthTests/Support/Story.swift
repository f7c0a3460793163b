import BandwidthKit
import BandwidthSandbox
import Foundation
import Testing

@testable import bandwidth

/// A Linode account whose counter a test controls, checked by the program run by run, and the texts that it sends.
final class Story {
    /// What a run printed and sent.
    struct Run {
        let status: Int32
        let errors: String
        let texts: [String]

        /// What the heartbeat was told.
        let beats: [(path: String, body: String)]

        /// The rows of its report.
        let rows: [JSONValue]

        /// The days of the first row's period: `2026-11-01/2026-12-01`.
        var period: String {
            let period = rows.first?["period"]
            let days = ["start", "end"].compactMap { period?[$0]?.string?.prefix(10) }
            return days.joined(separator: "/")
        }

        var rowStatus: String? { rows.first?["status"]?.string }
    }

    let folder: TemporaryFolder
    var name = "production"
    var extra = ""

    /// Further settings of the channel, each after a comma.
    var channel = ""

    /// Who gets the texts.
    var recipient = SandboxStory.Twilio.to

    /// How the heartbeat's service answers; `nil` for no heartbeat.
    var heartbeat: String?

    private var commands: [[String]: any ContextualCommand] = [:]

    init() throws {
        folder = try TemporaryFolder()
    }

    /// Runs the program with `--notify crossing` at a date.
    ///
    /// - Parameters:
    ///   - used: the counter in GB; `nil` if the token is refused.
    ///   - arguments: in place of `--notify crossing`.
    func run(
        at moment: String, used: Double?, of quota: Int = 100, billable: Int = 0,
        _ arguments: [String] = ["--notify", "crossing"]
    ) async throws -> Run {
        let now = try Date(moment, strategy: .iso8601)
        let sandbox = try await Sandbox.start(
            now: now, recordings: recordings(used: used, quota: quota, billable: billable), interceptor: nil)
        let twilio = """
            { "type": "twilio", "account_sid": "\(SandboxStory.Twilio.accountSID)",
              "auth_token": "\(SandboxStory.Twilio.authToken)", "from": "\(SandboxStory.Twilio.from)",
              "to": ["\(recipient)"], "base_url": "\(sandbox.baseURL(of: "twilio"))"\(channel) }
            """
        let beat =
            heartbeat.map { _ in #", "heartbeat": "\#(sandbox.baseURL(of: "heartbeat"))/ping/0123456789abcdef""# } ?? ""
        try folder.write(
            """
            { "providers": [{ "type": "linode", "name": "\(name)", "token": "example-linode-token",
                              "base_url": "\(sandbox.baseURL(of: "linode"))"\(extra) }],
              "notify": [\(twilio)]\(beat) }
            """, to: "providers.json")
        let result = await InProcess.run(try command(arguments), at: now)
        let texts = sandbox.messages.map(\.body)
        let beats = sandbox.requests.filter { $0.path.hasPrefix("/heartbeat/") }.map { request in
            (path: String(request.path.dropFirst(10)), body: String(decoding: request.body, as: UTF8.self))
        }
        try await sandbox.stop()
        let report = try JSONParser().parse(Array(result.output.utf8))
        return Run(
            status: result.status, errors: result.error, texts: texts, beats: beats,
            rows: try #require(report["usage"]?.array))
    }

    private func command(_ arguments: [String]) throws -> any ContextualCommand {
        let parsed =
            try commands[arguments]
            ?? #require(
                Main.parse(
                    ["--json", "--config", path("providers.json"), "--state-dir", path("state")] + arguments)
                    as? any ContextualCommand)
        commands[arguments] = parsed
        return parsed
    }

    func path(_ name: String) -> String {
        folder.url.appending(path: name).path()
    }

    private func recordings(used: Double?, quota: Int, billable: Int) throws -> [Recording] {
        let answer =
            used.map {
                """
                HTTP/1.1 200 OK

                {"used":\($0),"quota":\(quota),"billable":\(billable),"region_transfers":[]}
                """
            } ?? "HTTP/1.1 401 Unauthorized\n\n{\"errors\":[{\"reason\":\"Invalid Token\"}]}"
        let text = """
            ==> linode/account.json
            { "type": "linode", "name": "production", "token": "example-linode-token", "base_url": "{base_url}" }
            ==> linode/1-transfer.http
            GET /account/transfer

            \(answer)
            ==> linode/2-prices.http
            GET /network-transfer/prices?page_size=500

            HTTP/1.1 200 OK

            {"data":[{"id":"network_transfer","price":{"hourly":0.005},"region_prices":[]}],"page":1,"pages":1}
            ==> linode/refusal
            HTTP/1.1 401 Unauthorized

            {"errors":[{"reason":"Invalid Token"}]}
            """
        let beats = ["", "/fail"].enumerated().map { index, end in
            """
            ==> heartbeat/\(index).http
            POST /ping/0123456789abcdef\(end)

            HTTP/1.1 \(heartbeat ?? "")

            OK
            """
        }
        return Recording.all(in: ([text] + (heartbeat == nil ? [] : beats)).joined(separator: "\n"))
    }
}
