#if canImport(FoundationEssentials)
    import FoundationEssentials
#else
    import Foundation
#endif

/// History for programs: bytes, and days and dates in UTC, oldest first.
enum HistoryData {
    /// A line for each day and each period of each row (RFC 4180).
    static func csv(_ report: HistoryReport) -> String {
        var text = "id,span,start,end,used_bytes,quota_bytes,complete\r\n"
        for history in report.rows {
            let id = CSVReporter.quoted(history.row.id)
            for span in spans(of: history, in: report) {
                let quota = span.quota.map { "\($0.bytes)" } ?? ""
                text += "\(id),\(span.kind),\(Date(second: span.start).isoText),\(Date(second: span.end).isoText),"
                text += "\(span.used.bytes),\(quota),\(span.isComplete)\r\n"
            }
        }
        return text
    }

    static func json(_ report: HistoryReport) -> String {
        var writer = JSONWriter()
        writer.object { writer in
            writer.member("schema_version", 1)
            writer.key("history")
            writer.list(of: report.rows) { $0.history($1, in: report) }
        }
        return writer.text + "\n"
    }

    /// A day or a period.
    fileprivate struct Span {
        let kind: String
        let start, end: Int64
        let used: ByteCount
        let quota: ByteCount?
        let isComplete: Bool
    }

    fileprivate static func spans(of history: RowHistory, in report: HistoryReport) -> [Span] {
        let days = history.days(report.days ?? HistoryReport.usualDays, in: .utc).reversed().map { day in
            Span(
                kind: "day", start: day.start, end: day.end, used: day.bytes, quota: day.quota,
                isComplete: day.isWhole && !day.isEstimated)
        }
        let periods = history.periods(report.months ?? HistoryReport.usualMonths).reversed().map { period in
            Span(
                kind: "period", start: period.period.start.second, end: period.period.end.second,
                used: period.last.used, quota: period.last.quota,
                isComplete: period.period.end <= report.now && period.isWhole(now: report.now))
        }
        return days + periods
    }
}

extension JSONWriter {
    fileprivate mutating func history(_ history: RowHistory, in report: HistoryReport) {
        let row = history.row, newest = history.newest, spans = HistoryData.spans(of: history, in: report)
        object { writer in
            writer.member("id", row.id)
            writer.member("provider", row.provider)
            writer.member("account", row.account)
            writer.key("scope")
            writer.object { writer in
                writer.member("kind", row.scope.kind.name)
                writer.member("id", row.scope.id)
                writer.member("label", row.scope.label)
            }
            writer.member("read_at", newest.time)
            writer.member("used_bytes", newest.used)
            writer.member("quota_bytes", newest.quota)
            writer.key("period")
            if let period = newest.period {
                writer.object { writer in
                    writer.member("start", period.start)
                    writer.member("end", period.end)
                    writer.member("assumed", period.isAssumed)
                }
            } else {
                writer.null()
            }
            writer.key("forecast")
            if let forecast = history.forecast {
                writer.object { writer in
                    writer.member("basis", forecast.basis.rawValue)
                    writer.member("used_bytes", forecast.used)
                }
            } else {
                writer.null()
            }
            writer.member("last_7_days_bytes", history.lastWeek)
            writer.member("previous_7_days_bytes", history.weekBefore)
            for kind in ["day", "period"] {
                writer.key("\(kind)s")
                writer.list(of: spans.filter { $0.kind == kind }) { $0.span($1) }
            }
        }
    }

    private mutating func span(_ span: HistoryData.Span) {
        object { writer in
            writer.member("start", Date(second: span.start))
            writer.member("end", Date(second: span.end))
            writer.member("used_bytes", span.used)
            writer.member("quota_bytes", span.quota)
            writer.member("complete", span.isComplete)
        }
    }

    private mutating func member(_ name: String, _ count: ByteCount?) {
        key(name)
        count.map { number($0.bytes) } ?? null()
    }
}
