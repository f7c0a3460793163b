/// What reports for people depend on besides the report.
public struct ReportStyle: Sendable, Hashable {
    /// The units of figures.
    public var units: UnitSystem

    /// The columns of the terminal.
    public var width: Int

    /// Whether colours may be used.
    public var hasColor: Bool

    /// A style.
    public init(units: UnitSystem = .provider, width: Int = 100, hasColor: Bool = false) {
        self.units = units
        self.width = width
        self.hasColor = hasColor
    }
}

/// A form that reports can have: its name on the command line, and how to make its reporter.
public struct ReportFormat: Sendable {
    /// What `--format` calls it.
    public let name: String

    /// Whether it is for people, so that something may be printed beside it.
    public let isForPeople: Bool

    /// The reporter for a style.
    public let make: @Sendable (ReportStyle) -> any Reporter

    /// A form.
    public init(_ name: String, isForPeople: Bool = false, _ make: @escaping @Sendable (ReportStyle) -> any Reporter) {
        self.name = name
        self.isForPeople = isForPeople
        self.make = make
    }
}

extension ReportFormat {
    /// For a terminal; what a report is without `--format`.
    public static let table = ReportFormat("table", isForPeople: true) { TableReporter($0) }

    /// For programs; what `--json` is short for.
    public static let json = ReportFormat("json") { _ in JSONReporter() }

    /// The forms of this package. A new one is one line here.
    public static let all: [ReportFormat] = [
        .table,
        ReportFormat("plain") { _ in PlainReporter() },
        .json,
        ReportFormat("csv") { _ in CSVReporter() },
    ]
}
