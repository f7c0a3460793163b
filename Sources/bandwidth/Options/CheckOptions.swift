public import ArgumentParser
public import BandwidthKit

/// The options of all commands that read the configuration: its location, the time limit, and the verbosity.
struct CommonOptions: ParsableArguments {
    @Option(
        name: .shortAndLong,
        help: ArgumentHelp(
            "The configuration file (default: $BANDWIDTH_CONFIG, else ~/.config/bandwidth/providers.json).",
            valueName: "file"), completion: .file())
    var config: String?

    @Option(
        help: ArgumentHelp(
            "Time limit for one account or message, such as 20s or 2m (default: 20s).", valueName: "duration"),
        transform: Self.duration)
    var timeout: Duration?

    @Flag(name: .shortAndLong, help: "Print only errors, no report or notices.")
    var quiet = false

    @Flag(name: .shortAndLong, help: "Log each request on standard error.")
    var verbose = false

    var verbosity: CommandContext.Verbosity {
        quiet ? .quiet : verbose ? .verbose : .normal
    }

    /// Parses any duration.
    static func anyDuration(_ text: String) throws -> Duration {
        guard let duration = Duration(text: text) else {
            throw ValidationError("expected a duration such as 90s, 30m, 2h or 1d")
        }
        return duration
    }

    private static func duration(_ text: String) throws -> Duration {
        guard let duration = Duration(text: text), Duration.allowedTimeouts.contains(duration) else {
            throw ValidationError("expected a duration such as 20s or 2m, from 0.1 s to 1 h")
        }
        return duration
    }

    func validate() throws {
        if config == "" { throw ValidationError("--config: expected the path of a file.") }
        if quiet, verbose { throw ValidationError("--quiet and --verbose can't be used together.") }
    }
}

/// The options for the appearance of a report.
struct ReportOptions: ParsableArguments {
    @Option(help: ArgumentHelp("The format of the report.", valueName: "format"))
    var format: ReportFormat?

    @Flag(help: "Short for --format json.")
    var json = false

    @OptionGroup var appearance: AppearanceOptions

    @Flag(help: "Show every row of the table, however many there are.")
    var all = false

    /// The units of figures.
    var units: UnitSystem { appearance.units }

    func validate() throws {
        if json, let format, format.name != ReportFormat.json.name {
            throw ValidationError("--json and --format \(format.name) can't be used together.")
        }
    }

    /// The format of the report: `--json`, `--format`, or the table by default.
    var chosenFormat: ReportFormat {
        json ? .json : format ?? .table
    }

    /// Returns the style of a report to a file or to standard output.
    func style(toFile: Bool, _ context: CommandContext, zone: ReportZone = .utc) -> ReportStyle {
        ReportStyle(choices, toFile: toFile, context, zone: zone)
    }

    /// How a report is shown.
    var choices: ReportChoices {
        var choices = appearance.choices
        choices.format = chosenFormat
        choices.showsAll = all
        return choices
    }
}

/// The options for how figures look to people.
struct AppearanceOptions: ParsableArguments {
    @Option(help: ArgumentHelp("The units in human-readable output.", valueName: "system"))
    var units: UnitSystem = .provider

    @Option(help: ArgumentHelp("Colour the table; 'auto' does so on a terminal without NO_COLOR.", valueName: "when"))
    var color: ColorChoice = .auto

    /// When to colour the table.
    enum ColorChoice: String, CaseIterable, ExpressibleByArgument {
        case auto, always, never
    }

    /// How figures are shown.
    var choices: ReportChoices {
        ReportChoices(units: units, color: color)
    }
}

/// Where the state is.
struct StateOptions: ParsableArguments {
    @Option(
        help: ArgumentHelp(
            "Where to store readings and deliveries (default: $STATE_DIRECTORY, else ~/.local/state/bandwidth).",
            valueName: "folder"), completion: .directory)
    var stateDir: String?

