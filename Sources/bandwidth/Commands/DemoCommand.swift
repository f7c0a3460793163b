import ArgumentParser
import BandwidthKit
import BandwidthSandbox

#if canImport(FoundationEssentials)
    import FoundationEssentials
#else
    import Foundation
#endif

extension Bandwidth {
    /// `bandwidth demo`
    struct Demo: ContextualCommand {
        static let configuration = CommandConfiguration(
            commandName: "demo",
            abstract: "Run a check of made-up accounts against a built-in sandbox; needs no setup.",
            discussion: """
                Starts a sandbox of the providers' APIs on loopback, runs the real check against it through the real \
                HTTP client, and shows the text message that the sandbox's Twilio received. No file is read or written.

                'bandwidth demo history [NAME]' shows the accounts' history, which is made up from real traffic.
                """
        )

        @Argument(
            help: ArgumentHelp("Only the accounts of these providers; or history [NAME].", valueName: "provider"))
        var words: [String] = []

        @OptionGroup var report: ReportOptions

        @Flag(help: "Keep the sandbox running for other clients, and print a configuration for it.")
        var serve = false

        func validate() throws {
            if isHistory {
                guard words.count < 3 else { throw ValidationError("Expected at most one name after 'history'.") }
                guard historyFormat != nil else {
                    throw ValidationError("--format: expected table, csv or json for history.")
                }
            }
            for name in providers where !Registry<any UsageProvider>.builtIn.kinds.contains(name) {
                let nearest = Suggestion.nearest(
                    to: name, among: Registry<any UsageProvider>.builtIn.kinds + ["history"])
                throw ValidationError(
                    "No provider '\(name.printable)'; "
                        + (nearest.map { "did you mean '\($0)'?" } ?? "'bandwidth providers' lists them."))
            }
        }

        /// Whether the history is to be shown.
        private var isHistory: Bool { words.first == "history" }

        private var providers: [String] { isHistory ? [] : words }

        private var historyFormat: HistoryReport.Format? { HistoryReport.Format(rawValue: report.chosenFormat.name) }

        func run(in context: CommandContext) async throws -> ExitStatus {
            // A fixed date, so that the demo always shows the same.
            let now = Date(timeIntervalSince1970: 1_795_240_800)
            let sandbox = try await Sandbox.start(now: now)
            guard serve else { return await check(sandbox, at: now, context) }
            let status = context.print(sandbox.configuration)
            context.tell("the sandbox runs at \(sandbox.url) with this configuration; Ctrl-C ends it")
            while status == .success { try await Task.sleep(for: .seconds(3600)) }
            return status
        }

        private func check(_ sandbox: Sandbox, at now: Date, _ surroundings: CommandContext) async -> ExitStatus {
            // The user's proxies, certificates and tokens don't affect the demo.
            var context = surroundings
            context.environment = context.environment.filter { ["TERM", "NO_COLOR", "COLUMNS"].contains($0.key) }
            context.time = DemoTime(now: now)
            do throws(ConfigurationError) {
                let configuration = try ConfigurationLoader(environment: [:]).load(text: sandbox.configuration)
                let accounts = configuration.accounts.filter { providers.isEmpty || providers.contains($0.kind) }
                return try await context.withNetwork { [context] network in
                    let result = await UsageChecker(network: network).check(accounts)
                    let history = MadeUpHistory(leadingUpTo: result) { SandboxTraffic.days(ofRow: $0) }
                    if isHistory { return show(history, at: now, context) }
                    let drawsHistory = report.chosenFormat.drawsHistory
                    let written = context.print(
                        drawsHistory ? result.remembering(history) : result,
                        by: report.chosenFormat.make(report.style(toFile: false, context))
                    )
                    let dispatcher = Dispatcher(policy: .always, units: report.units, network: network, folder: nil)
                    // The text message is shown; what the other channels get would be too much.
                    let channels = configuration.channels.filter { $0.kind == Twilio.kind }
                    let outcome = await dispatcher.dispatch(result, through: channels)
                    let told = context.tell(outcome.deliveries)
                    // Standard output is one report; with a format for programs, the message goes to standard error.
                    let sink = report.chosenFormat.isForPeople ? context.output : context.errors
                    for message in sandbox.messages {
                        _ = sink.write { $0.write("\nText message to \(message.to):\n\n\(message.body)\n") }
                    }
                    return ExitStatus.first(of: [written, told])
                }
            } catch {
                return context.fail(error)
            }
        }
    }
}

extension Bandwidth.Demo {
    private func show(_ history: MadeUpHistory, at now: Date, _ context: CommandContext) -> ExitStatus {
        do {
            let history = try HistoryReport(history, of: words.count > 1 ? words[1] : nil, now: now)
            return context.print(history.text(historyFormat ?? .table, report.style(toFile: false, context)))
        } catch {
            context.tell("\(error)")
            return .wrongUse
        }
    }
}

/// A clock with a fixed date and the system's uptime for deadlines.
private struct DemoTime: Timekeeper {
    let now: Date
    private let system = SystemTime()

    init(now: Date) {
        self.now = now
    }

    var uptime: Duration {
        system.uptime
    }

    func sleep(for duration: Duration) async throws(CancellationError) {
        try await system.sleep(for: duration)
    }
}
