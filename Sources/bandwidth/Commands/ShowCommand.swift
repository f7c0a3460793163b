import ArgumentParser
import BandwidthKit

extension Bandwidth {
    /// `bandwidth show`
    struct Show: ContextualCommand {
        static let configuration = CommandConfiguration(
            commandName: "show",
            abstract: "Show everything that is known about an account or a row.",
            discussion: """
                Examples:
                  bandwidth show production              every row of an account
                  bandwidth show production/id-cgk       one row of it
                  bandwidth show production/web-1        one instance, even if instances aren't configured
                  bandwidth show tokyo --json            the same as data
                """
        )

        @Argument(
            help: ArgumentHelp("An account, a row (production/id-cgk), or a row's id.", valueName: "name"),
            completion: .accounts)
        var name: String

        @OptionGroup var common: CommonOptions

        @OptionGroup var report: ReportOptions

        @OptionGroup var state: StateOptions

        func run(in surroundings: CommandContext) async -> ExitStatus {
            let context = surroundings.with(common.verbosity)
            let loader = ConfigurationLoader(environment: context.environment, timeout: common.timeout)
            do throws(ConfigurationError) {
                let configuration = try await load(by: loader, context)
                for warning in configuration.warnings { context.notice("warning: \(warning)") }
                guard !configuration.accounts.isEmpty else { throw Help.noAccounts(configuration.file) }
                let name = RowName(name), accounts = name.accounts(of: configuration)
                return try await context.withNetwork(accounts: accounts.count) { network throws(ConfigurationError) in
                    let found = await check(accounts, network, context)
                    if !name.rows(of: found).isEmpty { return show(name.rows(of: found), of: found, context) }
                    if let instance = try await instance(called: name, of: accounts, context) {
                        let second = await check([instance], network, context)
                        let rows = name.rows(of: second).filter { $0.error?.code != .notFound }
                        if !rows.isEmpty { return show(rows, of: second, context) }
                    }
                    return context.fail(unknown(name, in: found), status: .wrongUse)
                }
            } catch {
                return context.fail(error)
            }
        }

        private func check(
            _ accounts: [Account], _ network: Network, _ context: CommandContext
        ) async -> UsageReport {
            let memory = state.folder(in: context).map { RunMemory(in: $0, at: network.time.now) }
            let progress = CheckProgress(accounts)
            return await ProgressLine(progress, in: context).during {
                await UsageChecker(network: network, memory: memory, progress: progress).check(accounts)
            }
        }

        /// The account with just the instance that is named; `nil` if the name can't be that of an instance.
        private func instance(
            called name: RowName, of accounts: [Account], _ context: CommandContext
        ) async throws(ConfigurationError) -> Account? {
            guard let account = accounts.first, let part = name.part(of: account), let service = account.entry?.service,
                service.options.contains(.instance)
            else { return nil }
            let scope = ScopeSelection(instances: .named([part]))
            let loader = ConfigurationLoader(
                environment: context.environment, selection: (account.kind, scope),
                timeout: common.timeout)
            return try await load(by: loader, context).accounts.first { $0.name == account.name }
        }

        /// Reads the configuration, with the secrets of the accounts that are shown.
        private func load(
            by loader: ConfigurationLoader, _ context: CommandContext
        ) async throws(ConfigurationError) -> Configuration {
            let names = RowName(name).accounts(of: try loader.load(file: common.config)).map(\.name)
            return try await loader.load(
                file: common.config, reading: EntryChoice(accounts: names, readsChannels: false, readsHeartbeat: false),
                with: context.processes)
        }

        private func show(_ rows: [UsageRow], of report: UsageReport, _ context: CommandContext) -> ExitStatus {
            let part = UsageReport(checkedAt: report.checkedAt, rows: rows)
            let style = self.report.style(toFile: false, context, zone: context.terminal.zone)
            let isChosen = self.report.format != nil || self.report.json
            let reporter: any Reporter = isChosen ? self.report.chosenFormat.make(style) : DetailsReporter(style)
            let written = context.print(part, by: reporter)
            return ExitStatus.first(of: [
                written, part.isIncomplete && self.report.chosenFormat.statuses == .usual ? .notRead : .success,
            ])
        }

        private func unknown(_ name: RowName, in report: UsageReport) -> ConfigurationError {
            ConfigurationError(
                name.text,
                "no such account or row; "
                    + (name.suggestion(among: report).map { "did you mean '\($0)'?" } ?? "'bandwidth' lists them"))
        }
    }
}
