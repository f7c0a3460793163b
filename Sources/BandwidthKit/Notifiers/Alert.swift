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

        /// What was told before still holds.
        case reminded

        /// What was told before is over: an all-clear.
        case resolved

        /// A report, sent on every run.
        case report

        /// A test message for a channel.
        case test
    }

    /// Why what was told about a row is over.
    public enum Resolution: String, Sendable, Hashable {
        /// The account can be read again.
        case readAgain = "read_again"

        /// A new period has begun.
        case newPeriod = "new_period"

        /// There is more quota than before, and no rule holds any more.
        case quotaRaised = "quota_raised"
    }

    /// A page to open.
    public struct Link: Sendable, Hashable {
        /// `Open Linode`
        public let title: String

        /// `https://cloud.linode.com`
        public let url: String
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

    /// Why what was told about a row is over, by the row's `id`; only of a resolved alert.
    public var resolutions: [String: Resolution] = [:]

    /// The page where a person sees the worst row's account; `nil` if there is none.
    public var link: Link?

    /// The whole report of the run.
    public var report = UsageReport(checkedAt: .distantPast, rows: [])

    /// Puts its rows into words.
    var composer = MessageComposer(style: .structured, units: .provider, zone: .utc)

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
    /// What is worth telling of one of its rows: a sentence, and the rest.
    public func words(about row: UsageRow) -> (title: String, body: String) {
        let report = UsageReport(checkedAt: time, rows: [row])
        return composer.with(style: .title(1024, body: 4096))
            .message(event == .resolved ? .resolved : .crossed, about: report, resolutions: resolutions)
    }

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
