extension Alert {
    /// An alert about a report.
    ///
    /// - Parameters:
    ///   - report: the rows that it is about.
    ///   - whole: the report of the run; the same if left out.
    ///   - style: what the notifier's messages may consist of.
    ///   - zone: the zone of the dates in its words.
    ///   - hashing: makes the `id`, and the `key` of several rows.
    init(
        _ event: Event, about report: UsageReport, of whole: UsageReport? = nil,
        resolutions: [String: Resolution] = [:], style: MessageStyle, units: UnitSystem, zone: ReportZone = .utc,
        hashing: any Hashing
    ) {
        let composer = MessageComposer(style: style, units: units, zone: zone)
        let message = composer.message(event, about: report, resolutions: resolutions)
        let keys = report.rows.map { $0.key(at: report) }
        let key: String
        switch event {
        case .report:
            key = "bandwidth/report/\(report.checkedAt.isoText.prefix(10))"
        case .test:
            key = "bandwidth/test"
        case .crossed, .reminded, .resolved:
            key = keys.count == 1 ? keys[0] : "bandwidth/\(hashing.digest(keys))"
        }
        // A crossing that the next run has to send again gets the same id: it depends on what holds, not on the time.
        let held = report.rows.flatMap { row in
            (row.assessment?.rules.map(\.description) ?? []) + [row.assessment?.unitsSold.map { "\($0)" } ?? ""]
        }
        let moment = event == .crossed ? [] : [report.checkedAt.isoText]
        self.init(
            event: event, key: String(key.prefix(255)), id: hashing.digest([event.rawValue, key] + held + moment),
            status: event == .resolved ? .ok : report.status,
            title: message.title, body: message.body, rows: report.rows,
            time: report.checkedAt, resolutions: resolutions, link: composer.link(to: report),
            report: whole ?? report, composer: composer)
    }

    /// The message that tries a channel out.
    static func test(at report: UsageReport, hashing: any Hashing) -> Alert {
        let key = "bandwidth/test"
        return Alert(
            event: .test, key: key, id: hashing.digest([key, report.checkedAt.isoText]), status: .ok,
            title: "Bandwidth: this is a test message.", body: "", rows: [], time: report.checkedAt, report: report)
    }
}

extension UsageRow {
    /// The row in its period: `bandwidth/linode/production/region/id-cgk/2026-11-01`.
    fileprivate func key(at report: UsageReport) -> String {
        let period = assessment?.usage.period ?? BillingPeriod.month(containing: report.checkedAt)
        return "bandwidth/\(id)/\(period.map { String($0.start.isoText.prefix(10)) } ?? "")"
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
