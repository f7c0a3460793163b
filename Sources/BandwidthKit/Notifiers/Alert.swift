#if canImport(FoundationEssentials)
    public import FoundationEssentials
#else
    public import Foundation
#endif

/// A message for one recipient: as text, in the style of its notifier, and as data.
public struct Alert: Sendable {
    /// Why the alert is sent.
    public enum Event: String, Sendable {
        /// A limit was crossed: a rule began to hold.
        case crossed

        /// A reported problem is over: an account can be read again.
        case resolved

        /// A report, sent on every run.
        case report

        /// A test message for a channel.
        case test
    }

    /// Why the alert is sent.
    public let event: Event

    /// Identifies the subject. It is the same in every message about the same rows and period, so that a later message
    /// can replace an earlier one. At most 255 printable characters:
    /// `bandwidth/linode/production/region/id-cgk/2026-11-01`.
    public let key: String

    /// Identifies the message: 32 hexadecimal digits, the same if the next run has to send it again.
    public let id: String

    /// The worst status of its rows.
    public let status: Status

    /// The first line: `Bandwidth: 1 critical`.
    public let title: String

    /// The other lines, worst first; empty if the title says it all.
    public let body: String

    /// The rows that the alert is about.
    public let rows: [UsageRow]

    /// When the check began.
    public let time: Date

    /// Whether nobody needs to be disturbed: a report without a problem, as it is sent on every run.
    public var isRoutine: Bool {
        event == .report && status <= .ok
    }

    /// The title and body as one text.
    public var text: String {
        body.isEmpty ? title : "\(title)\n\(body)"
    }
}

extension Alert {
    /// Writes the alert for programs: `schema_version`, `event`, `key`, `status`, `message`, and `rows` as in the JSON
    /// report.
    public func write(to writer: inout JSONWriter) {
        writer.object { writer in
            writer.member("schema_version", 1)
            writer.member("event", event.rawValue)
            writer.member("key", key)
            writer.member("status", status.rawValue)
            writer.member("message", text)
            writer.key("rows")
            writer.list(of: rows) { $0.row($1) }
        }
    }
}
