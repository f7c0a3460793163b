#if canImport(FoundationEssentials)
    import FoundationEssentials
#else
    import Foundation
#endif

/// The plot of a row's period on a page: readings as a solid line, the forecast dashed, the quota as a horizontal line, and
/// the day on which it runs out. The same is said in words for whoever doesn't see it.
///
/// The lines are an SVG image that is stretched; the labels are text beside it, so that they have one size on every screen.
struct HTMLPlot {
    private let words: RowWords
    private let assessment: Assessment
    private let period: BillingPeriod
    private let readAt: Date

    /// The readings of the period, oldest first, the last one being that of the report.
    private let points: [CounterPoint]

    /// The value at the upper edge.
    private let top: Int128

    /// The most points of a line.
    private static let mostPoints: Int64 = 120

    /// - Parameters:
    ///   - words: a row that was read.
    ///   - report: the report with what is remembered of the row.
    /// - Returns: `nil` without a current period, and where nothing was counted.
    init?(_ words: RowWords, _ report: UsageReport) {
        guard let assessment = words.assessment, let period = assessment.usage.period, assessment.usage.used > .zero
        else { return nil }
        readAt = min(assessment.usage.asOf ?? report.checkedAt, report.checkedAt)
        let time = readAt.second
        guard time >= period.start.second, time <= period.end.second else { return nil }
        self.words = words
        self.assessment = assessment
        self.period = period
        let slot = max(3600, period.length / Self.mostPoints)
        var points: [CounterPoint] = []
        for reading in report.past[words.row.id] ?? [] where reading.period.map({ $0.isSame(as: period) }) ?? false {
            // What was read in the last hour may be replaced by this reading while the page is written.
            guard reading.time >= period.start, reading.time.second / 3600 < time / 3600 else { continue }
            if let last = points.last, last.second / slot == reading.time.second / slot { points.removeLast() }
            points.append(reading.point)
        }
        points.append(CounterPoint(second: time, used: assessment.usage.used.bytes))
        self.points = points
        let amounts = points.map(\.used) + [assessment.quota?.bytes, assessment.forecast?.used.bytes].compactMap { $0 }
        // Some room for the labels above.
        top = max(1, Int128(amounts.max() ?? 0) * 23 / 20)
    }

    var html: String {
        let last = points[points.count - 1]
        var text = "<figure class=\"plot\">\n<div class=\"lines\"><svg viewBox=\"0 0 1000 1000\" "
        text += "preserveAspectRatio=\"none\" aria-hidden=\"true\" focusable=\"false\">"
        text += "<path class=\"area\" d=\"M\(x(points[0].second)) 1000L\(coordinates(points))V1000Z\"/>"
        for run in runs() {
            text += "<path class=\"\(run.isSeen ? "read" : "gap")\" d=\"M\(coordinates(run.points))\"/>"
        }
        if let forecast = assessment.forecast {
            text += "<path class=\"expected\" d=\"M\(x(last.second)) \(y(last.used))L1000 \(y(forecast.used.bytes))\"/>"
        }
        if let quota = assessment.quota { text += "<path class=\"quota\" d=\"M0 \(y(quota.bytes))H1000\"/>" }
        if let day = exhaustion, let quota = assessment.quota {
            text += "<path class=\"out\" d=\"M\(x(day)) \(y(quota.bytes))V1000\"/>"
        }
        text += "</svg>" + labels(last) + "</div>\n"
        let start = words.zone.day(of: period.start), end = words.zone.lastDay(of: period)
        text += "<div class=\"axis\" aria-hidden=\"true\"><span>\(start)</span><span>\(end)</span></div>\n"
        return text + "<figcaption>\(caption.html)</figcaption>\n</figure>\n"
    }

    private func labels(_ last: CounterPoint) -> String {
        func at(_ x: Int64, _ y: Int64) -> String { "left:\(x.percent);top:\(y.percent)" }
        var text = "<i class=\"now\" style=\"\(at(x(last.second), y(last.used)))\"></i>"
        guard let unit = words.unit else { return text }
        let day = exhaustion.map { x($0) }
        if let quota = assessment.quota {
            // It is where the line isn't.
            let side = (day ?? 1000) < 450 ? "right" : "left"
            text +=
                "<span class=\"\(side)\" style=\"top:\(y(quota.bytes).percent)\">quota \(unit.text(quota).html)</span>"
            if let day, let exhaustion {
                let name = words.zone.day(of: Date(second: exhaustion))
                let side = day > 780 ? "before" : "after"
                text += "<span class=\"out \(side)\" style=\"\(at(day, y(quota.bytes)))\">\(name)</span>"
            }
        }
        return text
    }

    /// When the quota is or was used up within the period, in seconds since 1970.
    private var exhaustion: Int64? {
        assessment.forecast?.exhaustedAt.flatMap { day in
            day >= period.start && day <= period.end ? day.second : nil
        }
    }

    /// The line in pieces: without readings for three days it is only supposed.
    private func runs() -> [(points: [CounterPoint], isSeen: Bool)] {
        // A counter has begun with the period at zero.
        let all = [CounterPoint(second: period.start.second, used: 0)] + points
        var runs: [(points: [CounterPoint], isSeen: Bool)] = []
        for (earlier, later) in zip(all, all.dropFirst()) where later.second > earlier.second {
            let isSeen = later.second - earlier.second <= Growth.longestGap
            if let last = runs.last, last.isSeen == isSeen {
                runs[runs.count - 1].points.append(later)
            } else {
                runs.append(([earlier, later], isSeen))
            }
        }
        return runs
    }

    private func coordinates(_ points: [CounterPoint]) -> String {
        points.map { "\(x($0.second)) \(y($0.used))" }.joined(separator: "L")
    }

    /// From the left, in thousandths.
    private func x(_ second: Int64) -> Int64 {
        max(0, min(1000, (second - period.start.second) * 1000 / max(1, period.length)))
    }

    /// From above, in thousandths.
    private func y(_ used: Int64) -> Int64 {
        1000 - Int64(clamping: Int128(used) * 1000 / top)
    }

    /// What the plot shows, in words.
    private var caption: String {
        guard let unit = words.unit else { return "" }
        let start = words.zone.day(of: period.start), end = words.zone.lastDay(of: period)
        var parts = ["\(unit.text(assessment.usage.used)) used from \(start) to \(words.zone.day(of: readAt))"]
        if let forecast = assessment.forecast { parts.append("\(unit.text(forecast.used)) expected by \(end)") }
        if let quota = assessment.quota { parts.append("quota \(unit.text(quota))") }
        if let exhaustion {
            let day = words.zone.day(of: Date(second: exhaustion))
            parts.append(assessment.usage.used < assessment.quota ?? .zero ? "runs out \(day)" : "used up \(day)")
        }
        if points.count < 3 { parts.append("no earlier readings") }
        return parts.joined(separator: ", ")
    }
}
