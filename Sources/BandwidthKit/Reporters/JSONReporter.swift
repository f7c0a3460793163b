#if canImport(FoundationEssentials)
    import FoundationEssentials
#else
    import Foundation
#endif

/// The report for programs: bytes, decimal numbers, ISO 8601 dates in UTC, keys in alphabetical order.
///
/// Every key is always there, `null` where there is nothing to say. Within a `schema_version` keys are only added.
public struct JSONReporter: Reporter {
    /// A reporter.
    public init() {}

    public func write(_ report: UsageReport, to output: inout some TextOutputStream) {
        output.write("{\n  \"checked_at\" : ")
        write(to: &output) { $0.date(report.checkedAt) }
        output.write(",\n  \"errors\" : ")
        write(report.accounts.lazy.flatMap { account in account.errors.lazy.map { (account, $0) } }, to: &output) {
            $0.error($1.1, of: $1.0)
        }
        output.write(",\n  \"forecast_overage_costs\" : ")
        write(to: &output) { $0.list(of: report.forecastOverageCosts) { $0.money($1) } }
        output.write(",\n  \"overage_costs\" : ")
        write(to: &output) { $0.list(of: report.overageCosts) { $0.money($1) } }
        output.write(",\n  \"schema_version\" : 1,\n  \"status\" : ")
        write(to: &output) { $0.string(report.status.rawValue) }
        output.write(",\n  \"usage\" : ")
        write(report.accounts.lazy.flatMap { account in account.rows.lazy.map { (account, $0) } }, to: &output) {
            $0.row($1.1, of: $1.0)
        }
        output.write("\n}\n")
    }

    /// The value of a member of the report.
    private func write(to output: inout some TextOutputStream, _ value: (_ writer: inout JSONWriter) -> Void) {
        var writer = JSONWriter(indent: 2)
        value(&writer)
        output.write(writer.text)
    }

    /// A list in the report, item by item: a report of ten thousand instances need not be in memory twice.
    private func write<Item>(
        _ items: some Sequence<Item>, to output: inout some TextOutputStream,
        _ item: (_ writer: inout JSONWriter, Item) -> Void
    ) {
        var separator = "[\n    "
        for element in items {
            output.write(separator)
            var writer = JSONWriter(indent: 4)
            item(&writer, element)
            output.write(writer.text)
            separator = ",\n    "
        }
        output.write(separator.hasPrefix("[") ? "[\n\n  ]" : "\n  ]")
    }
}

extension JSONWriter {
    fileprivate mutating func row(_ row: AssessedUsage, of account: AccountReport) {
        let usage = row.usage
        object { writer in
            writer.member("account", account.account)
            writer.member("as_of", usage.asOf)
            writer.member("billable_bytes", row.billable)
            writer.member("daily_budget_bytes", row.dailyBudget)
            writer.member("forecast", row.forecast) { writer, forecast in
                writer.member("billable_bytes", forecast.billable)
                writer.member("exhausted_at", forecast.exhaustedAt)
                writer.member("overage_cost", forecast.overageCost)
                writer.member("used_bytes", forecast.used)
                writer.member("used_percent", row.forecastPercentage)
            }
            writer.member("native", usage.native) { writer, native in
                writer.member("billable", native.billable)
                writer.member("quota", native.quota)
                writer.member("unit", native.unit.symbol)
                writer.member("used", native.used)
                writer.member("used_unit", native.usedUnit.symbol)
            }
            writer.key("notes")
            writer.list(of: row.notes) { $0.string($1) }
            writer.member("overage_cost", row.overageCost)
            writer.member("period", usage.period) { writer, period in
                writer.key("assumed")
                writer.bool(period.isAssumed)
                writer.member("elapsed_percent", row.elapsedPercentage)
                writer.member("end", period.end)
                writer.member("start", period.start)
            }
            writer.member("provider", account.provider)
            writer.member("quota_bytes", row.quota)
            writer.member("remaining_bytes", row.remaining)
            writer.key("rules")
            writer.list(of: row.rules) { writer, rule in
                writer.object { writer in
                    writer.member(rule.measure.rawValue, rule.percent)
                    writer.member("severity", rule.severity.rawValue)
                }
            }
            writer.member("scope", usage.scope) { $0.members(of: $1) }
            writer.member("status", row.status.rawValue)
            writer.member("used_bytes", usage.used)
            writer.member("used_percent", row.usedPercentage)
        }
    }

    fileprivate mutating func error(_ error: APIError, of account: AccountReport) {
        object { writer in
            writer.member("account", account.account)
            writer.member("code", error.code.rawValue)
            writer.member("hint", error.hint)
            writer.member("http_status", error.httpStatus.map { Decimal($0) })
            writer.member("message", error.message)
            writer.member("provider", account.provider)
            writer.member("scope", error.scope) { $0.members(of: $1) }
        }
    }

    private mutating func members(of scope: UsageScope) {
        member("id", scope.id)
        member("kind", scope.kind)
        member("label", scope.label)
    }

    private mutating func member(_ name: String, _ text: String?) {
        key(name)
        text.map { string($0) } ?? null()
    }

    private mutating func member(_ name: String, _ number: Decimal?) {
        key(name)
        number.map { self.number($0) } ?? null()
    }

    private mutating func member(_ name: String, _ count: ByteCount?) {
        key(name)
        count.map { number($0.bytes) } ?? null()
    }

    private mutating func member(_ name: String, _ moment: Date?) {
        key(name)
        moment.map { date($0) } ?? null()
    }

    private mutating func member(_ name: String, _ amount: Money?) {
        key(name)
        amount.map { money($0) } ?? null()
    }

    /// An object, or `null`; `members` writes what is in it.
    private mutating func member<Value>(
        _ name: String, _ value: Value?, _ members: (_ writer: inout JSONWriter, Value) -> Void
    ) {
        key(name)
        guard let value else { return null() }
        object { members(&$0, value) }
    }

    fileprivate mutating func date(_ date: Date) {
        string(date.isoText)
    }

    /// To the cent.
    fileprivate mutating func money(_ money: Money) {
        object { writer in
            writer.member("amount", money.amount.rounded(places: 2))
            writer.member("currency", money.currency)
        }
    }
}
