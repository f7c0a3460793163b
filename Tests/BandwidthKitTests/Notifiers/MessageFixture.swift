import Foundation
import Testing

@testable import BandwidthKit

/// What a notifier sends for an event, and how the service answers: a file of `Messages`.
struct MessageFixture: CustomTestStringConvertible {
    let kind: String

    /// `crossed-several@unsigned`
    let name: String

    var testDescription: String { "\(kind)/\(name)" }

    static let root = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
        .appending(path: "Messages")

    /// Every file of every notifier.
    static var all: [MessageFixture] {
        Registry<any Notifier>.builtIn.kinds.flatMap { kind in
            names(of: kind).filter { $0 != "refusals" }.map { MessageFixture(kind: kind, name: $0) }
        }
    }

    /// The files of a notifier, without their endings.
    static func names(of kind: String) -> [String] {
        let files = try? FileManager.default.contentsOfDirectory(atPath: root.appending(path: kind).path())
        return (files ?? []).filter { $0.hasSuffix(".http") || $0.hasSuffix(".run") }
            .map { String($0.prefix { $0 != "." }) }.sorted()
    }

    var file: URL {
        let start = Self.root.appending(path: kind).appending(path: name)
        let program = start.appendingPathExtension("run")
        return FileManager.default.fileExists(atPath: program.path()) ? program : start.appendingPathExtension("http")
    }

    /// Whether the service is a program.
    var isOfProgram: Bool { file.pathExtension == "run" }

    /// The channel of the file.
    func channel() throws -> Channel {
        let variant = name.split(separator: "@").dropFirst().first.map { "channel@\($0)" } ?? "channel"
        let entry = try String(
            contentsOf: Self.root.appending(path: kind).appending(path: "\(variant).json"), encoding: .utf8)
        let environment = ["PATH": "/usr/bin:/bin", "HOME": "/home/ops", "SECRET_TOKEN": "example-secret-of-the-user"]
        return try #require(
            load(#"{ "providers": [], "notify": [\#(entry)] }"#, environment: environment).channels.first)
    }

    var event: Alert.Event {
        get throws {
            try #require(Alert.Event(rawValue: String(name.prefix { $0 != "-" && $0 != "@" })))
        }
    }

    /// One row, or the example report.
    var report: UsageReport {
        get throws {
            let example = try UsageReport.example()
            if name.contains("-several") {
                let rows = try event == .report ? example.rows : example.rows.filter { Verdict($0).isProblem }
                return UsageReport(checkedAt: example.checkedAt, rows: rows)
            }
            if try event == .test { return UsageReport(checkedAt: example.checkedAt, rows: []) }
            let console = Linode.summary.console
            if name.contains("-unread") {
                let error = try #require(example.rows.last?.error)
                let row = UsageRow(provider: "linode", account: "old-key", error, console: console)
                    .unread(since: try date("2026-11-20T05:30:00Z"), isForLong: true)
                return UsageReport(checkedAt: example.checkedAt, rows: [row])
            }
            guard try event == .resolved else {
                let row = try #require(example.rows[1].assessment)
                return UsageReport(
                    checkedAt: example.checkedAt,
                    rows: [UsageRow(provider: "linode", account: "production", row, console: console)])
            }
            let usage = Usage.example(
                UsageScope(.region, id: "id-cgk"), used: .gigabytes(2), quota: .gigabytes(100), billable: .zero,
                period: try .november())
            let row = Assessment(usage, by: AccountPolicy(), now: example.checkedAt)
            return UsageReport(
                checkedAt: example.checkedAt,
                rows: [UsageRow(provider: "linode", account: "production", row, console: console)])
        }
    }

    func alert(for channel: Channel) throws -> Alert {
        let event = try event, report = try report
        let resolutions = event == .resolved ? [report.rows[0].id: Alert.Resolution.newPeriod] : [:]
        return Alert(
            event, about: report, resolutions: resolutions, style: channel.plugin.messageStyle, units: .provider,
            hashing: TestHashing())
    }

    /// Sends the message, and returns the file's text as it should be.
    func recorded(_ text: String) async throws -> String {
        let channel = try channel(), answers = try RecordedAnswer.all(in: text)
        let script = ScriptedTransport(["": answers.map { .success($0.response) }])
        let processes = SequencedProcesses(answers.map { .success($0.result) })
        let delivery = await Messenger(network: .test(script, processes: processes))
            .deliver(try alert(for: channel), to: channel.plugin.recipients[0], through: channel)
        let sent = isOfProgram ? processes.commands.map(Self.text) : script.requests.map(Self.text)
        let exchanges = zip(sent, answers).map { "\($0)\n\n\($1.text)" }
        return exchanges.joined(separator: "\n") + "--> \(delivery.description)\n"
    }

    private static func text(of request: HTTPRequest) -> String {
        let headers = request.headers.filter { $0.name != "user-agent" }.map { "\($0.name): \($0.value)\n" }
        let body = String(decoding: request.body, as: UTF8.self).trimmingCharacters(in: .newlines)
        return "\(request.method.rawValue) \(request.path)\n\(headers.joined())\n\(body)"
    }

    private static func text(of command: ProcessCommand) -> String {
        let variables = command.environment.sorted { $0.key < $1.key }.map { "\($0.key)=\($0.value)\n" }
        let words = [command.program] + command.arguments
        let input = String(decoding: command.input, as: UTF8.self).trimmingCharacters(in: .newlines)
        return "RUN \(words.joined(separator: " "))\n\(variables.joined())\n\(input)"
    }
}

/// An answer in a file: a line that starts with `HTTP/1.1 `, headers, an empty line and a body; or a program's exit status
/// and what it said; up to the next request or what is reported.
struct RecordedAnswer {
    let text: String
    let response: HTTPResponse
    let result: ProcessResult

    static func all(in text: String) throws -> [RecordedAnswer] {
        let lines = text.split(separator: "\n", omittingEmptySubsequences: false)
        return try lines.indices.filter { lines[$0].hasPrefix("HTTP/1.1 ") || lines[$0].hasPrefix("exit status ") }
            .map { start in
                let end = lines[start...].firstIndex { line in
                    ["--> ", "GET ", "POST ", "RUN "].contains { line.hasPrefix($0) } || line == "-->"
                }
                let answer = lines[start..<(end ?? lines.endIndex)]
                let status = lines[start].split(separator: " ").last.flatMap { Int32($0) }
                let isProgram = lines[start].hasPrefix("exit")
                return RecordedAnswer(
                    text: answer.joined(separator: "\n").trimmingCharacters(in: .newlines) + "\n",
                    response: isProgram
                        ? HTTPResponse(status: 500)
                        : try Exchange("GET /\n\n" + answer.joined(separator: "\n")).response,
                    result: .printing("", errors: answer.dropFirst().joined(separator: "\n"), status: status ?? 0))
            }
    }
}
