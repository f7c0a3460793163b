#if canImport(FoundationEssentials)
    import FoundationEssentials
#else
    import Foundation
#endif

extension AnyJSONAPI {
    /// The locations of the figures in the answer, and their units.
    struct Places: Sendable {
        let used: JSONPointer
        let quota, billable, periodStart, periodEnd: JSONPointer?
        let unit, quotaUnit: DataUnit

        init?(from settings: inout SettingsReader) {
            let symbols = DataUnit.all.map(\.symbol).joined(separator: ", ")
            let used = settings.pointer(
                "used_pointer", "place of the used amount, such as /data/used", isRequired: true)
            quota = settings.pointer("quota_pointer", "place of the quota; null or 0 means no quota")
            billable = settings.pointer("billable_pointer", "place of the amount that will be charged")
            let unit = settings.unit("unit", "unit of the amounts: \(symbols); B if left out") ?? .byte
            self.unit = unit
            quotaUnit =
                settings.unit("quota_unit", "unit of the quota and of the charged amount, if it differs") ?? unit
            periodStart = settings.pointer("period_start_pointer", "place of the first moment of the period")
            periodEnd = settings.pointer("period_end_pointer", "place of the first moment of the next period")
            if periodStart != nil, periodEnd == nil {
                settings.report("period_end_pointer", "missing; period_start_pointer needs it")
            }
            guard let used else { return nil }
            self.used = used
        }

        /// Makes a row from an answer; its period is `month` if the answer has none.
        func usage(
            in answer: JSONValue, month: BillingPeriod?, offset: Int?
        ) throws(APIError) -> Usage {
            guard let amount = try amount("used_pointer", used, unit, in: answer) else {
                throw APIError(.badResponse, "used_pointer '\(used.text)': expected a number, but got null")
            }
            let quota = try self.quota.flatMap { (place) throws(APIError) in
                try self.amount("quota_pointer", place, quotaUnit, in: answer)
            }
            let billable = try self.billable.flatMap { (place) throws(APIError) in
                try self.amount("billable_pointer", place, quotaUnit, in: answer)
            }
            return Usage(
                used: amount.count, quota: quota?.count, billable: billable?.count,
                period: try period(in: answer, offset: offset) ?? month, unit: quotaUnit,
                native: NativeFigures(
                    used: amount.number, quota: quota?.number, billable: billable?.number, unit: quotaUnit,
                    usedUnit: unit))
        }

        /// The amount at a location; `nil` for `null`.
        private func amount(
            _ key: String, _ place: JSONPointer, _ unit: DataUnit, in answer: JSONValue
        ) throws(APIError) -> (count: ByteCount, number: Decimal)? {
            let found = try value(key, place, in: answer)
            let number: Decimal?
            switch found.content {
            case .null: return nil
            case .number(let value): number = value
            case .string(let text): number = Decimal(plain: text.filter { $0 != " " })
            default: number = nil
            }
            let isPossible = unit != .byte || number?.wholeNumber != nil
            guard let number, isPossible, let count = ByteCount(number, unit) else {
                throw Self.unusable(key, place, expected: "a number of \(unit.symbol)", found)
            }
            return (count, number)
        }

        private func period(in answer: JSONValue, offset: Int?) throws(APIError) -> BillingPeriod? {
            guard let periodEnd, let end = try moment("period_end_pointer", periodEnd, in: answer) else { return nil }
            guard let periodStart else { return .month(endingAt: end, offset: offset) }
            guard let start = try moment("period_start_pointer", periodStart, in: answer) else { return nil }
            guard let period = BillingPeriod(start: start, end: end) else {
                throw APIError(
                    .badResponse, "period_end_pointer '\(periodEnd.text)': expected a date after \(start.isoText)")
            }
            return period
        }

        /// The date at a location: in ISO 8601, as a day alone (midnight UTC), or as seconds or milliseconds since
        /// 1970.
        private func moment(_ key: String, _ place: JSONPointer, in answer: JSONValue) throws(APIError) -> Date? {
            let found = try value(key, place, in: answer)
            let moment: Date?
            switch found.content {
            case .null: return nil
            case .number(let number): moment = Self.moment(number)
            case .string(let text) where text.utf8.count <= 40:
                moment =
                    Decimal(plain: text).map { Self.moment($0) } ?? Date(iso8601: text)
                    ?? (text.count == 10 ? Date(iso8601: text + "T00:00:00Z") : nil)
            default: moment = nil
            }
            guard let moment, moment.isInSensibleYears else {
                throw Self.unusable(
                    key, place, expected: "a date such as 2026-03-01T00:00:00Z or seconds since 1970", found)
            }
            return moment
        }

        /// Reads seconds, or milliseconds if the number as seconds would be in the year 5138 or later.
        private static func moment(_ number: Decimal) -> Date? {
            let seconds = number >= 100_000_000_000 ? number / 1000 : number
            return seconds.rounded(places: 0, down: true).wholeNumber.map { Date(timeIntervalSince1970: Double($0)) }
        }

        private func value(_ key: String, _ place: JSONPointer, in answer: JSONValue) throws(APIError) -> JSONValue {
            do {
                return try place.value(in: answer)
            } catch {
                throw APIError(
                    .badResponse, "'\(place.text)' is not in the answer: \(error)", hint: "fix '\(key)'")
            }
        }

        private static func unusable(
            _ key: String, _ place: JSONPointer, expected: String, _ found: JSONValue
        ) -> APIError {
            APIError(.badResponse, "\(key) '\(place.text)': expected \(expected), but got \(found.excerpt)")
        }
    }
}

extension SettingsReader {
    /// A pointer into an answer.
    fileprivate mutating func pointer(_ key: String, _ summary: String, isRequired: Bool = false) -> JSONPointer? {
        guard let value = value(key, summary, isRequired: isRequired) else {
            if isRequired { report(key, "missing; it is the place of the number in the answer, such as /data/used") }
            return nil
        }
        if let pointer = value.string.flatMap({ JSONPointer($0) }) { return pointer }
        report(key, "expected a JSON Pointer such as \"/data/used\", but got \(value.excerpt)")
        return nil
    }

    /// A unit by its symbol.
    fileprivate mutating func unit(_ key: String, _ summary: String) -> DataUnit? {
        convert(key, summary, expected: "a unit: \(DataUnit.all.map(\.symbol).joined(separator: ", "))") { value in
            value.string.flatMap { DataUnit(symbol: $0) }
        }
    }
}
