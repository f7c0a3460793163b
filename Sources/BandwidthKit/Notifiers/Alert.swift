#if canImport(FoundationEssentials)
    public import FoundationEssentials
#else
    public import Foundation
#endif

/// A message for one recipient: in words, in the style of its notifier, and as data.
public struct Alert: Sendable {
    /// Why it is sent.
    public enum Event: String, Sendable {
        /// A rule began to hold.
        case crossed

        /// What was told before is over: an account can be read again.
        case resolved

        /// A report that is sent on every run.
        case report

        /// Somebody tries the channel out.
        case test
    }

    /// Why it is sent.
    public let event: Event

    /// What it is about, the same in every message about the same rows and period: a later message may replace an
    /// earlier one. At most 255 printable characters: `bandwidth/linode/production/region/id-cgk/2026-11-01`.
    public let key: String

    /// Which message it is: 32 hexadecimal digits, the same if the next run has to send it again.
    public let id: String

    /// The worst of its rows.
    public let status: Status

    /// The first line: `Bandwidth: 1 critical`.
    public let title: String

    /// The other lines, worst first; empty where the title says it all.
    public let body: String

    /// What it is about.
    public let rows: [UsageRow]

    /// When the check began.
    public let time: Date

    /// Title and body in one text.
    public var text: String {
        body.isEmpty ? title : "\(title)\n\(body)"
    }
}

extension Alert {
    /// The alert for programs: `schema_version`, `event`, `key`, `status`, `message`, and `rows` as in the JSON report.
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
