/// What reports for people depend on besides the report.
public struct ReportStyle: Sendable, Hashable {
    /// The units of figures.
    public var units: UnitSystem

    /// The columns of the terminal.
    public var width: Int

    /// The lines of the terminal; `nil` where it isn't one.
    public var height: Int?

    /// Whether every row is shown, however many there are.
    public var showsAll: Bool

    /// Whether colours may be used.
    public var hasColor: Bool

    /// Whether more than ASCII can be shown.
    public var isUnicode: Bool

    /// The zone of dates.
    public var zone: ReportZone

    /// A style.
    public init(
        units: UnitSystem = .provider, width: Int = 100, height: Int? = nil, showsAll: Bool = false,
        hasColor: Bool = false, isUnicode: Bool = true, zone: ReportZone = .utc
    ) {
        self.units = units
        self.width = width
        self.height = height
        self.showsAll = showsAll
        self.hasColor = hasColor
        self.isUnicode = isUnicode
        self.zone = zone
    }
}

/// A format for reports: its name on the command line, and how to make its reporter.
public struct ReportFormat: Sendable {
    /// What `--format` calls it.
    public let name: String

    /// Whether it is for people, so that something may be printed beside it.
    public let isForPeople: Bool

    /// What the exit statuses of a run mean.
    public let statuses: Statuses

    /// Whether it draws what is remembered of rows, which is then read for it (`UsageReport.remembering`).
    public let drawsHistory: Bool

    /// Whether a file with the report is for other users of the machine, whatever the umask says.
    public let isForEverybody: Bool

    /// What is printed where there is no report because of a problem; `nil` for nothing.
    public let failure: (@Sendable (_ problem: String) -> String)?

    /// The reporter for a style.
    public let make: @Sendable (ReportStyle) -> any Reporter

    /// Creates a format.
    public init(
        _ name: String, isForPeople: Bool = false, drawsHistory: Bool = false, statuses: Statuses = .usual,
        isForEverybody: Bool = false,
        failure: (@Sendable (_ problem: String) -> String)? = nil,
        _ make: @escaping @Sendable (ReportStyle) -> any Reporter
    ) {
        self.name = name
        self.isForPeople = isForPeople
        self.drawsHistory = drawsHistory
        self.statuses = statuses
        self.isForEverybody = isForEverybody
        self.failure = failure
        self.make = make
    }

    /// What the exit statuses of a run mean to the program that reads the report.
    public enum Statuses: Sendable {
        /// As in the help: also whether every account was read.
        case usual

        /// Whether there is something to show. Status bars and prompts show nothing of a program that fails.
        case display

        /// Those of monitoring plugins: 0 ok, 1 warning, 2 critical, 3 for everything that prevented the check.
        case plugin
    }
}

extension ReportFormat {
    /// For a terminal; what a report is without `--format`.
    public static let table = ReportFormat("table", isForPeople: true) { TableReporter($0) }

    /// For programs; what `--json` is short for.
    public static let json = ReportFormat("json") { _ in JSONReporter() }

    /// The formats of this package. A new one is one line here.
    public static let all: [ReportFormat] = [
        .table,
        ReportFormat("plain") { _ in PlainReporter() },
        .json,
        ReportFormat("csv") { _ in CSVReporter() },
        ReportFormat("html", drawsHistory: true) { HTMLReporter($0) },
        ReportFormat("prometheus", isForEverybody: true) { _ in PrometheusReporter() },
        ReportFormat("nagios", statuses: .plugin, failure: NagiosReporter.failure) { NagiosReporter($0) },
        ReportFormat("line", statuses: .display, failure: LineReporter(.line).failure) { LineReporter(.line, $0) },
        ReportFormat("waybar", statuses: .display, failure: LineReporter(.waybar).failure) {
            LineReporter(.waybar, $0)
        },
        ReportFormat("swiftbar", statuses: .display, failure: LineReporter(.swiftbar).failure) {
            LineReporter(.swiftbar, $0)
        },
        ReportFormat("i3blocks", statuses: .display, failure: LineReporter(.i3blocks).failure) {
            LineReporter(.i3blocks, $0)
        },
    ]
}