    /// The folder for the state; `nil` if there is no home folder either.
    func folder(in context: CommandContext) -> StateFolder? {
        StateFolder(named: stateDir, in: context)
    }

    func validate() throws {
        if stateDir == "" { throw ValidationError("--state-dir: expected the path of a folder.") }
    }
}

/// The options of `check` and of every provider's subcommand.
struct CheckOptions: ParsableArguments {
    @OptionGroup var common: CommonOptions

    @OptionGroup var report: ReportOptions

    @Option(
        name: .shortAndLong,
        help: ArgumentHelp("Write the report to this file instead of standard output.", valueName: "file"),
        completion: .file())
    var output: String?

    @Option(
        help: ArgumentHelp(
            "Show the last report, without asking anyone, if it is at most this old: 30m, 2h, 1d.",
            valueName: "duration"), transform: CommonOptions.anyDuration)
    var maxAge: Duration?

    @Option(
        help: ArgumentHelp(
            "When to send messages: on every run, if a rule holds, or once for each rule, row and billing period.",
            valueName: "when"))
    var notify: AlertPolicy?

    @OptionGroup var state: StateOptions

    @Flag(name: .customLong("no-history"), help: "Store no readings of this run, only deliveries.")
    var noHistory = false

    @Flag(help: "With --notify: show what would be sent and to whom, but send nothing.")
    var dryRun = false

    @Option(
        help: ArgumentHelp(
            "With names: exit with status 2 if what is expected and this size, such as 200GB, pass a quota.",
            valueName: "size"), transform: Self.room)
    var needs: RequiredRoom?

    @Option(help: ArgumentHelp("Exit with status 1 or 2 if a row has at least this severity.", valueName: "severity"))
    var failOn: FailOn = .never

    /// The severity from which a report makes the run fail.
    enum FailOn: String, CaseIterable, ExpressibleByArgument {
        case never, warning, critical
    }

    private static func room(_ text: String) throws -> RequiredRoom {
        guard let room = RequiredRoom(text) else { throw ValidationError("expected a size such as 200GB or 1.5TiB") }
        return room
    }

    /// What the check should do.
    var choices: CheckChoices {
        var report = report.choices
        report.output = output
        report.needs = needs
        report.failOn = failOn
        return CheckChoices(
            configuration: common.config, timeout: common.timeout, verbosity: common.verbosity, report: report,
            maxAge: maxAge, notify: notify, stateFolder: state.stateDir, storesReadings: !noHistory, isDryRun: dryRun)
    }

    func validate() throws {
        if output == "" { throw ValidationError("--output: expected the path of a file.") }
        if maxAge != nil, notify != nil {
            throw ValidationError("--max-age and --notify can't be used together: messages are about new readings.")
        }
        if dryRun, notify == nil { throw ValidationError("--dry-run needs --notify.") }
    }
}

extension ReportFormat {
    /// The format that a command line names, even if there is something wrong with the command line.
    static func wanted(in arguments: [String]) -> ReportFormat? {
        let arguments = arguments.prefix { $0 != "--" }
        let pairs = zip(arguments, arguments.dropFirst()).filter { $0.0 == "--format" }.map(\.1)
        let joined = arguments.filter { $0.hasPrefix("--format=") }.map { String($0.dropFirst("--format=".count)) }
        return (pairs + joined).lazy.compactMap(ReportFormat.init(argument:)).first
    }
}

extension ReportFormat: ExpressibleByArgument {
    public init?(argument: String) {
        guard let format = Self.all.first(where: { $0.name == argument }) else { return nil }
        self = format
    }

    public static var allValueStrings: [String] {
        all.map(\.name)
    }

    public static var defaultCompletionKind: CompletionKind {
        .list(allValueStrings)
    }

    public var defaultValueDescription: String {
        name
    }
}

extension UnitSystem: ExpressibleByArgument {}

extension AlertPolicy: ExpressibleByArgument {}
