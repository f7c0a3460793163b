#if canImport(FoundationEssentials)
    import FoundationEssentials
#else
    import Foundation
#endif

extension UsageReport {
    /// The same report with what is remembered of the rows that a page draws: the worst ones, in their periods.
    public func remembering(_ folder: StateFolder) -> UsageReport {
        guard folder.isTrusted else { return self }
        let rows = drawnRows
        guard let start = rows.compactMap({ $0.assessment?.usage.period?.start }).min() else { return self }
        var history = ReadingHistory(in: folder.readings, at: checkedAt)
        let ids = Set(rows.map(\.id))
        // No period is longer than a year.
        let earliest = max(start, checkedAt.addingTimeInterval(-400 * 86400))
        let readings = history.readings(from: earliest, until: checkedAt) { ids.contains($0) }
        return with(past: Dictionary(grouping: readings, by: \.row))
    }

    /// The same report with readings that were made up for it.
    public func remembering(_ history: MadeUpHistory) -> UsageReport {
        let ids = Set(drawnRows.map(\.id))
        let chosen = history.rows.filter { ids.contains($0.row.id) }
        return with(past: Dictionary(chosen.map { ($0.row.id, $0.readings) }, uniquingKeysWith: { first, _ in first }))
    }

    private var drawnRows: [UsageRow] {
        let words = rows.map { RowWords($0, units: .provider, zone: .utc) }
        return ProblemList(words).items.prefix(HTMLReporter.mostPlots).map(\.words.row)
    }
}
