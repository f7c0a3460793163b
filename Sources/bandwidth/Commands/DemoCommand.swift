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
    struct Demo: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            commandName: "demo",
            abstract: "The same check over made-up accounts, in a sandbox inside the process; needs nothing.",
            discussion: """
                Starts a sandbox of the providers' APIs on loopback, runs the real check against it through the real \
                HTTP client, and shows the text message that the sandbox's Twilio got. No file is read or written.
                """
        )

        @Argument(help: ArgumentHelp("Only the accounts of these providers.", valueName: "provider"))
        var providers: [String] = []

        @OptionGroup var report: ReportOptions

        @Flag(help: "Keep the sandbox running for other clients; tell its addresses and a configuration.")
        var serve = false

        func validate() throws {
            for name in providers where !ProviderRegistry.builtIn.kinds.contains(name) {
                throw ValidationError("No provider '\(name.printable)'; 'bandwidth providers' lists them.")
            }
        }

        func run() async throws {
            // A day of the story: the same one every time, so that the demo always tells the same.
            let now = Date(timeIntervalSince1970: 1_795_240_800)
            let sandbox = try await Sandbox.start(now: now)
            if serve {
                let context = CommandContext()
                CommandContext.print(sandbox.configuration)
                context.tell("the sandbox runs at \(sandbox.url) with this configuration; Ctrl-C ends it")
                while true { try await Task.sleep(for: .seconds(3600)) }
            }
            throw try await check(sandbox, at: now).exitCode
        }

        private func check(_ sandbox: Sandbox, at now: Date) async throws -> ExitStatus {
            // Proxies, roots and tokens of the surroundings have no part in it.
            let terminal = CommandContext().environment.filter { ["TERM", "NO_COLOR", "COLUMNS"].contains($0.key) }
            let context = CommandContext(environment: terminal, time: DemoTime(now: now))
            let configuration: Configuration
            do {
                configuration = try ConfigurationLoader(environment: [:]).load(text: sandbox.configuration)
            } catch {
                return context.fail(error)
            }
            let accounts = configuration.accounts.filter { providers.isEmpty || providers.contains($0.kind) }
            let transport = try context.transport()
            let result = await UsageChecker(transport: transport, time: context.time).check(accounts)
            CommandContext.print(report.reporter(toFile: false, environment: terminal).text(of: result))
            let dispatcher = Dispatcher(
                policy: .always, units: report.units, messenger: Messenger(transport: transport, time: context.time),
                store: nil, time: context.time)
            let outcome = await dispatcher.dispatch(result, through: configuration.notifiers)
            let status = context.tell(outcome.deliveries)
            // Standard output is one report: for programs the message is beside it.
            for message in sandbox.messages {
                let text = "\nText message to \(message.to):\n\n\(message.body)\n"
                System.write(text, to: report.isForPeople ? 1 : 2)
            }
            return status
        }
    }
}

/// A clock that stands still by day and runs by the system's for deadlines.
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
