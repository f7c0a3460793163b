#if canImport(FoundationEssentials)
    import FoundationEssentials
#else
    import Foundation
#endif

/// The plot of a row's period on a terminal: what was used until each time, what is expected, and the quota.
struct HistoryPlot {
    private let history: RowHistory
    private let unit: ReadableUnit
    private let zone: ReportZone
    private let start, end: Int64
    private let isMonth: Bool

    /// The value at the upper edge.
    private let top: Int128

    /// The width of the labels on the left, and of the plot itself.
    private let margin, columns: Int

    private static let height = 8
    private static let mostColumns = 64

    /// - Parameter columns: the room for everything.
    /// - Returns: `nil` where nothing was counted.
    init?(_ history: RowHistory, _ unit: ReadableUnit, _ zone: ReportZone, columns room: Int) {
        self.history = history
        self.unit = unit
        self.zone = zone
        let newest = history.newest, current = history.current
        start = newest.period?.start.second ?? newest.time.second - 30 * 86400
        end = max(start + 1, newest.period?.end.second ?? newest.time.second)
        isMonth = newest.period?.calendarMonth != nil
        let amounts = current.map(\.used.bytes) + [newest.quota?.bytes, history.forecast?.used.bytes].compactMap { $0 }
        guard let most = amounts.max(), most > 0 else { return nil }
        top = Int128(most)
        margin = max(newest.quota.map { unit.text($0).columns } ?? 0, unit.text(ByteCount(clamping: top)).columns)
        let labels = max(6, 1 + (history.forecast.map { unit.figure($0.used).columns } ?? 0))
        let free = min(Self.mostColumns, max(10, room - margin - 2 - labels))
        let days = Int((end - start) / 86400)
        columns = days > 0 && days <= free ? free / days * days : free
    }

    /// The lines, without a margin.
    func lines(_ glyphs: TableGlyphs) -> [String] {
        let isUnicode = glyphs.isUnicode
        let blocks = Array(isUnicode ? " ▁▂▃▄▅▆▇█" : "   ...:##"), shade: Character = isUnicode ? "░" : ":"
        var cells = Array(repeating: Array(repeating: Character(" "), count: columns), count: Self.height)
        var labels: [Int: String] = [:]
        for column in stride(from: 0, to: columns, by: 2) {
            guard let quota = quota(at: slotEnd(column)) else { continue }
            cells[row(of: quota)][column] = "-"
        }
        if let quota = history.newest.quota { labels[row(of: quota)] = "quota" }
        for column in 0..<columns {
            if let (used, isSeen) = used(at: column) {
                let eighths = Int(Int128(used) * Int128(Self.height * 8) / top)
                for row in 0..<Self.height where eighths > row * 8 {
                    let block = blocks[min(8, eighths - row * 8)]
                    cells[row][column] = isSeen ? block : shade
                }
            } else if let expected = expected(at: slotEnd(column)) {
                cells[row(of: expected)][column] = isUnicode ? "·" : "."
            }
        }
        if let forecast = history.forecast {
            let row = row(of: forecast.used), figure = unit.figure(forecast.used)
            labels[row] = labels[row].map { "\(figure), \($0)" } ?? figure
        }
        let scale =
            history.newest.quota.map { (row(of: $0), unit.text($0)) }
            ?? (Self.height - 1, unit.text(ByteCount(clamping: top)))
        let (corner, bar, tick, base) = isUnicode ? ("└", "│", "┤", "─") : ("+", "|", "+", "-")
        var lines = (0..<Self.height).reversed().map { row in
            let label =
                row == scale.0
                ? scale.1.padded(to: margin, right: true) + " " + tick
                : "".padded(to: margin) + " " + bar
            return (label + String(cells[row]) + (labels[row].map { " \($0)" } ?? "")).trimmingTrailingSpaces
        }
        // The zero stands below the digits, not below the unit.
        let unitColumns = scale.1.reversed().prefix { $0 != " " }.count + 1
        let zero = "0".padded(to: margin - unitColumns, right: true) + "".padded(to: unitColumns)
        lines.append(zero + " " + corner + String(repeating: base, count: columns))
        lines.append("".padded(to: margin + 2) + days)
        return lines.map { $0.trimmingTrailingSpaces }
    }

    private func slotEnd(_ column: Int) -> Int64 {
        start + (end - start) * Int64(column + 1) / Int64(columns)
    }

    private func row(of amount: ByteCount) -> Int {
        min(Self.height - 1, Int(Int128(amount.bytes) * Int128(Self.height) / top))
    }

    /// What was used when a column's time was over, and whether there is a reading near it; `nil` after the last one.
    private func used(at column: Int) -> (Int64, isSeen: Bool)? {
        let newest = history.newest.time.second, begin = column == 0 ? start : slotEnd(column - 1)
        guard begin <= newest, let first = history.current.first else { return nil }
        let time = min(newest, slotEnd(column))
        let readings = history.current
        let next = readings.first { $0.time.second >= time } ?? history.newest
        let earlier = readings.last { $0.time.second <= time }?.point
        let before = earlier ?? CounterPoint(second: min(start, first.time.second), used: 0)
        let length = next.time.second - before.second
        guard length > 0 else { return (next.used.bytes, true) }
        // Without a period, nobody knows what the counter was before.
        if earlier == nil, history.newest.period == nil { return (0, true) }
        let grown = Int128(next.used.bytes - before.used) * Int128(time - before.second) / Int128(length)
        return (before.used + Int64(clamping: grown), length <= Growth.longestGap)
    }

    private func expected(at time: Int64) -> ByteCount? {
        guard let forecast = history.forecast else { return nil }
        let newest = history.newest, length = Int128(max(1, end - newest.time.second))
        let coming = Int128(forecast.used.bytes - newest.used.bytes) * Int128(max(0, time - newest.time.second))
        return ByteCount(clamping: Int128(newest.used.bytes) + coming / length)
    }

    private func quota(at time: Int64) -> ByteCount? {
        let readings = history.current
        return (readings.last { $0.time.second <= time } ?? readings.first ?? history.newest).quota
    }

    /// The days below the plot: of a month the 1st, 10th, 20th and 30th, of any other period every tenth day.
    private var days: String {
        let first = zone.dayNumber(of: start), last = zone.dayNumber(of: end - 1)
        var line = ""
        // A service may state a period of years.
        for day in stride(from: first, through: max(first, last), by: max(1, Int((last - first) / 400))) {
            let name = zone.name(ofDay: day), number = name.split(separator: " ").last.map(String.init) ?? ""
            let isWanted = isMonth ? ["1", "10", "20", "30"].contains(number) : (day - first) % 10 == 0
            let column = Int(max(0, zone.start(ofDay: day) - start) * Int64(columns) / (end - start))
            guard isWanted, column >= line.columns + (line.isEmpty ? 0 : 1), column < columns else { continue }
            line = line.padded(to: column) + (isMonth ? number : name)
        }
        return line
    }
}
