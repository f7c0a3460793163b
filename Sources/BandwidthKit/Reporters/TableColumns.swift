/// How wide each column of a table is; 0 where it is left out.
///
/// What goes first on a narrow terminal: the cost, then the share by the end, then cells of the bar, then the ends of
/// names. When it runs out stays.
struct TableColumns {
    private(set) var name = 7
    private(set) var bar = 0
    private(set) var share = 0
    private(set) var amounts = 0
    private(set) var byEnd = 0
    private(set) var runsOut = 0
    private(set) var cost = 0

    /// The columns between two of them.
    private(set) var gap = 1

    let headers: (used: String, amounts: String, cost: String)

    init(for rows: [TableRow], width: Int, _ glyphs: TableGlyphs) {
        let filled = rows.filter { !$0.isOnlyName }
        func widest(_ header: String, _ text: (TableRow) -> String) -> Int {
            let widest = filled.reduce(0) { max($0, text($1).columns) }
            return widest == 0 ? 0 : max(widest, header.columns)
        }
        let hasBar = filled.contains { $0.bar != nil }
        let cost = glyphs.spelled("COST SO FAR → END")
        headers = hasBar ? ("USED", "OF QUOTA", cost) : ("", "USED", cost)
        let natural = max(7, filled.reduce(0) { max($0, $1.name.columns) })
        share = hasBar ? max(4, widest("", \.share)) : 0
        amounts = widest(headers.amounts, \.amounts)
        byEnd = filled.contains { $0.byEnd.contains("%") || $0.byEnd == "off" } ? widest("BY END", \.byEnd) : 0
        runsOut = widest("RUNS OUT", \.runsOut)
        self.cost = widest(cost, \.cost)
        name = min(natural, 20)
        bar = hasBar && width >= 60 ? 10 : 0

        if total > width { self.cost = 0 }
        if total > width, total - max(0, bar - 8) > width { byEnd = 0 }
        while total > width, bar > 6 { bar -= 1 }
        if total > width { name = max(min(natural, 12), name - (total - width)) }
        if total > width { bar = 0 }
        let widthOfShare = share
        if total > width { share = 0 }
        // The share says more than an amount that doesn't fit.
        if total - (name - 7) > width, hasBar { (share, amounts) = (widthOfShare, 0) }
        if total > width { name = max(4, name - (total - width)) }

        func grow(_ size: inout Int, to most: Int) {
            size += max(0, min(most - size, width - total))
        }
        var spare = name
        grow(&spare, to: min(natural, 24))
        name = spare
        spare = bar
        if bar > 0 { grow(&spare, to: min(24, 10 + max(0, width - 80) * 3 / 10)) }
        bar = spare
        spare = name
        grow(&spare, to: natural)
        name = spare
        gap = 2
        if total > width { gap = 1 }
    }

    /// The columns of a whole line.
    var total: Int {
        let cells = [bar > 0 ? bar + 1 : 0, share, amounts, byEnd, runsOut, cost].filter { $0 > 0 }
        return 2 + name + cells.reduce(0) { $0 + gap + $1 }
    }
}
