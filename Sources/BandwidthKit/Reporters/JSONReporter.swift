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
        // Row by row: a report of ten thousand instances need not be in memory twice.
        write("{\n", "checked_at", .date(report.checkedAt), to: &output)
        output.write(",\n  \"errors\" : ")
        write(
            report.accounts.lazy.flatMap { account in account.errors.lazy.map { json($0, of: account) } }, to: &output)
        write(
            ",\n", "forecast_overage_costs", .array(report.forecastOverageCosts.map { .money($0) }), to: &output)
        write(",\n", "overage_costs", .array(report.overageCosts.map { .money($0) }), to: &output)
        write(",\n", "schema_version", 1, to: &output)
        write(",\n", "status", .string(report.status.rawValue), to: &output)
        output.write(",\n  \"usage\" : ")
        write(report.accounts.lazy.flatMap { account in account.rows.lazy.map { json($0, of: account) } }, to: &output)
        output.write("\n}\n")
    }

    /// A member of the report.
    private func write(_ start: String, _ key: String, _ value: JSONValue, to output: inout some TextOutputStream) {
        output.write("\(start)  \"\(key)\" : \(value.text(indented: 2))")
    }

    /// A list in the report.
    private func write(_ values: some Sequence<JSONValue>, to output: inout some TextOutputStream) {
        var separator = "[\n"
        for value in values {
            output.write("\(separator)    \(value.text(indented: 4))")
            separator = ",\n"
        }
        output.write(separator == "[\n" ? "[\n\n  ]" : "\n  ]")
    }

    private func json(_ row: AssessedUsage, of account: AccountReport) -> JSONValue {
        let usage = row.usage
        return [
            "provider": .string(account.provider),
            "account": .string(account.account),
            "scope": json(usage.scope),
            "status": .string(row.status.rawValue),
            "used_bytes": .bytes(usage.used),
            "quota_bytes": .bytes(row.quota),
            "remaining_bytes": .bytes(row.remaining),
            "used_percent": .number(row.usedPercentage),
            "billable_bytes": .bytes(row.billable),
            "overage_cost": .money(row.overageCost),
            "period": usage.period.map { period in
                [
                    "start": .date(period.start),
                    "end": .date(period.end),
                    "elapsed_percent": .number(row.elapsedPercentage),
                    "assumed": .bool(period.isAssumed),
                ]
            } ?? .null,
            "forecast": row.forecast.map { forecast in
                [
                    "used_bytes": .bytes(forecast.used),
                    "used_percent": .number(row.forecastPercentage),
                    "billable_bytes": .bytes(forecast.billable),
                    "overage_cost": .money(forecast.overageCost),
                    "exhausted_at": .date(forecast.exhaustedAt),
                ]
            } ?? .null,
            "daily_budget_bytes": .bytes(row.dailyBudget),
            "as_of": .date(usage.asOf),
            "rules": .array(
                row.rules.map { rule in
                    [rule.measure.rawValue: .number(rule.percent), "severity": .string(rule.severity.rawValue)]
                }),
            "notes": .array(row.notes.map { .string($0) }),
            "native": [
                "used": .number(usage.native.used),
                "quota": .number(usage.native.quota),
                "billable": .number(usage.native.billable),
                "unit": .string(usage.native.unit.symbol),
                "used_unit": .string(usage.native.usedUnit.symbol),
            ],
        ]
    }

    private func json(_ error: APIError, of account: AccountReport) -> JSONValue {
        [
            "provider": .string(account.provider),
            "account": .string(account.account),
            "scope": error.scope.map(json) ?? .null,
            "code": .string(error.code.rawValue),
            "http_status": .number(error.httpStatus.map { Decimal($0) }),
            "message": .string(error.message),
            "hint": .string(error.hint),
        ]
    }

    private func json(_ scope: UsageScope) -> JSONValue {
        ["kind": .string(scope.kind), "id": .string(scope.id), "label": .string(scope.label)]
    }
}

extension JSONValue {
    fileprivate static func string(_ text: String?) -> JSONValue {
        text.map { .string($0) } ?? .null
    }

    fileprivate static func number(_ number: Decimal?) -> JSONValue {
        number.map { .number($0) } ?? .null
    }

    fileprivate static func bytes(_ count: ByteCount?) -> JSONValue {
        count.map { .integer($0.bytes) } ?? .null
    }

    fileprivate static func date(_ date: Date?) -> JSONValue {
        date.map { .string($0.isoText) } ?? .null
    }

    /// To the cent.
    fileprivate static func money(_ money: Money?) -> JSONValue {
        money.map { ["amount": .number($0.amount.rounded(places: 2)), "currency": .string($0.currency)] } ?? .null
    }
}
