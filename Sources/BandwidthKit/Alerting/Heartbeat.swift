/// A URL that is told at the end of every run: whoever watches it notices that runs have stopped.
///
/// The URL is a secret, because anyone who has it could report success. What goes wrong here never makes a run fail.
public struct Heartbeat: Sendable {
    /// What the service understands.
    enum Style: String, Sendable, CaseIterable {
        /// A POST with a short report to the URL, or to its `/fail` (https://healthchecks.io/docs/http_api/).
        case healthchecks

        /// A GET of the URL after a complete run, and nothing else.
        case plain
    }

    /// How a run ended.
    public enum Outcome: Sendable, Hashable {
        /// Every account was read, and everything that was due was delivered.
        case complete

        /// Something is missing.
        case incomplete
    }

    let endpoint: Endpoint
    let style: Style
    let redactor: Redactor

    /// The time for everything, repeats included.
    static let timeLimit = Duration.seconds(5)

    /// The bytes of a body that are kept (https://healthchecks.io/docs/http_api/, "Request Body Limit": 100 kB; self-hosted
    /// servers 10 kB).
    static let bodyLimit = 10_000

    /// Tells how a run ended.
    ///
    /// - Parameter body: a short report, without secrets.
    /// - Returns: what went wrong, one sentence without a full stop; `nil` if nothing did.
    public func tell(_ outcome: Outcome, _ body: String, over network: Network) async -> String? {
        let api = APIClient(
            base: endpoint.base, network: network, refusals: AnyServiceError.self, redactor: redactor,
            timeLimit: Self.timeLimit)
        do throws(APIError) {
            switch style {
            case .plain:
                if outcome == .complete { try await api.fetch(APIPath(endpoint, isSecret: true)) }
            case .healthchecks:
                let endpoint = outcome == .complete ? endpoint : endpoint.appending("fail")
                let text = MessageStyle.plain(Self.bodyLimit).prefix(of: redactor.redact(body), Self.bodyLimit)
                let answer = try await api.post(
                    APIPath(endpoint, isSecret: true),
                    body: .bytes(Array(text.utf8), contentType: "text/plain; charset=utf-8"), isRepeatable: true)
                // What it doesn't know, it answers with success.
                if answer.text.lowercased().contains("not found") {
                    return "heartbeat: \(endpoint.base.host) doesn't know this URL; copy it again"
                }
            }
            return nil
        } catch {
            return "heartbeat: \(error)"
        }
    }
}

extension Heartbeat {
    /// Reads `"heartbeat": { "url": SECRET, "style": "healthchecks" }`, or the URL alone.
    init?(from settings: inout SettingsReader) {
        let endpoint = settings.endpoint("url", "the URL to tell, which is a secret", isSecret: true)
        let style: Style? = settings.word(
            "style", "what the service understands: \"healthchecks\" (the default) or \"plain\"")
        settings.reportUnknownKeys()
        guard settings.problems.isEmpty, let endpoint else { return nil }
        self.init(endpoint: endpoint, style: style ?? .healthchecks, redactor: Redactor(settings.secrets))
    }

    /// The settings as an object: a text, or an object that says where it is, is the URL.
    static func entry(_ value: JSONValue) -> JSONValue {
        let isURL = value.string != nil || TextSource.all.contains { value[$0.key] != nil }
        return isURL ? JSONValue(.object([.init("url", value, line: value.line)]), line: value.line) : value
    }
}

extension UsageReport {
    /// The counts, and a line for everything that needs attention, the worst first, as below the table.
    public func list(units: UnitSystem, zone: ReportZone) -> String {
        let items = ProblemList(rows.map { RowWords($0, units: units, zone: zone) }).items
        return ([counts] + items.map { "\($0.name): \($0.remark(in: 200))" }).joined(separator: "\n")
    }
}
