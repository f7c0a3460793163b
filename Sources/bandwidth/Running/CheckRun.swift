import BandwidthKit
import BandwidthTransport

/// One run of a check: load, read, report, tell.
struct CheckRun {
    let context: CommandContext
    let options: CheckOptions

    /// The parts of accounts that the command line asks for, of one provider.
    var scope: (kind: String, values: [CheckOption: JSONValue])?

    /// The loader with what the command line says.
    var loader: ConfigurationLoader {
        ConfigurationLoader(environment: context.environment, options: scope, timeout: options.common.timeout)
    }

    /// The configuration from the file, else from the environment; `nil` where neither says anything.
    func configuration() throws(ConfigurationError) -> Configuration? {
        let configuration = try loader.load(file: options.common.config)
        return configuration.file == nil && configuration.accounts.isEmpty ? nil : configuration
    }

    /// Chooses the named accounts, checks them, writes the report and sends it.
    func run(_ names: [String], of configuration: Configuration) async -> ExitStatus {
        for warning in configuration.warnings { context.notice("warning: \(warning)") }
        let transport: RetryingTransport
        do {
            try requireMeansToNotify(configuration)
            transport = try context.transport(accounts: configuration.accounts.count)
        } catch {
            return context.fail(error)
        }
        if let problem = options.output.flatMap({ OutputFile.problem(with: $0, besides: configuration.file) }) {
            context.tell(problem)
            return .wrongUse
        }
        let accounts: [Account]
        do {
            accounts = try configuration.accounts(named: names)
        } catch {
            let status = context.fail(error, status: .wrongUse)
            if let hint = Help.commandAmongNames(names) { context.tell(hint) }
            return status
        }
        let report = await UsageChecker(transport: transport, time: context.time).check(accounts)
        var statuses = [status(of: report)]
        statuses.append(write(report))
        if let policy = options.notify {
            statuses.append(await send(report, by: policy, configuration, through: transport))
        }
        return ExitStatus.first(of: statuses)
    }

    /// Refuses `--notify` where there is nobody to tell, or nowhere to remember.
    private func requireMeansToNotify(_ configuration: Configuration) throws(ConfigurationError) {
        if options.notify != nil, configuration.notifiers.isEmpty {
            throw ConfigurationError(
                "notify",
                "missing; --notify needs an entry there, or the four TWILIO_… variables (see 'bandwidth providers')")
        }
        if options.notify == .crossing, store == nil {
            throw ConfigurationError("--notify crossing", "there is no home folder to remember in; use --state-dir")
        }
    }

    /// Where it is remembered what was delivered.
    private var store: AlertStore? {
        let folder = options.stateDir ?? AlertStore.usualFolder(environment: context.environment)
        return folder.map { AlertStore(folder: $0) }
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
        let reporter = options.report.reporter(toFile: options.output != nil, environment: context.environment)
        let isShown = options.output == nil && context.verbosity != .quiet
        if isShown {
            var stream = DescriptorStream(1)
            reporter.write(report, to: &stream)
            stream.flush()
            guard stream.isFine else {
                context.tell("the report could not be written to standard output; is the disk full?")
                return .wrongUse
            }
        } else {
            // Whoever doesn't see the report sees at least what could not be read.
            for account in report.accounts {
                for error in account.errors { context.tell("\(account.provider) \(account.account): \(error)") }
                for row in account.rows where row.isStale {
                    context.tell("\(account.provider) \(account.account): \(row.notes.first ?? "too old to judge")")
                }
            }
        }
        guard let file = options.output else { return .success }
        do {
            try OutputFile.write(report, by: reporter, to: file)
            return .success
        } catch {
            context.tell("\(error)")
            return .wrongUse
        }
    }

    private func send(
        _ report: UsageReport, by policy: AlertPolicy, _ configuration: Configuration,
        through transport: RetryingTransport
    ) async -> ExitStatus {
        let dispatcher = Dispatcher(
            policy: policy, units: options.report.units, messenger: Messenger(transport: transport, time: context.time),
            store: store, time: context.time)
        if options.dryRun {
            let due = dispatcher.preview(report, through: configuration.notifiers)
            for problem in due.problems { context.tell(problem) }
            if due.messages.isEmpty { context.tell("nothing would be sent") }
            for message in due.messages {
                context.tell("\(message.notifier): would send to \(message.recipient):")
                for line in message.text.split(separator: "\n") { context.tell("  \(line)") }
            }
            return .success
        }
        let outcome = await dispatcher.dispatch(report, through: configuration.notifiers)
        for problem in outcome.problems { context.tell(problem) }
        let status = context.tell(outcome.deliveries)
        return outcome.isLeftToAnotherRun ? .notDelivered : status
    }
}
