public import ArgumentParser
public import BandwidthKit

extension Bandwidth {
    /// `bandwidth history`
    struct History: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            commandName: "history",
            abstract: "Show what was read before: a plot of the period, days and months. Nobody is asked.",
            discussion: """
                Examples:
                  bandwidth history                          every row on one line
                  bandwidth history production               an account, with plots
                  bandwidth history shop/shop-1 --days 30    a row; also --months 12
                  bandwidth history --format csv             or json: days and periods
                  bandwidth history export > readings.csv    everything
                  bandwidth history import readings.csv
                """,
            subcommands: [Show.self, Export.self, Import.self], defaultSubcommand: Show.self
        )
    }
}

extension Bandwidth.History {
    /// `bandwidth history [show] [NAME]`
    struct Show: ContextualCommand {
        static let configuration = CommandConfiguration(
            commandName: "show",
            abstract: "Show every row on one line, or the named ones with plots."
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
                guard (1...HistoryReport.mostDays).contains(number ?? 1) else {
                    throw ValidationError("\(option): expected a number from 1 to \(HistoryReport.mostDays).")
                }
            }
        }

        func run(in context: CommandContext) -> ExitStatus {
            guard let folder = state.folder(in: context) else { return context.failWithoutFolder() }
            let report: HistoryReport
            do {
                report = try HistoryReport(in: folder, of: name, days: days, months: months, now: context.time.now)
            } catch {
                context.tell("\(error)")
                return .wrongUse
            }
            for problem in report.problems { context.tell(problem) }
            let style = ReportStyle(appearance.choices, toFile: false, context, zone: context.terminal.zone)
            return context.print(report.text(json ? .json : format ?? .table, style))
        }
    }
}

extension Bandwidth.History {
    /// `bandwidth history export`
    struct Export: ContextualCommand {
        static let configuration = CommandConfiguration(
            commandName: "export",
            abstract: "Print every remembered reading as CSV.",
            discussion: "The columns are: \(HistoryImport.columns)."
        )

        @OptionGroup var state: StateOptions

        func run(in context: CommandContext) -> ExitStatus {
            guard let folder = state.folder(in: context) else { return context.failWithoutFolder() }
            var problems: [String] = []
            let status = context.print { output in
                problems = HistoryExport(folder).write(now: context.time.now) { output.write($0) }
            }
            for problem in problems { context.tell(problem) }
            return problems.isEmpty ? status : .notWritten
        }
    }

    /// `bandwidth history import`
    struct Import: ContextualCommand {
        static let configuration = CommandConfiguration(
            commandName: "import",
            abstract: "Remember the readings of a CSV file, besides those that are remembered already.",
            discussion: """
                The columns are those of 'bandwidth history export', in any order. Only id, time and used_bytes are \
                required: linode/production/account,2026-11-21T06:00:00Z,2480343613440. One reading an hour is kept \
                for each row, after 100 days one a day.
                """
        )

        @Argument(help: ArgumentHelp("The file; - for standard input.", valueName: "file"), completion: .file())
        var file: String

        @OptionGroup var state: StateOptions

        func run(in context: CommandContext) async -> ExitStatus {
            guard let folder = state.folder(in: context) else { return context.failWithoutFolder() }
            do throws(ConfigurationError) {
                let table = try contents()
                let result = try await HistoryImport(table: table, now: context.time.now)
                    .write(to: folder, time: context.time)
                for problem in result.problems + result.troubles { context.tell(problem) }
                for row in result.newRows.prefix(20) { context.tell("nothing was remembered of \(row) before") }
                var counts = ["\(result.added) \(result.added == 1 ? "reading" : "readings") added"]
                if result.duplicates > 0 {
                    counts.append("\(result.duplicates) \(result.duplicates == 1 ? "was" : "were") there already")
                }
                if result.dropped > 0 { counts.append("\(result.dropped) not kept") }
                context.tell(counts.joined(separator: ", "))
                return result.troubles.isEmpty ? result.problems.isEmpty ? .success : .wrongUse : .notWritten
            } catch {
                return context.fail(error, status: .wrongUse)
            }
        }

        private func contents() throws(ConfigurationError) -> [UInt8] {
            let path = file == "-" ? "/dev/stdin" : file
            do {
                return try InputFile(path, limit: HistoryImport.largestFile, patience: .seconds(600)).bytes
            } catch {
                throw ConfigurationError(file, "\(error)")
            }
        }
    }
}

extension CommandContext {
    fileprivate func failWithoutFolder() -> ExitStatus {
        tell("there is no home folder for the state; use --state-dir")
        return .wrongConfiguration
    }
}

extension HistoryReport.Format: ExpressibleByArgument {}
