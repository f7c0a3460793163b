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

    static func names(of kind: String) -> [String] {
        let files = try? FileManager.default.contentsOfDirectory(atPath: root.appending(path: kind).path())
        return (files ?? []).filter { $0.hasSuffix(".http") }.map { String($0.dropLast(5)) }.sorted()
    }

    var file: URL {
        Self.root.appending(path: kind).appending(path: "\(name).http")
    }

    /// The channel of the file.
    func channel() throws -> Channel {
        let variant = name.split(separator: "@").dropFirst().first.map { "channel@\($0)" } ?? "channel"
        let entry = try String(
            contentsOf: Self.root.appending(path: kind).appending(path: "\(variant).json"), encoding: .utf8)
        return try #require(load(#"{ "providers": [], "notify": [\#(entry)] }"#).channels.first)
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
        let delivery = await Messenger(network: .test(script))
            .deliver(try alert(for: channel), to: channel.plugin.recipients[0], through: channel)
        let exchanges = zip(script.requests, answers).map { request, answer in
            let headers = request.headers.filter { $0.name != "user-agent" }.map { "\($0.name): \($0.value)\n" }
            let body = String(decoding: request.body, as: UTF8.self).trimmingCharacters(in: .newlines)
            return """
                \(request.method.rawValue) \(request.path)
                \(headers.joined())
                \(body)

                \(answer.text)
                """
        }
        return exchanges.joined(separator: "\n") + "--> \(delivery.description)\n"
    }
}

/// An answer in a file: a line that starts with `HTTP/1.1 `, headers, an empty line and a body, up to the next request
/// or what is reported.
struct RecordedAnswer {
    let text: String
    let response: HTTPResponse

    static func all(in text: String) throws -> [RecordedAnswer] {
        let lines = text.split(separator: "\n", omittingEmptySubsequences: false)
        return try lines.indices.filter { lines[$0].hasPrefix("HTTP/1.1 ") }.map { start in
            let end = lines[start...].firstIndex { $0.hasPrefix("--> ") || $0.hasPrefix("POST ") || $0 == "-->" }
            let answer = lines[start..<(end ?? lines.endIndex)]
            return RecordedAnswer(
                text: answer.joined(separator: "\n").trimmingCharacters(in: .newlines) + "\n",
                response: try Exchange("GET /\n\n" + answer.joined(separator: "\n")).response)
        }
    }
}
