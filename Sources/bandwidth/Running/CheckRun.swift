import BandwidthKit
import BandwidthTransport

/// One run of a check: load, read, report, notify.
struct CheckRun {
    let context: CommandContext
    let choices: CheckChoices

    /// The parts of one provider's accounts that the command line selects.
    var scope: (kind: String, scope: ScopeSelection)?

    /// Whether a later run with the same options asks the same accounts: not so where a token was typed in.
    var isRepeatable = true

    init(
        _ choices: CheckChoices, in context: CommandContext, scope: (kind: String, scope: ScopeSelection)? = nil
    ) {
        self.context = context.with(choices.verbosity)
        self.choices = choices
        self.scope = scope
    }

    /// The loader with the choices of the command line.
    var loader: ConfigurationLoader {
        ConfigurationLoader(environment: context.environment, selection: scope, timeout: choices.timeout)
    }

    /// With `--max-age`, shows the last report on the named accounts if it is recent enough; `nil` if a check is needed.
    func showLastReport(of names: [String]) -> ExitStatus? {
        guard let maxAge = choices.maxAge, let key else { return nil }
        return LastReport(
            presenter: presenter, key: key, configuration: choices.configuration ?? loader.usualFile(), maxAge: maxAge
        ).show(of: names)
    }

    private var presenter: ReportPresenter {
        ReportPresenter(context: context, choices: choices.report, folder: folder)
    }

    /// What a report is made from; `nil` if that can't be known in advance.
    private var key: ReportKey? {
        isRepeatable ? ReportKey(loader, file: choices.configuration, hashing: SwiftCrypto()) : nil
    }

    /// Reads the configuration, for the accounts with these names.
    func load(_ names: [String]) async throws(ConfigurationError) -> Configuration {
        try await loader.load(
            file: choices.configuration,
            reading: EntryChoice(
                accounts: names, provider: scope?.kind, readsChannels: choices.notify != nil,
                readsHeartbeat: isWhole(names)),
            with: context.processes)
    }

    /// Whether it is a run of everything, which the heartbeat is told of.
    private func isWhole(_ names: [String]) -> Bool {
        names.isEmpty && scope == nil && !choices.isDryRun
    }

    /// Chooses the named accounts, checks them, writes the report and sends what is due.
    func run(_ names: [String], of configuration: Configuration, roots: TrustedRoots) async throws(ConfigurationError)
        -> ExitStatus
    {
        for warning in configuration.warnings { context.notice("warning: \(warning)") }
        guard choices.report.needs == nil || !names.isEmpty else {
            context.tell(
                "--needs is for named accounts, such as: bandwidth \(configuration.accounts[0].name) --needs 200GB")
            return .wrongUse
        }
        try requireMeansToNotify(configuration)
        if let problem = choices.report.output.flatMap({ OutputFile(path: $0).problem(besides: configuration.file) }) {
            context.tell(problem)
            return .notWritten
        }
        let accounts: [Account]
        do {
            accounts = try configuration.accounts(named: names)
        } catch {
            let status = context.fail(error, status: .wrongUse)
            if let hint = hint(on: names, of: configuration) { context.tell(hint) }
            return status
        }
        return try await context.withNetwork(accounts: accounts.count, roots: roots) { network in
            // Of the configuration as it is now, but no request waits for that.
            async let key = self.key
            let memory = folder.map { RunMemory(in: $0, at: network.time.now) }
            let (report, isInterrupted) = await read(accounts, network, memory)
            if isInterrupted { return finishInterrupted(report) }
            let shown = presenter.shown(report)
            let status = presenter.status(of: shown), writing = presenter.writing(of: shown)
            // The reader of the report may be slow, or never read: nothing waits for it.
            async let written = OwnThread.run(writing)
            let troubles = await remember(report, as: await key.map { ($0, names) }, in: memory, network)
            let dispatcher = choices.notify.map {
                Dispatcher(
                    policy: $0, units: choices.report.units, zone: context.terminal.zone, network: network,
                    folder: folder)
            }
            let outcome = choices.isDryRun ? nil : await dispatcher?.dispatch(report, through: configuration.channels)
            var statuses = [status, await written]
            for trouble in troubles {
                if choices.notify == nil { context.notice(trouble) } else { context.tell(trouble) }
            }
            if let outcome { statuses.append(tell(outcome, configuration)) }
            if choices.isDryRun, let dispatcher { preview(report, by: dispatcher, through: configuration.channels) }
            if isWhole(names) {
                await beat(configuration, report, outcome, isWritten: statuses[1] == .success, network)
            }
            return ExitStatus.first(of: statuses)
        }
    }

