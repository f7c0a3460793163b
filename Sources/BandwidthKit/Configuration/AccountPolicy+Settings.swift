#if canImport(FoundationEssentials)
    import FoundationEssentials
#else
    import Foundation
#endif

extension AccountPolicy {
    /// Reads how an account is judged from its entry.
    ///
    /// - Parameter common: the rules of accounts that have none of their own.
    init(from reader: inout SettingsReader, common: [Rule]) {
        rules = reader.rules("rules", "what the rows are judged by, instead of the common rules") ?? common
        instanceRules = reader.rules("instance_rules", "what instances are judged by; nothing if left out") ?? []
        quota = reader.size("quota", "a limit of your own, such as \"100 GB\"")
        overagePrice = reader.overagePrice()
        staleAfter =
            reader.age("stale_after", "the age beyond which a reading is not judged; 48 hours if left out")
            ?? 48 * 3600
    }
}

extension SettingsReader {
    /// A list of rules.
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
        let known = Rule.Measure.allCases.map(\.rawValue) + ["severity"]
        for member in members where !known.contains(member.key) {
            let suggestion = Suggestion.nearest(to: member.key, among: known)
            report(
                "\(key).\(member.key.printable)",
                "unknown key; "
                    + (suggestion.map { "did you mean '\($0)'?" } ?? "known: \(known.joined(separator: ", "))"),
                at: value)
            return nil
        }
        let measures = Rule.Measure.allCases.filter { value[$0.rawValue] != nil }
        guard measures.count == 1, let measure = measures.first else {
            report(key, "expected either \"actual\" or \"forecast\" with a percentage", at: value)
            return nil
        }
        guard let percent = value[measure.rawValue]?.number, percent > 0, percent <= 10000,
            percent == percent.rounded(places: 4, down: true)
        else {
            report("\(key).\(measure.rawValue)", "expected a percentage above 0, such as 90", at: value)
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
        return Rule(measure, percent, severity: severity)
    }

    /// The user's own price: `{ "amount": 0.005, "currency": "USD", "per": "1 GB" }`.
    fileprivate mutating func overagePrice() -> OveragePrice? {
        let form = #"{ "amount": 0.005, "currency": "USD", "per": "1 GB" }"#
        return convert("overage_price", "a price of your own: \(form)", expected: form) { value in
            guard let members = value.members, Set(members.map(\.key)) == ["amount", "currency", "per"],
                let amount = value["amount"]?.number, amount >= 0, amount < 1_000_000,
                let currency = value["currency"]?.string, currency.count == 3,
                currency.allSatisfy({ "A"..."Z" ~= $0 }),
                let unit = value["per"]?.string.flatMap({ ByteCount(size: $0) }), unit > .zero
            else { return nil }
            return OveragePrice(Money(amount, currency), per: unit)
        }
    }

    /// An age such as `"48 hours"`, `"2 days"` or `"2d"`, in seconds.
    fileprivate mutating func age(_ key: String, _ summary: String) -> Double? {
        convert(key, summary, expected: "an age such as \"48 hours\", \"2 days\" or \"2d\"") { value in
            guard let duration = Duration(setting: value), duration > .zero else { return nil }
            return Double(duration.components.seconds)
        }
    }
}
