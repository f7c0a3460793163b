#if canImport(FoundationEssentials)
    import FoundationEssentials
#else
    import Foundation
#endif

extension Alert {
    /// An alert that is due, in the words of a channel.
    ///
    /// - Parameters:
    ///   - due: what it is about.
    ///   - whole: the report of the run.
    ///   - composer: puts it into words.
    ///   - hashing: makes the `id`, and the `key` of several things.
    init(_ due: DueAlert, of whole: UsageReport, _ composer: MessageComposer, hashing: any Hashing) {
        // In the order of the report, each row once.
        let ids = Set(due.items.flatMap { $0.rows.map(\.id) })
        let rows = due.event == .report ? due.items.flatMap(\.rows) : whole.rows.filter { ids.contains($0.id) }
        var resolutions: [String: Resolution] = [:]
        for item in due.items {
            for row in item.rows { resolutions[row.id] = resolutions[row.id] ?? item.resolution }
        }
        self.init(
            due.event, about: UsageReport(checkedAt: whole.checkedAt, rows: rows), of: whole,
            keys: due.items.map(\.key), identity: due.items.flatMap(\.identity), resolutions: resolutions, composer,
            hashing: hashing)
    }

    /// An alert about some rows.
    ///
    /// - Parameters:
    ///   - report: the rows that it is about.
    ///   - whole: the report of the run; the same if left out.
    ///   - keys: what identifies the things that it is about; one for each row if left out.
    ///   - identity: what tells it from other alerts about the same things.
    init(
        _ event: Event, about report: UsageReport, of whole: UsageReport? = nil, keys: [String]? = nil,
        identity: [String] = [], resolutions: [String: Resolution] = [:], _ composer: MessageComposer,
        hashing: any Hashing
    ) {
        let message = composer.message(event, about: report, resolutions: resolutions)
        let keys = keys ?? report.rows.map { $0.key(at: report.checkedAt) }
        let key: String
        // A report is always another one; what has happened is the same if the next run has to tell it again.
        var moment: [String] = []
        switch event {
        case .report, .test:
            key = event == .test ? "bandwidth/test" : "bandwidth/report/\(report.checkedAt.isoText.prefix(10))"
            moment = [report.checkedAt.isoText]
        case .crossed, .reminded, .resolved:
            key =
                keys.count == 1 && keys[0].utf8.count <= Self.longestKey
                ? keys[0] : "bandwidth/\(hashing.digest(keys))"
        }
        self.init(
            event: event, key: key, id: hashing.digest([event.rawValue, key] + identity + moment),
            status: event == .resolved ? .ok : report.status,
            title: message.title, body: message.body, rows: report.rows,
            time: report.checkedAt, resolutions: resolutions, link: composer.link(to: report),
            report: whole ?? report, composer: composer)
    }

    /// The most bytes of a key.
    private static let longestKey = 255

    /// Identifies a row in its period, `bandwidth/linode/production/region/id-cgk/2026-11-01`, or the time in which it
    /// can't be read, `bandwidth/linode/production/account/unread/2026-11-20`.
    static func key(of row: String, from start: Date, isUnread: Bool) -> String {
        "bandwidth/\(row)/\(isUnread ? "unread/" : "")\(start.isoText.prefix(10))"
    }
}

extension UsageRow {
    fileprivate func key(at now: Date) -> String {
        let start = error == nil ? periodStart(at: now) : unreadSince
        return Alert.key(of: id, from: start ?? now, isUnread: error != nil)
    }
}

extension Hashing {
    /// The first 32 hexadecimal digits of the SHA-256 of some texts.
    func digest(_ texts: [String]) -> String {
        let digits = Array("0123456789abcdef")
        let hash = sha256(Array(texts.joined(separator: "\n").utf8)).prefix(16)
        return String(hash.flatMap { [digits[Int($0 >> 4)], digits[Int($0 & 15)]] })
    }
}