    /// What else the names may have been meant as: a command, or a row.
    private func hint(on names: [String], of configuration: Configuration) -> String? {
        let unknown = names.filter { name in !configuration.accounts.contains { $0.name == name } }
        return Help.commandAmongNames(unknown) ?? Help.rowAmongNames(unknown, of: configuration)
            ?? (scope == nil ? Help.mistypedCommand(among: unknown) : nil)
    }

    /// Reads the accounts, shows how far it is, and stops at Ctrl-C where a person sees what is read until then.
    private func read(
        _ accounts: [Account], _ network: Network, _ memory: RunMemory?
    ) async -> (UsageReport, isInterrupted: Bool) {
        let progress = CheckProgress(accounts)
        let checker = UsageChecker(network: network, memory: memory, progress: progress)
        return await ProgressLine(progress, in: context).during {
            let check = Task { await checker.check(accounts) }
            let interruption = showsReportToPerson ? context.terminal.interruption : nil
            interruption?.wait { check.cancel() }
            let report = await check.value
            interruption?.stopWaiting()
            return (report, check.isCancelled)
        }
    }

    /// Whether a person sees the report as soon as it is written.
    private var showsReportToPerson: Bool {
        choices.report.output == nil && context.verbosity != .quiet && context.terminal.hasOutput
            && choices.report.format.isForPeople
    }

    /// Prints what was read until Ctrl-C, and ends as Ctrl-C does. Nothing is sent or remembered.
    private func finishInterrupted(_ report: UsageReport) -> ExitStatus {
        _ = presenter.writing(of: report)()
        context.tell("interrupted: the report is incomplete" + (choices.notify == nil ? "" : ", and nothing was sent"))
        context.terminal.interruption?.end()
        return .notRead
    }

    /// Remembers what was read.
    ///
    /// - Returns: what went wrong; alerts are less reliable without the memory.
    private func remember(
        _ report: UsageReport, as key: (ReportKey, names: [String])?, in memory: RunMemory?, _ network: Network
    ) async -> [String] {
        guard let memory, choices.storesReadings, !choices.isDryRun else { return [] }
        return await memory.remember(report, as: key, time: network.time)
    }

    /// Refuses `--notify` if there is no channel, or no folder for the state.
    private func requireMeansToNotify(_ configuration: Configuration) throws(ConfigurationError) {
        if choices.notify != nil, configuration.channels.isEmpty, configuration.channelProblems.isEmpty {
            throw Help.noChannels(configuration.file)
        }
        if choices.notify == .crossing, folder == nil {
            throw ConfigurationError("--notify crossing", "there is no home folder for the state; use --state-dir")
        }
    }

    /// The folder for the state.
    private var folder: StateFolder? {
        StateFolder(named: choices.stateFolder, in: context)
    }

    /// Tells the heartbeat whether everything was read, written and delivered. What goes wrong with that is only a notice.
    private func beat(
        _ configuration: Configuration, _ report: UsageReport, _ outcome: Dispatcher.Outcome?, isWritten: Bool,
        _ network: Network
    ) async {
        for problem in configuration.heartbeatProblems { context.tell("warning: \(problem)") }
        guard let heartbeat = configuration.heartbeat else { return }
        var troubles = outcome?.problems ?? []
        troubles += (outcome?.deliveries ?? []).filter { !$0.hasArrived }.map(\.description)
        if outcome != nil { troubles += configuration.channelProblems.map(\.description) }
        if !isWritten { troubles.append("the report could not be written") }
        let isComplete = troubles.isEmpty && !report.isIncomplete
        let list = report.list(units: choices.report.units, zone: context.terminal.zone)
        let problem = await heartbeat.tell(
            isComplete ? .complete : .incomplete, (troubles + [list]).joined(separator: "\n"), over: network)
        if let problem { context.tell("warning: \(problem)") }
    }

    /// Says what would be sent, and to whom.
    private func preview(_ report: UsageReport, by dispatcher: Dispatcher, through channels: [Channel]) {
        let due = dispatcher.preview(report, through: channels)
        for problem in due.problems { context.tell(problem) }
        if due.messages.isEmpty { context.tell("nothing would be sent") }
        for message in due.messages {
            context.tell("\(message.channelName): would send to \(message.recipient):")
            for line in message.alert.text.split(separator: "\n") { context.tell("  \(line)") }
        }
    }

    /// Says what was sent, and what was not.
    private func tell(_ outcome: Dispatcher.Outcome, _ configuration: Configuration) -> ExitStatus {
        for line in outcome.notices + outcome.problems { context.tell(line) }
        var statuses = [context.tell(outcome.deliveries)]
        // A delivery that is not remembered is sent again by the next run, so the status must show it.
        if !outcome.problems.isEmpty { statuses.append(.notDelivered) }
        if !configuration.channelProblems.isEmpty {
            statuses.append(context.fail(ConfigurationError(configuration.channelProblems)))
        }
        return ExitStatus.first(of: statuses)
    }
}
