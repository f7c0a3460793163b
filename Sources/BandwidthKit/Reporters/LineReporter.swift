#if canImport(FoundationEssentials)
    import FoundationEssentials
#else
    import Foundation
#endif

/// The report on one line, for prompts and status bars: what there is of each kind of problem, and the worst.
///
///     bw ✗2 !6 ?1 shop-sin 120%
///     bw ✓ 72%
///
/// The second is the highest share where nothing is wrong. A remembered report says how old it is, and an account that
/// can't be read how old its last figure is.
public struct LineReporter: Reporter {
    /// The program that reads the line.
    public enum Form: Sendable {
        /// Plain text, as tmux and Starship take it.
        case line

        /// A JSON object on one line, with Pango markup (https://man.archlinux.org/man/waybar-custom.5).
        case waybar

        /// A title, then a menu below `---`; parameters follow a `|` (https://github.com/swiftbar/SwiftBar#script-output).
        case swiftbar

        /// The full text, the short text and the colour, a line each (https://vivien.github.io/i3blocks).
        case i3blocks
    }

    private let form: Form
    private let style: ReportStyle
    private let glyphs: TableGlyphs

    /// How many problems a tooltip or menu lists.
    private static let most = 20

    /// A reporter for a program.
    public init(_ form: Form, _ style: ReportStyle = ReportStyle()) {
        self.form = form
        self.style = style
        // A bar that is started without a locale shows more than ASCII all the same.
        glyphs = style.isUnicode || form != .line ? .unicode : .ascii
    }

    public func write(_ report: UsageReport, to output: inout some TextOutputStream) {
        let words = report.rows.map { RowWords($0, units: style.units, zone: style.zone) }
        let problems = ProblemList(words).items
        let counts = Verdict.Mark.allCases.prefix(3).compactMap { mark in
            let count = words.count { $0.verdict.mark == mark }
            return count > 0 ? "\(glyphs.mark(mark))\(count)" : nil
        }
        let worst = problems.first
        let isFine = words.isEmpty || words.contains { $0.verdict.mark == .fine }
        let short =
            (["bw"] + (worst == nil ? [glyphs.mark(isFine ? .fine : .notJudged)] : counts)).joined(separator: " ")
        let highest = words.filter { $0.verdict.mark != .notJudged || !isFine }.compactMap(\.assessment)
            .max { Self.share($0) < Self.share($1) }
        let figures =
            worst.map { glyphs.spelled(subject($0, report)) }
            ?? highest.flatMap { assessment in
                assessment.quota.map { assessment.usage.used.roundedPercentage(of: $0) }
            }
        let age =
            worst.flatMap { figureAge($0, report) }
            ?? report.shownAt.flatMap { now in
                Self.briefAge(now.second - report.checkedAt.second)
            }
        let full = [short, figures, age.map { "\($0) old" }].compactMap { $0 }.joined(separator: " ")
        let share = highest.map { min(100, max(0, Self.share($0) / 10)) } ?? 0
        output.write(
            text(
                full, short: short, share: share, status: report.status == .info ? .ok : report.status,
                color: worst.map(Self.color), form == .line || form == .i3blocks ? [] : lines(problems, report)))
    }

    /// What a bar shows where a wrong configuration or command line keeps it from a report.
    @Sendable public func failure(_ problem: String) -> String {
        let full = form == .i3blocks ? "bw ? \(problem.printable.cut(to: 60))" : "bw ?"
        return text(full, short: "bw ?", share: 0, status: .unknown, color: Self.unknown, [(problem.printable, nil)])
    }

