#if canImport(FoundationEssentials)
    import FoundationEssentials
#else
    import Foundation
#endif

/// A field of a row, with its name. `all` lists every field, in the order of reports for programs.
///
/// This is the one description of a row: JSON, CSV and plain lines are made from it. A field is added here, at the end
/// of `all`, and only here.
struct RowField: Sendable {
    /// A field's value.
    enum Value {
        case text(String?)
        case bytes(ByteCount?)
        case number(Decimal?)
        case time(Date?)
        case flag(Bool)
        case money(Money?)
        case rules([Rule])
        case texts([String])
    }

    /// The name in JSON; with the group's name before it in tables.
    let name: String

    let value: @Sendable (UsageRow) -> Value

    /// A field, or fields that belong together and that a row has all of or none of.
    enum Item {
        case field(RowField)
        case group(String, [RowField], isPresent: @Sendable (UsageRow) -> Bool)
    }

    private init(_ name: String, _ value: @escaping @Sendable (UsageRow) -> Value) {
        self.name = name
        self.value = value
    }

    /// Every field.
    static let all: [Item] = [
        .field(RowField("id") { .text($0.id) }),
        .field(RowField("provider") { .text($0.provider) }),
        .field(RowField("account") { .text($0.account) }),
        .group(
            "scope",
            [
                RowField("kind") { .text($0.scope.kind.name) },
                RowField("id") { .text($0.scope.id) },
                RowField("label") { .text($0.scope.label) },
            ], isPresent: { _ in true }),
        .field(RowField("status") { .text($0.status.rawValue) }),
        .field(RowField("used_bytes") { .bytes($0.assessment?.usage.used) }),
        .field(RowField("quota_bytes") { .bytes($0.assessment?.quota) }),
        .field(RowField("remaining_bytes") { .bytes($0.assessment?.remaining) }),
        .field(RowField("used_percent") { .number($0.assessment?.usedPercentage) }),
        .field(RowField("billable_bytes") { .bytes($0.assessment?.billable) }),
        .field(RowField("overage_cost") { .money($0.assessment?.overageCost) }),
        .group(
            "period",
            [
                RowField("start") { .time($0.assessment?.usage.period?.start) },
                RowField("end") { .time($0.assessment?.usage.period?.end) },
                RowField("elapsed_percent") { .number($0.assessment?.elapsedPercentage) },
                RowField("assumed") { .flag($0.assessment?.usage.period?.isAssumed ?? false) },
            ], isPresent: { $0.assessment?.usage.period != nil }),
        .group(
            "forecast",
            [
                RowField("basis") { .text($0.assessment?.forecast?.basis.rawValue) },
                RowField("used_bytes") { .bytes($0.assessment?.forecast?.used) },
                RowField("used_percent") { .number($0.assessment?.forecastPercentage) },
                RowField("billable_bytes") { .bytes($0.assessment?.forecast?.billable) },
                RowField("overage_cost") { .money($0.assessment?.forecast?.overageCost) },
                RowField("exhausted_at") { .time($0.assessment?.forecast?.exhaustedAt) },
            ], isPresent: { $0.assessment?.forecast != nil }),
        .field(RowField("daily_budget_bytes") { .bytes($0.assessment?.dailyBudget) }),
        .field(RowField("as_of") { .time($0.assessment?.usage.asOf) }),
        .field(RowField("crossed") { .rules($0.assessment?.rules ?? []) }),
        .field(RowField("notes") { .texts($0.assessment?.notes ?? []) }),
        .group(
            "native",
            [
                RowField("used") { .number($0.assessment?.usage.native.used) },
                RowField("quota") { .number($0.assessment?.usage.native.quota) },
                RowField("billable") { .number($0.assessment?.usage.native.billable) },
                RowField("unit") { .text($0.assessment?.usage.native.unit.symbol) },
                RowField("used_unit") { .text($0.assessment?.usage.native.usedUnit.symbol) },
            ], isPresent: { $0.assessment != nil }),
        .group(
            "error",
            [
                RowField("code") { .text($0.error?.code.rawValue) },
                RowField("http_status") { .number($0.error?.httpStatus.map { Decimal($0) }) },
                RowField("message") { .text($0.error?.message) },
                RowField("hint") { .text($0.error?.hint) },
                RowField("unread_since") { .time($0.unreadSince) },
            ], isPresent: { $0.error != nil }),
    ]
}

extension RowField {
    /// The names of all fields in a table, an amount of money in two columns.
    static let columns: [String] = all.flatMap { item -> [String] in
        switch item {
        case .field(let field): field.columnNames(prefix: "")
        case .group(let name, let fields, isPresent: _): fields.flatMap { $0.columnNames(prefix: "\(name)_") }
        }
    }

    /// The texts of all fields of a row, one for each of `columns`; empty where there is nothing.
    static func cells(of row: UsageRow) -> [String] {
        all.flatMap { item -> [String] in
            switch item {
            case .field(let field): return field.cells(of: row)
            case .group(_, let fields, let isPresent):
                guard isPresent(row) else { return fields.flatMap { $0.columnNames(prefix: "").map { _ in "" } } }
                return fields.flatMap { $0.cells(of: row) }
            }
        }
    }

    private func columnNames(prefix: String) -> [String] {
        guard name == "overage_cost" else { return [prefix + name] }
        return ["\(prefix)\(name)_amount", "\(prefix)\(name)_currency"]
    }

    private func cells(of row: UsageRow) -> [String] {
        switch value(row) {
        case .text(let text): [text ?? ""]
        case .bytes(let count): [count.map { "\($0.bytes)" } ?? ""]
        case .number(let number): [number.map { "\($0)" } ?? ""]
        case .time(let time): [time?.isoText ?? ""]
        case .flag(let value): [value ? "true" : "false"]
        case .money(let money): [money.map { "\($0.amount.rounded(places: 2))" } ?? "", money?.currency ?? ""]
        case .rules(let rules):
            [rules.map { "\($0) \($0.severity.rawValue)" }.joined(separator: "; ")]
        case .texts(let texts): [texts.joined(separator: "; ")]
        }
    }
}

extension JSONWriter {
    /// A row of a report as an object with all its fields; a group that the row doesn't have is `null`.
    public mutating func row(_ row: UsageRow) {
        object { writer in
            for item in RowField.all {
                switch item {
                case .field(let field):
                    writer.member(field, of: row)
                case .group(let name, let fields, let isPresent):
                    writer.key(name)
                    guard isPresent(row) else {
                        writer.null()
                        continue
                    }
                    writer.object { writer in
                        for field in fields { writer.member(field, of: row) }
                    }
                }
            }
        }
    }

    private mutating func member(_ field: RowField, of row: UsageRow) {
        switch field.value(row) {
        case .text(let text): member(field.name, text)
        case .number(let number): member(field.name, number)
        case .time(let time): member(field.name, time)
        case .flag(let value): member(field.name, value)
        case .bytes(let count):
            key(field.name)
            count.map { number($0.bytes) } ?? null()
        case .money(let amount):
            key(field.name)
            amount.map { money($0) } ?? null()
        case .rules(let rules):
            key(field.name)
            list(of: rules) { writer, rule in
                writer.object { writer in
                    writer.member(rule.measure.rawValue, rule.limit)
                    if let currency = rule.currency { writer.member("currency", currency) }
                    writer.member("severity", rule.severity.rawValue)
                }
            }
        case .texts(let texts):
            key(field.name)
            list(of: texts) { $0.string($1) }
        }
    }
}
