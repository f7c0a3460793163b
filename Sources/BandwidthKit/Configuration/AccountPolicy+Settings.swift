#if canImport(FoundationEssentials)
    import FoundationEssentials
#else
    import Foundation
#endif

extension AccountPolicy {
    /// Reads the policy of an account from its entry.
    ///
    /// - Parameter common: the rules for accounts that don't have their own.
    init(from reader: inout SettingsReader, common: [Rule]) {
        rules = reader.rules("rules", "the rules for this account, instead of the common rules") ?? common
        instanceRules = reader.rules("instance_rules", "the rules for instances; none if left out") ?? []
        quota = reader.ownSetting(
            "quota", "your own quota, such as \"100 GB\"; for several rows, an object that maps ids or labels to sizes",
            expected: "a size such as \"100 GB\" (B, KB … PB, KiB … PiB)"
        ) { $0.string.flatMap { ByteCount(size: $0) }.flatMap { $0 > .zero ? $0 : nil } }
        let form = #"{ "amount": 0.005, "currency": "USD", "per": "1 GB" }"#
        overagePrice = reader.ownSetting(
            "overage_price",
            "your own price: \(form), with \"whole\": true if only whole units are sold; for several rows, "
                + "an object that maps ids or labels to prices", expected: form, isValue: { $0["amount"] != nil },
            convert: { OveragePrice(setting: $0) })
        staleAfter =
            reader.age("stale_after", "the age beyond which a reading is not judged; 48 hours if left out")
            ?? 48 * 3600
        unreadAfter =
            reader.age(
                "unread_after", "how long an account may be unreadable before an alert is sent; 24 hours if left out")
            ?? 24 * 3600
    }
}

extension SettingsReader {
    /// Reads a list of rules.
    mutating func rules(_ key: String, _ summary: String) -> [Rule]? {
        guard let value = value(key, summary) else { return nil }
        guard let values = value.array else {
            report(key, "expected a list of objects, but got \(value.kind)", at: value)
            return nil
        }
        return values.enumerated().compactMap { index, value in rule(from: value, at: "\(key)[\(index)]") }
    }

    private mutating func rule(from value: JSONValue, at key: String) -> Rule? {
        guard let members = value.members else {
            report(key, "expected an object, but got \(value.kind)", at: value)
            return nil
        }
        let measures = Rule.Measure.allCases.map(\.rawValue), known = measures + ["currency", "severity"]
        for member in members where !known.contains(member.key) {
            let suggestion = Suggestion.nearest(to: member.key, among: known)
            report(
                "\(key).\(member.key.printable)",
                "unknown key; "
                    + (suggestion.map { "did you mean '\($0)'?" } ?? "known: \(known.joined(separator: ", "))"),
                at: value)
            return nil
        }
        guard measures.count(where: { value[$0] != nil }) == 1,
            let measure = Rule.Measure.allCases.first(where: { value[$0.rawValue] != nil })
        else {
            report(key, "expected one of \"actual\", \"forecast\", \"pace\" and \"cost\" with its limit", at: value)
            return nil
        }
        let place = "\(key).\(measure.rawValue)"
        let expected = measure == .cost ? "an amount of 0 or more, such as 20" : "a percentage of 0 or more, such as 90"
        guard let limit = value[measure.rawValue]?.number, limit >= 0, limit <= (measure == .cost ? 1_000_000 : 10000),
            limit == limit.rounded(places: 4, down: true)
        else {
            report(place, "expected \(expected)", at: value)
            return nil
        }
        if measure != .cost, limit > 0, limit < Decimal(sign: .plus, exponent: -1, significand: 15) {
            warn(place, "\(limit) is less than 1.5 percent; did you mean \(limit * 100)?")
        }
        let currency = value["currency"].flatMap { $0.isNull ? nil : $0 }
        guard measure == .cost ? currency?.string?.isCurrency == true : currency == nil else {
            report(
                "\(key).currency",
                measure == .cost ? "missing; \"cost\" needs one, such as \"USD\"" : "only \"cost\" has a currency",
                at: value)
            return nil
        }
        var severity: Rule.Severity?
        if let word = value["severity"], !word.isNull {
            severity = word.string.flatMap { Rule.Severity(rawValue: $0) }
            if severity == nil {
                report(
                    "\(key).severity", "expected \"warning\" or \"critical\", but got \(word.excerpt)", at: value)
                return nil
            }
        }
        return Rule(measure, limit, currency: currency?.string, severity: severity)
    }

    /// Reads a value for the account's own row, or an object that maps identifiers or labels to values.
    ///
    /// - Parameter isValue: whether an object is itself a value.
    fileprivate mutating func ownSetting<Value>(
        _ key: String, _ summary: String, expected: String, isValue: (JSONValue) -> Bool = { _ in false },
        convert: (JSONValue) -> Value?
    ) -> OwnSetting<Value>? {
        guard let value = value(key, summary) else { return nil }
        guard let members = value.members, !isValue(value) else {
            if let own = convert(value) { return .account(own) }
            report(key, "expected \(expected), but got \(value.excerpt)", at: value)
            return nil
        }
        var values: [String: Value] = [:]
        for member in members {
            if let own = convert(member.value) {
                values[member.key] = own
            } else {
                report(
                    "\(key).\(member.key.printable)", "expected \(expected), but got \(member.value.excerpt)",
                    at: member.value)
            }
        }
        return .rows(values)
    }

    /// Reads an age such as `"48 hours"`, `"2 days"` or `"2d"`, in seconds.
    fileprivate mutating func age(_ key: String, _ summary: String) -> Double? {
        convert(key, summary, expected: "an age such as \"48 hours\", \"2 days\" or \"2d\"") { value in
            guard let duration = Duration(setting: value), duration > .zero else { return nil }
            return Double(duration.components.seconds)
        }
    }
}

extension OveragePrice {
    /// Parses `{ "amount": 0.005, "currency": "USD", "per": "1 GB" }`, optionally with `"whole": true`.
    fileprivate init?(setting value: JSONValue) {
        let keys = Set(value.members?.map(\.key) ?? [])
        guard keys.subtracting(["whole"]) == ["amount", "currency", "per"],
            let amount = value["amount"]?.number, amount >= 0, amount < 1_000_000,
            let currency = value["currency"]?.string, currency.isCurrency,
            let unit = value["per"]?.string.flatMap({ ByteCount(size: $0) }), unit > .zero
        else { return nil }
        var isWhole = false
        if let whole = value["whole"] {
            guard case .bool(let flag) = whole.content else { return nil }
            isWhole = flag
        }
        self.init(Money(amount, currency), per: unit, wholeUnits: isWhole)
    }
}

extension String {
    /// Whether the text has the form of an ISO 4217 currency code.
    fileprivate var isCurrency: Bool {
        utf8.count == 3 && allSatisfy { "A"..."Z" ~= $0 }
    }
}
