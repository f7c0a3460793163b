#if canImport(FoundationEssentials)
    public import FoundationEssentials
#else
    public import Foundation
#endif

/// What is remembered of some rows, read from the state folder. Nobody is asked for it, and no configuration is read.
public struct HistoryReport: Sendable {
    /// The rows with their readings, in the order of their identifiers.
    let rows: [RowHistory]

    /// When it is shown.
    let now: Date

    /// Whether each row is shown with its plot, and not on one line.
    let isDetailed: Bool

    /// How many days and months are listed; `nil`: as many as fit.
    let days, months: Int?

    /// What could not be read, one sentence each without a full stop.
    public let problems: [String]

    /// The number of rows up to which each is shown with its plot.
    private static let mostDetailed = 6

    /// How many days and months are listed unless somebody asks for another number.
    static let usualDays = 14, usualMonths = 6

    /// The most days that can be listed: all that is kept.
    public static let mostDays = 1100

    /// Why there is nothing to show for a name.
    public struct UnknownName: Error, CustomStringConvertible {
        public let description: String
    }

    /// Reads what is remembered.
    ///
    /// - Parameters:
    ///   - name: what the rows are called (`RowName`), or a provider; `nil` for all rows.
    ///   - days: how many days are needed; `nil` for the usual number.
    ///   - months: how many months are needed; `nil` for the usual number.
    /// - Throws: if nothing is remembered under this name.
    public init(
        in folder: StateFolder, of name: String?, days: Int?, months: Int?, now: Date
    ) throws(UnknownName) {
        if let distrust = folder.distrust { throw UnknownName(description: distrust) }
        try self.init(in: folder.readings, of: name, days: days, months: months, now: now)
    }

    init(in files: any StateFiles, of name: String?, days: Int?, months: Int?, now: Date) throws(UnknownName) {
        var history = ReadingHistory(in: files, at: now)
        let directory = RowDirectory(in: files)
        let known = Set(directory.ids).union(history.recent.newest.map(\.row)).sorted().map { directory.row($0) }
        let chosen = try name.map { name throws(UnknownName) in try Self.rows(called: name, among: known) } ?? known
        let isDetailed = Self.isDetailed(chosen.count, named: name != nil)
        // Two weeks are compared, and a gap is bridged.
        let span = max(
            Int64(days ?? 31) + 18, isDetailed ? Int64(months ?? Self.usualMonths) * 31 + 35 : 0, 35)
        let start = chosen.map { history.recent.newest(of: $0.id)?.time.second ?? 0 }.min() ?? 0
        let ids = Set(chosen.map(\.id))
        let readings = history.readings(
            from: Date(second: max(0, start - span * 86400)), until: now.addingTimeInterval(3600)
        ) { ids.contains($0) }
        let byRow = Dictionary(grouping: readings, by: \.row)
        self.init(
            rows: chosen.compactMap { row in byRow[row.id].flatMap { RowHistory(row, $0, now: now) } }, now: now,
            isDetailed: isDetailed, days: days, months: months, problems: history.problems)
    }

    init(rows: [RowHistory], now: Date, isDetailed: Bool, days: Int?, months: Int?, problems: [String]) {
        self.rows = rows
        self.now = now
        self.isDetailed = isDetailed
        self.days = days
        self.months = months
        self.problems = problems
    }

    static func isDetailed(_ count: Int, named: Bool) -> Bool {
        count == 1 || named && count <= mostDetailed
    }

    static func rows(called name: String, among known: [RememberedRow]) throws(UnknownName) -> [RememberedRow] {
        func found(_ matches: (RememberedRow) -> Bool) -> [RememberedRow]? {
            let rows = known.filter(matches)
            return rows.isEmpty ? nil : rows
        }
        let rows =
            found { $0.account == name } ?? found { $0.names.contains(name) } ?? found { $0.provider == name }
        if let rows { return rows }
        guard !known.isEmpty else { throw UnknownName(description: "nothing is remembered yet") }
        let names = known.flatMap(\.names)
        let accounts = known.map(\.account).reduce(into: [String]()) { if $0.last != $1 { $0.append($1) } }
        throw UnknownName(
            description: "nothing is remembered of '\(name.printable)'; "
                + (Suggestion.nearest(to: name, among: names).map { "did you mean '\($0)'?" }
                    ?? "the accounts are: \(accounts.prefix(20).joined(separator: ", "))"))
    }
}

extension RememberedRow {
    /// What a person may call it: `production`, `production/id-cgk`, `id-cgk`, its label, its identifier.
    fileprivate var names: [String] {
        let parts = [scope.label, scope.id].compactMap { $0 }
        return [account, id] + parts + parts.map { "\(account)/\($0)" }
    }
}

extension HistoryReport {
    /// The forms in which history can be printed.
    public enum Format: String, Sendable, CaseIterable {
        case table, csv, json
    }

    /// The whole report in a form.
    public func text(_ format: Format, _ style: ReportStyle) -> String {
        switch format {
        case .table: HistoryTable(style).text(of: self)
        case .csv: HistoryData.csv(self)
        case .json: HistoryData.json(self)
        }
    }
}
