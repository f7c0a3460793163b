#if canImport(FoundationEssentials)
    public import FoundationEssentials
#else
    public import Foundation
#endif

/// The settings that every entry can have.
extension SettingsReader {
    /// The settings of every provider's entry, for `bandwidth providers`.
    package static var commonSettings: [Setting] {
        var reader = SettingsReader([:], at: "", context: ConfigurationContext(environment: [:]))
        _ = reader.kind(of: "provider", known: [])
        _ = reader.name(otherwise: "")
        _ = reader.baseURL("base_url", "where the API lives, instead of the service's own address, if it has one")
        _ = reader.authoritiesFile()
        _ = reader.timeout()
        _ = reader.rules("rules", "what the rows are judged by, instead of the common rules")
        _ = reader.rules("instance_rules", "what instances are judged by; nothing if left out")
        _ = reader.size("quota", "a limit of your own, such as \"100 GB\"")
        _ = reader.overagePrice()
        _ = reader.hours("stale_after", "the age beyond which a reading says nothing")
        return reader.settings
    }

    /// The `type`, if it is a known one.
    mutating func kind(of family: String, known: [String]) -> String? {
        var list: String { known.joined(separator: ", ") }
        guard let value = value("type", "the \(family)", isRequired: true) else {
            report("type", "missing; known: \(list)")
            return nil
        }
        guard let kind = value.string else {
            report("type", "expected a string, found \(value.excerpt)")
            return nil
        }
        guard known.contains(kind) else {
            let suggestion = Suggestion.nearest(to: kind, among: known).map { " did you mean '\($0)'?" } ?? ""
            report("type", "unknown \(family) '\(kind.prefix(60).printable)';\(suggestion) known: \(list)")
            return nil
        }
        return kind
    }

    /// The `name`, on one line.
    mutating func name(otherwise kind: String) -> String {
        convert("name", "what reports call it; the type if left out", expected: "a name on one line") { value in
            guard let name = value.string, !name.isEmpty, name == name.printable, name.count <= 100 else { return nil }
            return name
        } ?? kind
    }

    /// The `ca_file`: its path, once it was seen to hold certificates.
    mutating func authoritiesFile() -> String? {
        let summary = "file of PEM certificates to trust in place of the system's"
        guard let path = path("ca_file", summary) else { return nil }
        do {
            let text = String(decoding: try InputFile(path).data, as: UTF8.self)
            if text.contains("-----BEGIN CERTIFICATE-----") { return path }
            report("ca_file", "the file \(path) holds no certificate in PEM form")
        } catch {
            report("ca_file", "the file \(path) \(error)")
        }
        return nil
    }

    /// The `timeout`.
    mutating func timeout() -> Duration {
        convert("timeout", "seconds for everything one check needs", expected: "seconds, from 0.1 to 3600") { value in
            guard case .number(let seconds) = value else { return nil }
            return Duration(seconds: seconds)
        } ?? ConfigurationDraft.defaultTimeout
    }

    /// A list of objects, each with its own place.
    mutating func entries(_ key: String, _ summary: String) -> [(place: String, members: [String: JSONValue])]? {
        guard let value = value(key, summary) else { return nil }
        guard case .array(let values) = value else {
            report(key, "expected a list of objects, found \(value.kind)")
            return nil
        }
        return values.enumerated().compactMap { index, value in
            if case .object(let members) = value { return ("\(key)[\(index)]", members) }
            report("\(key)[\(index)]", "expected an object, found \(value.kind)")
            return nil
        }
    }

    /// A list of rules.
    mutating func rules(_ key: String, _ summary: String) -> [Rule]? {
        entries(key, summary).map { entries in
            entries.compactMap { rule(from: $0.members, at: $0.place) }
        }
    }

    private mutating func rule(from members: [String: JSONValue], at key: String) -> Rule? {
        let known = ["actual", "forecast", "severity"]
        for member in members.keys.sorted() where !known.contains(member) {
            let suggestion = Suggestion.nearest(to: member, among: known)
            report(
                "\(key).\(member.printable)",
                "unknown key; \(suggestion.map { "did you mean '\($0)'?" } ?? "known: actual, forecast, severity")")
            return nil
        }
        let measures = Rule.Measure.allCases.filter { members[$0.rawValue] != nil }
        guard measures.count == 1, let measure = measures.first else {
            report(key, "expected either \"actual\" or \"forecast\" with a percentage")
            return nil
        }
        guard case .number(let percent) = members[measure.rawValue], percent > 0, percent <= 10000,
            percent == percent.rounded(places: 4, down: true)
        else {
            report("\(key).\(measure.rawValue)", "expected a percentage above 0, such as 90")
            return nil
        }
        var severity: Rule.Severity?
        if let value = members["severity"], value != .null {
            severity = value.string.flatMap { Rule.Severity(rawValue: $0) }
            if severity == nil {
                report("\(key).severity", "expected \"warning\" or \"critical\", found \(value.excerpt)")
                return nil
            }
        }
        return Rule(measure, percent, severity: severity)
    }

    /// The user's own price: `{ "amount": 0.005, "currency": "USD", "per": "1 GB" }`.
    mutating func overagePrice() -> OveragePrice? {
        let form = #"{ "amount": 0.005, "currency": "USD", "per": "1 GB" }"#
        return convert("overage_price", "a price of your own: \(form)", expected: form) { value in
            guard case .object(let members) = value, Set(members.keys) == ["amount", "currency", "per"],
                case .number(let amount) = members["amount"], amount >= 0, amount < 1_000_000,
                let currency = members["currency"]?.string, currency.count == 3,
                currency.allSatisfy({ "A"..."Z" ~= $0 }),
                let unit = members["per"]?.string.flatMap({ ByteCount(size: $0) }), unit > .zero
            else { return nil }
            return OveragePrice(Money(amount, currency), per: unit)
        }
    }

    /// A number of hours or days as in `"48 hours"` or `"2 days"`, in seconds.
    mutating func hours(_ key: String, _ summary: String) -> Double? {
        convert(key, summary, expected: "a time such as \"48 hours\" or \"2 days\"") { value in
            guard let parts = value.string?.split(separator: " "), parts.count == 2, let count = UInt16(parts[0]),
                count > 0
            else { return nil }
            return switch parts[1] {
            case "hour", "hours": Double(count) * 3600
            case "day", "days": Double(count) * 86400
            default: nil
            }
        }
    }
}

extension Duration {
    /// A time limit of so many seconds; `nil` unless from 0.1 to 3600.
    public init?(seconds: Decimal) {
        guard seconds >= Decimal(sign: .plus, exponent: -1, significand: 1), seconds <= 3600,
            let milliseconds = (seconds * 1000).rounded(places: 0).wholeNumber
        else { return nil }
        self = .milliseconds(milliseconds)
    }
}
