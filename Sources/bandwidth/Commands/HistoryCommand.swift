public import ArgumentParser
public import BandwidthKit

extension Bandwidth {
    /// `bandwidth history`
    struct History: ContextualCommand {
        static let configuration = CommandConfiguration(
            commandName: "history",
            abstract: "Show what was read before: a plot of the period, days and months. Nobody is asked.",
            discussion: """
                Examples:
                  bandwidth history                             every row on one line
                  bandwidth history production                  the rows of an account, with plots
                  bandwidth history production/id-cgk --days 30
                  bandwidth history --format csv > days.csv
                """
        )

        @Argument(
            help: ArgumentHelp(
                "An account, a row (production/id-cgk) or a provider; also one that was removed.", valueName: "name"),
            completion: .accounts)
        var name: String?

        @Option(help: ArgumentHelp("List this many days (default: 14).", valueName: "n"))
        var days: Int?

        @Option(help: ArgumentHelp("List this many months (default: 6).", valueName: "n"))
        var months: Int?

        @Option(help: ArgumentHelp("The format.", valueName: "format"))
        var format: HistoryReport.Format?

        @Flag(help: "Short for --format json.")
        var json = false

        @OptionGroup var appearance: AppearanceOptions

        @OptionGroup var state: StateOptions

        func validate() throws {
            if json, let format, format != .json {
                throw ValidationError("--json and --format \(format.rawValue) can't be used together.")
            }
            for (option, number) in [("--days", days), ("--months", months)] {
                guard (0...HistoryReport.mostDays).contains(number ?? 1) else {
                    throw ValidationError("\(option): expected a number from 0 to \(HistoryReport.mostDays).")
                }
            }
        }

        func run(in context: CommandContext) -> ExitStatus {
            guard let folder = state.folder(in: context) else {
                context.tell("there is no home folder for the state; use --state-dir")
                return .wrongConfiguration
            }
            let report: HistoryReport
            do {
                report = try HistoryReport(in: folder, of: name, days: days, months: months, now: context.time.now)
            } catch {
                context.tell("\(error)")
                return .wrongUse
            }
            for problem in report.problems { context.tell(problem) }
            let style = appearance.style(toFile: false, context, zone: context.terminal.zone)
            return context.print(report.text(json ? .json : format ?? .table, style))
        }
    }
}

extension HistoryReport.Format: ExpressibleByArgument {}
