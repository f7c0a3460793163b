#if canImport(FoundationEssentials)
    import FoundationEssentials
#else
    import Foundation
#endif

/// The items of a list, each followed by a comma; `null` where there is nothing.
extension LineWriter {
    mutating func item(_ text: String?) {
        if let text { append(quoted: text) } else { append("null") }
        append(",")
    }

    mutating func item(_ number: Int64?) {
        append(number)
        append(",")
    }

    mutating func item(_ flag: Bool) {
        append(flag ? "1," : "0,")
    }

    mutating func item(_ count: ByteCount?) {
        item(count?.bytes)
    }

    mutating func item(_ time: Date?) {
        item(time?.second)
    }

    mutating func item(_ number: Decimal?) {
        item(number?.description)
    }

    mutating func item(_ money: Money?) {
        item(money?.amount)
        item(money?.currency)
    }

    mutating func item(_ price: OveragePrice?) {
        item(price?.price)
        item(price?.unit)
        item(price?.isWholeUnits ?? false)
        item(price?.lookedUp)
    }

    mutating func item(_ rules: [Rule]) {
        item(Int64(rules.count))
        for rule in rules {
            item(rule.measure.rawValue)
            item(rule.limit)
            item(rule.currency)
            item(rule.severity.rawValue)
        }
    }

    mutating func item(_ unit: DataUnit) {
        item(unit.symbol)
        item(unit.size)
    }
}

/// Reads the items of a list one by one.
struct ItemReader {
    private var scanner: LineScanner

    /// How many rules or notes a row can have.
    private static let most: Int64 = 1000

    /// Begins with the first item of a list.
    init(_ scanner: LineScanner) throws(UnreadableLine) {
        self.scanner = scanner
        guard self.scanner.take("[") else { throw .damaged }
    }

    mutating func textOrNull() throws(UnreadableLine) -> String? {
        // No damage makes a text move a terminal's cursor.
        let text = scanner.take("null") ? nil : scanner.string()?.printable
        // What is neither a string nor `null` is followed by something else than a comma.
        guard scanner.take(",") else { throw .damaged }
        return text
    }

    mutating func text() throws(UnreadableLine) -> String {
        guard let text = try textOrNull() else { throw .damaged }
        return text
    }

    mutating func value<Value>(_ make: (String) -> Value?) throws(UnreadableLine) -> Value {
        guard let value = make(try text()) else { throw .damaged }
        return value
    }

    mutating func integer() throws(UnreadableLine) -> Int64? {
        let number = scanner.take("null") ? nil : scanner.integer()
        guard scanner.take(",") else { throw .damaged }
        return number
    }

    mutating func flag() throws(UnreadableLine) -> Bool {
        guard let number = try integer() else { throw .damaged }
        return number == 1
    }

    mutating func count() throws(UnreadableLine) -> Int64 {
        guard let count = try integer(), (0...Self.most).contains(count) else { throw .damaged }
        return count
    }

    mutating func bytes() throws(UnreadableLine) -> ByteCount? {
        guard let number = try integer() else { return nil }
        guard let count = ByteCount(number) else { throw .damaged }
        return count
    }

    mutating func time() throws(UnreadableLine) -> Date? {
        guard let second = try integer() else { return nil }
        let date = Date(second: second)
        guard date.isInSensibleYears else { throw .damaged }
        return date
    }

    mutating func decimal() throws(UnreadableLine) -> Decimal? {
        guard let text = try textOrNull() else { return nil }
        guard let number = Decimal(string: text), !number.isNaN else { throw .damaged }
        return number
    }

    mutating func money() throws(UnreadableLine) -> Money? {
        let amount = try decimal(), currency = try textOrNull()
        return amount.flatMap { amount in currency.map { Money(amount, $0) } }
    }

    mutating func price() throws(UnreadableLine) -> OveragePrice? {
        let price = try money(), unit = try bytes(), isWhole = try flag(), lookedUp = try textOrNull()
        return price.flatMap { price in
            unit.map { OveragePrice(price, per: $0, wholeUnits: isWhole, lookedUp: lookedUp) }
        }
    }

    mutating func rules() throws(UnreadableLine) -> [Rule] {
        var rules: [Rule] = []
        for _ in 0..<(try count()) {
            let measure = try value { Rule.Measure(rawValue: $0) }
            guard let limit = try decimal() else { throw .damaged }
            let currency = try textOrNull()
            rules.append(
                Rule(measure, limit, currency: currency, severity: try value { Rule.Severity(rawValue: $0) }))
        }
        return rules
    }

    mutating func unit() throws(UnreadableLine) -> DataUnit {
        let symbol = try text()
        guard let size = try bytes(), let unit = DataUnit(remembered: symbol, size) else { throw .damaged }
        return unit
    }

    /// The end of the list and of the line.
    mutating func end() throws(UnreadableLine) {
        guard scanner.take("0]"), scanner.isAtEnd else { throw .damaged }
    }
}
