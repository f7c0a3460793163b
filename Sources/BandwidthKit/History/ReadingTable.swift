#if canImport(FoundationEssentials)
    import FoundationEssentials
#else
    import Foundation
#endif

/// Readings as a table for spreadsheets and other programs: what `bandwidth history export` prints and `import` takes.
///
///     id,time,used_bytes,quota_bytes,period_start,period_end,period_basis,label,unit,unit_bytes
///     hetzner/shop/server/42,2026-11-21T06:00:00Z,1319413953331,1099511627776,…,service,shop-sin,TB,1099511627776
///
/// Only the first three columns are required, and their order is free. Times are ISO 8601. An empty period is unknown; if
/// the columns are left out, the counter is taken to be that of the calendar month in UTC.
enum ReadingTable {
    static let columns = [
        "id", "time", "used_bytes", "quota_bytes", "period_start", "period_end", "period_basis", "label", "unit",
        "unit_bytes",
    ]

    /// A line with its line break.
    static func line(_ reading: Reading, _ row: RememberedRow) -> String {
        [
            reading.row, reading.time.isoText, "\(reading.used.bytes)", reading.quota.map { "\($0.bytes)" } ?? "",
            reading.period?.start.isoText ?? "", reading.period?.end.isoText ?? "", reading.basis?.rawValue ?? "",
            row.scope.label ?? "", row.unit.symbol, "\(row.unit.size.bytes)",
        ].map(CSVReporter.quoted).joined(separator: ",") + "\r\n"
    }

    /// Why a line can't be taken.
    struct Problem: Error {
        let message: String

        init(_ message: String) {
            self.message = message
        }
    }

    /// Where the columns of a table are.
    struct Header {
        private let places: [String: Int]
        private let count: Int
        private let hasPeriod: Bool

        init(_ names: [String]) throws(Problem) {
            let names = names.map { $0.lowercased() }
            for name in names where !columns.contains(name) {
                throw Problem(
                    "unknown column '\(name.prefix(40).printable)'; the columns are: \(columns.joined(separator: ","))")
            }
            for name in columns.prefix(3) where !names.contains(name) { throw Problem("the column \(name) is missing") }
            guard Set(names).count == names.count else { throw Problem("a column is there twice") }
            places = Dictionary(uniqueKeysWithValues: zip(names, 0...))
            count = names.count
            hasPeriod = names.contains("period_start")
        }

        /// The reading on a line, and what its row is called.
        func reading(_ fields: [String]) throws(Problem) -> (Reading, RememberedRow) {
            guard fields.count == count else { throw Problem("expected \(count) fields, but got \(fields.count)") }
            func field(_ name: String) -> String { places[name].map { fields[$0] } ?? "" }
            let id = field("id")
            guard id == id.printable, id.split(separator: "/", omittingEmptySubsequences: false).count > 2,
                !id.split(separator: "/", omittingEmptySubsequences: false).contains("")
            else { throw Problem("id: expected one such as linode/production/account, but got \(Self.shown(id))") }
            let time = try Self.time(field("time"), "time")
            guard let time else { throw Problem("time: missing") }
            guard let used = Self.bytes(field("used_bytes")) else {
                throw Problem(
                    "used_bytes: expected bytes, or a size such as 118 GB, but got \(Self.shown(field("used_bytes")))")
            }
            let quotaText = field("quota_bytes"), quota = Self.bytes(quotaText)
            guard quotaText.isEmpty || quota != nil else {
                throw Problem("quota_bytes: expected bytes, or a size such as 118 GB, but got \(Self.shown(quotaText))")
            }
            let (period, basis) = try period(field, at: time)
            let reading = Reading(
                row: id, time: time, used: used, quota: quota, period: period, basis: period == nil ? nil : basis)
            guard let reading else { throw Problem("the id is too long, or the time out of range") }
            let known = RememberedRow(id: id), label = field("label")
            let unit = Int64(field("unit_bytes")).flatMap { ByteCount($0) }.flatMap {
                DataUnit(remembered: field("unit"), $0)
            }
            let scope = UsageScope(known.scope.kind, id: known.scope.id, label: label.isEmpty ? nil : label)
            let row = RememberedRow(
                provider: known.provider, account: known.account, scope: scope, unit: unit ?? known.unit)
            return (reading, row.id == id ? row : known)
        }

        private func period(
            _ field: (String) -> String, at time: Date
        ) throws(Problem) -> (BillingPeriod?, PeriodBasis) {
            guard hasPeriod else { return (BillingPeriod.month(containing: time), .calendar) }
            let start = try Self.time(field("period_start"), "period_start")
            let end = try Self.time(field("period_end"), "period_end")
            let basisText = field("period_basis"), basis = PeriodBasis(rawValue: basisText)
            guard basisText.isEmpty || basis != nil else {
                throw Problem("period_basis: expected service, counter or calendar, but got \(Self.shown(basisText))")
            }
            guard let start, let end else {
                guard start == nil, end == nil else { throw Problem("period_start and period_end belong together") }
                return (nil, .service)
            }
            let period = BillingPeriod(start: start, end: end, isAssumed: basis.map { $0 != .service } ?? false)
            guard let period else { throw Problem("period_end: must be after period_start") }
            return (period, basis ?? .service)
        }

        private static func time(_ text: String, _ name: String) throws(Problem) -> Date? {
            if text.isEmpty { return nil }
            guard let time = Date(iso8601: text), time.isInSensibleYears else {
                throw Problem("\(name): expected a time such as 2026-11-21T06:00:00Z, but got \(shown(text))")
            }
            return time
        }

        private static func bytes(_ text: String) -> ByteCount? {
            Int64(text).map { ByteCount($0) } ?? ByteCount(size: text)
        }

        private static func shown(_ text: String) -> String {
            text.isEmpty ? "nothing" : "'\(text.printable(upTo: 40))'"
        }
    }
}
