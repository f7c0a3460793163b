import ArgumentParser
import BandwidthKit
import BandwidthTransport
import Synchronization

#if canImport(FoundationEssentials)
    import FoundationEssentials
#else
    import Foundation
#endif

/// What a command has from its surroundings: environment, clocks, standard output and error.
struct CommandContext: Sendable {
    /// The environment variables.
    var environment = ProcessInfo.processInfo.environment

    /// The clocks.
    var time: any Timekeeper = SystemTime()

    /// How much is told on standard error.
    var verbosity = Verbosity.normal

    /// How much is told on standard error.
    enum Verbosity: Sendable {
        /// Errors only, and no report on standard output.
        case quiet
        case normal
        /// Every request too.
        case verbose
    }

    /// Writes to standard output, or ends the program with a word where that cannot be written.
    static func print(_ text: String) {
        guard !System.write(text, to: 1) else { return }
        CommandContext().tell("standard output could not be written; is the disk full?")
        Bandwidth.exit(withError: ExitStatus.wrongUse.exitCode)
    }

    /// Writes a line to standard error.
    func tell(_ line: String) {
        System.write("bandwidth: \(line.printable)\n", to: 2)
    }

    /// Writes a text of several lines to standard error.
    func explain(_ text: String) {
        System.write("bandwidth: \(text)\n", to: 2)
    }

    /// Writes a line to standard error unless told to be quiet.
    func notice(_ line: String) {
        if verbosity != .quiet { tell(line) }
    }

    /// Every way to the network that was made: at the end the system closes all connections at once.
    private static let transports = Mutex<[AsyncHTTPClientTransport]>([])

    /// The way to the network, for so many accounts.
    func transport(accounts: Int = 1) throws(ConfigurationError) -> RetryingTransport {
        let wire = try AsyncHTTPClientTransport(environment: environment, threads: min(4, 1 + accounts / 150))
        Self.transports.withLock { $0.append(wire) }
        let log: (@Sendable (String) -> Void)? = verbosity == .verbose ? { @Sendable line in tell(line) } : nil
        return RetryingTransport(wire, time: time, log: log)
    }

    /// Tells what is wrong with a configuration, each problem on a line.
    func fail(_ error: ConfigurationError, status: ExitStatus = .wrongConfiguration) -> ExitStatus {
        for problem in error.problems { tell(problem.description) }
        return status
    }

    /// Tells what became of messages.
    func tell(_ deliveries: [Messenger.Delivery]) -> ExitStatus {
        var status = ExitStatus.success
        for delivery in deliveries {
            if case .failure = delivery.result {
                tell(delivery.description)
                status = .notDelivered
            } else {
                notice(delivery.description)
            }
        }
        return status
    }
}
