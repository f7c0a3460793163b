import BandwidthKit

/// How a report is shown, and from when on it makes a run fail: the options, in values.
struct ReportChoices {
    var format = ReportFormat.table
    var units = UnitSystem.provider
    var color = AppearanceOptions.ColorChoice.auto

    /// Whether every row of a long table is shown.
    var showsAll = false

    /// The file to write; `nil` for standard output.
    var output: String?

    /// What has to fit into the quotas.
    var needs: RequiredRoom?
    var failOn = CheckOptions.FailOn.never
}

/// Shows a report as the options say.
struct ReportPresenter {
    let context: CommandContext
    let choices: ReportChoices

    /// The folder for the state.
    let folder: StateFolder?

    /// The report as it is shown: with `--needs`, critical where there is no room; with history where that is drawn.
    func shown(_ report: UsageReport) -> UsageReport {
        var report = report
        if let room = choices.needs {
            report = report.requiring(room)
            for remark in report.remarks(on: room) { context.notice(remark) }
        }
        guard let folder, choices.format.drawsHistory else { return report }
        return report.remembering(folder)
    }

    func status(of report: UsageReport) -> ExitStatus {
        let meaning = choices.format.statuses
        var statuses: [ExitStatus] = report.isIncomplete && meaning != .display ? [.notRead] : []
        let failOn = meaning == .plugin ? .warning : choices.failOn
        if failOn != .never || choices.needs != nil, report.rows.contains(where: { $0.status == .critical }) {
            statuses.append(.critical)
        }
        if failOn == .warning, report.rows.contains(where: { $0.status == .warning }) {
            statuses.append(.warning)
        }
        return ExitStatus.first(of: statuses)
    }

    /// A function that writes the report; it may block. Without a visible report, errors go to standard error.
    func writing(of report: UsageReport) -> @Sendable () -> ExitStatus {
        let style = ReportStyle(choices, toFile: choices.output != nil, context, zone: context.terminal.zone)
        let reporter = choices.format.make(style)
        return { [context, path = choices.output, isForEverybody = choices.format.isForEverybody] in
            if path == nil, context.verbosity != .quiet { return context.print(report, by: reporter) }
            // Without a visible report, at least show what could not be read.
            for row in report.rows {
                if let error = row.error {
                    context.tell("\(row.provider) \(row.account): \(error)")
                } else if let assessment = row.assessment, assessment.isStale {
                    context.tell("\(row.provider) \(row.account): \(assessment.notes.first ?? "too old to judge")")
                }
            }
            guard let path else { return .success }
            do {
                try OutputFile(path: path, isForEverybody: isForEverybody).write(report, by: reporter)
                return .success
            } catch {
                context.tell("\(error)")
                return .notWritten
            }
        }
    }
}

extension ReportStyle {
    /// The style of a report to a file or to standard output.
    ///
    /// - Parameter zone: the zone of dates that people read.
    init(_ choices: ReportChoices, toFile: Bool, _ context: CommandContext, zone: ReportZone = .utc) {
        let isTerminal = !toFile && context.terminal.hasOutput
        let environment = context.environment
        let hasColor =
            switch choices.color {
            case .always: true
            case .never: false
            case .auto: isTerminal && environment["NO_COLOR", default: ""].isEmpty && environment["TERM"] != "dumb"
            }
        let named = environment["COLUMNS"].flatMap { Int($0) }.flatMap { (1...1000).contains($0) ? $0 : nil }
        let width = isTerminal ? context.terminal.columns ?? named : named
        // A screen that doesn't say how many lines it has, or says none, folds nothing.
        let height = isTerminal ? context.terminal.rows.flatMap { $0 > 0 ? $0 : nil } : nil
        self.init(
            units: choices.units, width: width ?? 100, height: height, hasColor: hasColor,
            isUnicode: context.terminal.isUnicode, zone: zone)
        showsAll = choices.showsAll
    }
}
