#if canImport(FoundationEssentials)
    import FoundationEssentials
#else
    import Foundation
#endif

/// Any program on this machine, which gets the alert as JSON on its standard input and its facts as variables.
///
/// The exit status 0 means that the alert was taken; anything else, that the next run tries again. The program gets no
/// other variables than these and `PATH`, `HOME`, `LANG` and `TZ`, so no secret.
public struct Exec: Notifier {
    public static let kind = "exec"
    public static let summary = ServiceSummary(
        name: "a program", purpose: "each event to a program of yours, as JSON and as variables",
        permission: "none; the program gets no secret")
    public static let style = MessageStyle.structured
    public static let repeats = Repeatability.never
    public static let endsAlerts = true
    public let grouping = AlertGrouping.eachRow

    /// The maximum bytes of a variable: a shell script copes with them.
    static let variableLimit = 4096

    /// The variables of this program that another one may need.
    static let passedOn = ["PATH", "HOME", "LANG", "TZ"]

    let command: [String]
    let environment: [String: String]

    public init?(from settings: inout SettingsReader) {
        let command = settings.command(
            "command", "the program with its arguments, as a list; no shell reads it", isRequired: true)
        environment = settings.environment(of: Self.passedOn)
        settings.addressOfThisMachine()
        guard let command else { return nil }
        self.command = command
    }

    /// The program's name.
    public var recipients: [String] {
        [command[0].split(separator: "/").last.map(String.init) ?? command[0]]
    }

    public func realm(of recipient: String, at address: BaseURL) -> Secret? {
        Secret(command.joined(separator: "\n"))
    }

    public func deliver(
        _ alert: Alert, to recipient: String, through api: APIClient
    ) async throws(APIError) -> Receipt {
        var writer = JSONWriter()
        alert.write(to: &writer)
        let variables = Self.variables(of: alert)
        try await api.run(
            command, environment: environment.merging(variables) { _, own in own },
            input: Array((writer.text + "\n").utf8)
        ) { $0 == 75 ? "it asks to be tried again, which the next run does" : nil }
        return Receipt()
    }

    /// The facts of an alert. Those of a row are left out if it is about several, as is what is not known.
    static func variables(of alert: Alert) -> [String: String] {
        let row = alert.rows.count == 1 ? alert.rows[0] : nil
        let usage = row?.assessment?.usage
        let facts: [(String, String?)] = [
            ("EVENT", alert.event.rawValue), ("STATUS", alert.status.rawValue), ("ALERT_KEY", alert.key),
            ("MESSAGE", alert.text), ("PROVIDER", row?.provider), ("ACCOUNT", row?.account),
            ("SCOPE", row.map { [$0.scope.kind.name, $0.scope.id].compactMap { $0 }.joined(separator: "/") }),
            ("USED_BYTES", usage.map { "\($0.used.bytes)" }),
            ("QUOTA_BYTES", row?.assessment?.quota.map { "\($0.bytes)" }),
            ("USED_PERCENT", row?.assessment?.usedPercentage.map { "\($0)" }),
            ("PERIOD_END", usage?.period?.end.isoText),
        ]
        var variables: [String: String] = [:]
        for (name, value) in facts {
            // A line break is all that a message has of control characters; no variable can contain a NUL.
            let text = value?.split(separator: "\n", omittingEmptySubsequences: false).map(\.printable)
                .joined(separator: "\n")
            variables["BANDWIDTH_\(name)"] = text.map {
                MessageStyle.plain(variableLimit).prefix(of: $0, variableLimit)
            }
        }
        return variables
    }
}
