#if canImport(FoundationEssentials)
    import FoundationEssentials
#else
    import Foundation
#endif

/// A reading is one line of JSON with its members in a fixed order, so that it can be read by comparing bytes:
///
///     {"v":1,"row":"linode/production/region/id-cgk","time":1795240800,"used":126701535232,"quota":107374182400,
///      "start":1793491200,"end":1796083200,"basis":"calendar"}
///
/// (on a single line). Times are seconds since 1970, `used` and `quota` are bytes; `quota`, `start`, `end` and `basis`
/// may be `null`. Any change to this format needs a new version; `v` must stay the first member.
extension Reading {
    /// The version that this program writes and reads.
    static let lineVersion: Int64 = 1

    /// Writes the line without its closing brace, so that more members can follow.
    func write(to writer: inout LineWriter) {
        writer.append("{\"v\":1,\"row\":")
        writer.append(quoted: row)
        writer.append(",\"time\":")
        writer.append(time.second)
        writer.append(",\"used\":")
        writer.append(used.bytes)
        writer.append(",\"quota\":")
        writer.append(quota?.bytes)
        writer.append(",\"start\":")
        writer.append(period?.start.second)
        writer.append(",\"end\":")
        writer.append(period?.end.second)
        switch basis {
        case .service: writer.append(",\"basis\":\"service\"")
        case .request: writer.append(",\"basis\":\"request\"")
        case .counter: writer.append(",\"basis\":\"counter\"")
        case .calendar: writer.append(",\"basis\":\"calendar\"")
        case nil: writer.append(",\"basis\":null")
        }
    }

    /// Reads a line up to its closing brace.
    init(from scanner: inout LineScanner) throws(UnreadableLine) {
        let row = try Self.row(from: &scanner)
        try self.init(of: row, from: &scanner)
    }

    /// Reads the beginning of a line: of which row it is.
    private static func row(from scanner: inout LineScanner) throws(UnreadableLine) -> String {
        guard scanner.take("{\"v\":"), let version = scanner.integer() else { throw .damaged }
        guard version <= lineVersion else { throw .newer }
        guard version == lineVersion, scanner.take(",\"row\":"), let row = scanner.string() else { throw .damaged }
        return row
    }

    private init(of row: String, from scanner: inout LineScanner) throws(UnreadableLine) {
        guard scanner.take(",\"time\":"), let time = scanner.integer(),
            scanner.take(",\"used\":"), let used = scanner.integer().flatMap({ ByteCount($0) }),
            scanner.take(",\"quota\":"), let quota = scanner.integerOrNull(),
            scanner.take(",\"start\":"), let start = scanner.integerOrNull(),
            scanner.take(",\"end\":"), let end = scanner.integerOrNull(),
            scanner.take(",\"basis\":"), let basis = scanner.periodBasis()
        else { throw .damaged }
        var period: BillingPeriod?
        if let start, let end, let basis {
            period = BillingPeriod(start: Date(second: start), end: Date(second: end), isAssumed: basis != .service)
        }
        guard
            let reading = Reading(
                row: row, time: Date(second: time), used: used, quota: quota.flatMap { ByteCount($0) }, period: period,
                basis: basis)
        else { throw .damaged }
        self = reading
    }

    /// Reads a whole line; `nil` if the row is not wanted.
    init?(
        line: Range<Int>, of bytes: [UInt8], if isWanted: (_ row: String) -> Bool = { _ in true }
    ) throws(UnreadableLine) {
        var scanner = LineScanner(bytes, in: line)
        let row = try Self.row(from: &scanner)
        guard isWanted(row) else { return nil }
        try self.init(of: row, from: &scanner)
        guard scanner.take("}"), scanner.isAtEnd else { throw .damaged }
    }
}

extension LineScanner {
    /// Reads a number; `null` is an inner `nil`.
    fileprivate mutating func integerOrNull() -> Int64?? {
        if take("null") { return .some(nil) }
        return integer().map { .some($0) }
    }

    fileprivate mutating func periodBasis() -> PeriodBasis?? {
        if take("null") { return .some(nil) }
        if take("\"service\"") { return .some(.service) }
        if take("\"request\"") { return .some(.request) }
        if take("\"counter\"") { return .some(.counter) }
        if take("\"calendar\"") { return .some(.calendar) }
        return nil
    }
}

extension [UInt8] {
    /// The ranges of the lines, without line breaks and empty lines; the last line may lack its line break.
    var lineRanges: [Range<Int>] {
        var ranges: [Range<Int>] = []
        var start = 0
        while start < count {
            let end = self[start...].firstIndex(of: UInt8(ascii: "\n")) ?? count
            if end > start { ranges.append(start..<end) }
            start = end + 1
        }
        return ranges
    }
}
