import BandwidthKit

/// One run of a check: load, read, report, notify.
struct CheckRun {
    let context: CommandContext
    let options: CheckOptions

    /// The parts of one provider's accounts that the command line selects.
    var scope: (kind: String, scope: ScopeSelection)?

    /// The loader with the options of the command line.
    var loader: ConfigurationLoader {
        ConfigurationLoader(environment: context.environment, selection: scope, timeout: options.common.timeout)
    }

    /// Chooses the named accounts, checks them, writes the report and sends it.
    func run(_ names: [String], of configuration: Configuration) async throws(ConfigurationError) -> ExitStatus {
        for warning in configuration.warnings { context.notice("warning: \(warning)") }
        try requireMeansToNotify(configuration)
        if let problem = options.output.flatMap({ OutputFile(path: $0).problem(besides: configuration.file) }) {
            context.tell(problem)
            return .notWritten
        }
        let accounts: [Account]
        do {
            accounts = try configuration.accounts(named: names)
        } catch {
            let status = context.fail(error, status: .wrongUse)
            if let hint = Help.commandAmongNames(names) { context.tell(hint) }
            return status
        }
        return try await context.withNetwork(accounts: accounts.count) { network in
            let memory = folder.map { RunMemory(in: $0, at: network.time.now) }
            let report = await UsageChecker(network: network, memory: memory).check(accounts)
            var statuses = [status(of: report), write(report)]
            await remember(report, in: memory, network)
            if let policy = options.notify {
                statuses.append(await send(report, by: policy, configuration, over: network))
            }
            return ExitStatus.first(of: statuses)
        }
    }

    /// Remembers what was read. Failures are reported, because alerts are less reliable without the memory.
    private func remember(_ report: UsageReport, in memory: RunMemory?, _ network: Network) async {
        guard let memory, !options.noHistory, !options.dryRun else { return }
        for problem in await memory.remember(report, time: network.time) {
            if options.notify == nil { context.notice(problem) } else { context.tell(problem) }
        }
    }

    /// Refuses `--notify` if there is no channel, or no folder for the state.
    private func requireMeansToNotify(_ configuration: Configuration) throws(ConfigurationError) {
        if options.notify != nil, configuration.channels.isEmpty, configuration.channelProblems.isEmpty {
            throw Help.noChannels(configuration.file)
        }
        if options.notify == .crossing, folder == nil {
            throw ConfigurationError("--notify crossing", "there is no home folder for the state; use --state-dir")
        }
    }

    /// The folder for the state.
    private var folder: StateFolder? {
        let path = options.stateDir ?? StateFolder.usualFolder(environment: context.environment)
        return path.map { StateFolder($0) }
    }

    private func status(of report: UsageReport) -> ExitStatus {
        var statuses: [ExitStatus] = report.isIncomplete ? [.notRead] : []
        if options.failOn != .never, report.rows.contains(where: { $0.status == .critical }) {
            statuses.append(.critical)
        }
        if options.failOn == .warning, report.rows.contains(where: { $0.status == .warning }) {
            statuses.append(.warning)
        }
        return ExitStatus.first(of: statuses)
    }

    private func write(_ report: UsageReport) -> ExitStatus {
        let reporter = options.report.reporter(toFile: options.output != nil, context)
        if options.output == nil, context.verbosity != .quiet { return context.print(report, by: reporter) }
        // Without a visible report, at least show what could not be read.
        for row in report.rows {
            if let error = row.error {
                context.tell("\(row.provider) \(row.account): \(error)")
            } else if let assessment = row.assessment, assessment.isStale {
                context.tell("\(row.provider) \(row.account): \(assessment.notes.first ?? "too old to judge")")
            }
        }
        guard let path = options.output else { return .success }
        do {
            try OutputFile(path: path).write(report, by: reporter)
            return .success
        } catch {
            context.tell("\(error)")
            return .notWritten
        }
    }

    private func send(
        _ report: UsageReport, by policy: AlertPolicy, _ configuration: Configuration, over network: Network
    ) async -> ExitStatus {
        let dispatcher = Dispatcher(policy: policy, units: options.report.units, network: network, folder: folder)
        guard !options.dryRun else {
            let due = dispatcher.preview(report, through: configuration.channels)
            for problem in due.problems { context.tell(problem) }
            if due.messages.isEmpty { context.tell("nothing would be sent") }
            for message in due.messages {
                context.tell("\(message.channelName): would send to \(message.recipient):")
                for line in message.alert.text.split(separator: "\n") { context.tell("  \(line)") }
            }
            return .success
        }
        let outcome = await dispatcher.dispatch(report, through: configuration.channels)
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