    /// - Parameters:
    ///   - share: in percent.
    ///   - lines: the lines of the tooltip or menu, with what they link to.
    private func text(
        _ full: String, short: String, share: Int64, status: Status, color: (menu: String, hexadecimal: String)?,
        _ lines: [(text: String, link: String?)]
    ) -> String {
        switch form {
        case .line: return full + "\n"
        case .waybar:
            let tooltip = lines.map(\.text).joined(separator: "\n")
            let members = [
                ("text", full.pango), ("tooltip", tooltip.pango), ("alt", status.rawValue), ("class", status.rawValue),
            ].map { "\"\($0)\":\($1.json)" }
            return "{\(members.joined(separator: ",")),\"percentage\":\(share)}\n"
        case .swiftbar:
            // A label such as `:bug:` is no picture.
            let plain = " | emojize=false symbolize=false"
            let items = lines.map { $0.text.menuItem + plain + ($0.link.map { " href=\($0)" } ?? "") + "\n" }
            return full.menuItem + plain + (color.map { " color=\($0.menu)" } ?? "") + "\n---\n" + items.joined()
                + "Refresh | refresh=true\n"
        case .i3blocks: return "\(full)\n\(short)\n" + (color.map { $0.hexadecimal + "\n" } ?? "")
        }
    }

    /// In tenths of a percent.
    private static func share(_ assessment: Assessment) -> Int64 {
        guard let quota = assessment.quota, quota > .zero else { return -1 }
        return Int64(clamping: Int128(assessment.usage.used.bytes) * 1000 / Int128(quota.bytes))
    }

    /// `shop-sin 120%`
    private func subject(_ item: ProblemList.Item, _ report: UsageReport) -> String {
        let words = item.words
        let name = item.count == 1 && words.row.scope.kind != .account ? words.partName : item.name
        let figure = words.share ?? words.row.lastReading?.figure ?? words.amounts(" / ")
        return item.count == 1 ? [name, figure].compactMap { $0 }.joined(separator: " ") : name
    }

    /// How old the figure of what could not be read or is too old is.
    private func figureAge(_ item: ProblemList.Item, _ report: UsageReport) -> String? {
        let row = item.words.row
        let isOld = item.words.verdict.state == .tooOld && item.count == 1
        guard let time = (item.count == 1 ? row.lastReading?.time : nil) ?? (isOld ? row.assessment?.usage.asOf : nil)
        else { return nil }
        return Self.briefAge((report.shownAt ?? report.checkedAt).second - time.second)
    }

    /// `25m`, `3h`, `2d`; `nil` below a minute.
    private static func briefAge(_ seconds: Int64) -> String? {
        if seconds < 60 { return nil }
        if seconds < 7200 { return "\(seconds / 60)m" }
        return seconds < 48 * 3600 ? "\(seconds / 3600)h" : "\(seconds / 86400)d"
    }

    private static let unknown = (menu: "purple", hexadecimal: "#FF79C6")

    /// Only problems have a colour.
    private static func color(_ item: ProblemList.Item) -> (menu: String, hexadecimal: String) {
        switch item.words.verdict.mark {
        case .critical: ("red", "#FF5555")
        case .unknown: unknown
        default: ("orange", "#F1C40F")
        }
    }

    /// What a tooltip or menu says: the counts, the money, the problems, the time.
    private func lines(_ problems: [ProblemList.Item], _ report: UsageReport) -> [(text: String, link: String?)] {
        let head = [report.counts, report.money(isBrief: true)].compactMap { $0 }.map { ($0, String?.none) }
        let items = problems.prefix(Self.most).map { item in
            let mark = glyphs.mark(item.words.verdict.mark)
            return ("\(mark) \(item.name): \(item.remark(in: 100))", item.words.row.console)
        }
        let rest = problems.count - items.count
        let zone = style.zone.offset(at: report.checkedAt).name
        let time = "\(style.zone.minute(of: report.checkedAt)) \(zone)" + (report.age.map { ", \($0) ago" } ?? "")
        return head + items + (rest > 0 ? [("\(rest) more", nil)] : []) + [(time, nil)]
    }
}

extension String {
    /// The text where Pango reads markup.
    fileprivate var pango: String {
        replacing("&", with: "&amp;").replacing("<", with: "&lt;").replacing(">", with: "&gt;")
    }

    /// The text as a JSON string on one line.
    fileprivate var json: String {
        var writer = LineWriter()
        writer.append(quoted: self)
        return String(decoding: writer.bytes, as: UTF8.self)
    }

    /// The text of a menu item: a `|` begins parameters there, and `\n` is a line break.
    fileprivate var menuItem: String {
        replacing("|", with: "¦").replacing("\\", with: "∖")
    }
}
