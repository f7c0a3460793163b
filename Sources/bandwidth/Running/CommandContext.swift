import BandwidthKit
import BandwidthTransport
import Synchronization

#if canImport(FoundationEssentials)
    import FoundationEssentials
#else
    import Foundation
#endif
#if canImport(Glibc)
    import Glibc
#elseif canImport(Musl)
    import Musl
#elseif canImport(Darwin)
    import Darwin
#endif

/// The context that a command runs in: environment, clocks, processes, standard output and error, terminal.
///
/// Commands use nothing else, so that tests can run them in-process with their own context.
struct CommandContext: Sendable {
    /// The environment variables.
    var environment: [String: String]

    /// The clocks.
    var time: any Timekeeper

    /// Runs programs.
    var processes: any ProcessRunner = NoProcesses()

    /// Reads all of standard input; it may block.
    var input: @Sendable () -> Result<[UInt8], InputFile.Failure> = { .success([]) }

    /// Where the report goes.
    var output: TextSink

    /// Where everything else goes.
    var errors: TextSink

    /// The properties of the terminal, and how to ask a person.
    var terminal: Terminal

    /// Addresses of services in place of their own, by kind: those of a sandbox. They become part of new entries.
    var addresses: [String: String] = [:]

    /// Finds the path of this program, for whatever is to run it later.
    var program: @Sendable () -> String = { "bandwidth" }

    /// Makes up ten letters and digits.
    var randomWord: @Sendable () -> String = {
        String((0..<10).compactMap { _ in "abcdefghijkmnpqrstuvwxyzABCDEFGHJKLMNPQRSTUVWXYZ23456789".randomElement() })
    }

    /// Chooses a minute of the hour.
    var randomMinute: @Sendable () -> Int = { Int.random(in: 1...58) }

    /// Whether to start reading what most checks need before it is known that this one does.
    var readsAhead = false

    /// How much goes to standard error.
    var verbosity = Verbosity.normal

    /// How much goes to standard error.
    enum Verbosity: Sendable {
        /// Errors only, and no report on standard output.
        case quiet
        case normal
        /// Also logs every request.
        case verbose
    }

    /// The context of the process.
    static let system = {
        let environment = ProcessInfo.processInfo.environment
        return CommandContext(
            environment: environment, time: systemTime, processes: SubprocessRunner(time: systemTime),
            input: standardInput, output: .descriptor(1), errors: .descriptor(2), terminal: .system(environment),
            program: executable, readsAhead: true)
    }()

    private static let systemTime = SystemTime()

    /// The path of the executable: what `PATH` calls it, if it is the same file, because an update keeps that.
    @Sendable private static func executable() -> String {
        #if os(Linux)
            let path = "/proc/self/exe"
        #else
            let path = CommandLine.arguments.first ?? ""
        #endif
        guard let own = resolved(path) else { return "bandwidth" }
        let folders = (ProcessInfo.processInfo.environment["PATH"] ?? "").split(separator: ":")
        let known = folders.lazy.filter { $0.hasPrefix("/") }.map { "\($0)/bandwidth" }
        return known.first { resolved($0) == own } ?? own
    }

    private static func resolved(_ path: String) -> String? {
        guard let resolved = realpath(path, nil) else { return nil }
        defer { free(resolved) }
        return String(cString: resolved)
    }

    /// Reads a few lines, for which whoever prints them may ask a person first.
    @Sendable private static func standardInput() -> Result<[UInt8], InputFile.Failure> {
        do throws(InputFile.Failure) {
            return .success(try InputFile("/dev/stdin", limit: 1 << 16, patience: .seconds(600)).bytes)
        } catch {
            return .failure(error)
        }
    }

    /// The same context with another verbosity.
    func with(_ verbosity: Verbosity) -> CommandContext {
        var context = self
        context.verbosity = verbosity
        return context
    }
}

extension CommandContext {
    /// Writes to standard output. If that fails, reports it and returns a status for it.
    func print(_ text: String) -> ExitStatus {
        print { $0.write(text) }
    }

    /// Writes a report to standard output while it is generated.
    func print(_ report: UsageReport, by reporter: any Reporter) -> ExitStatus {
        print { reporter.write(report, to: &$0) }
    }

    /// Writes to standard output piece by piece.
    func print(_ content: (inout TextSink.Stream) -> Void) -> ExitStatus {
        guard !output.write(content) else { return .success }
        tell("can't write to standard output; is the disk full?")
        return .notWritten
    }

    /// Writes a line to standard error.
    func tell(_ line: String) {
        _ = errors.write { $0.write("bandwidth: \(line.printable)\n") }
    }

    /// Writes a text of several lines to standard error.
    func explain(_ text: String) {
        _ = errors.write { $0.write("bandwidth: \(text)\n") }
    }

    /// Writes a line to standard error unless told to be quiet.
    func notice(_ line: String) {
        if verbosity != .quiet { tell(line) }
    }

    /// Reports all problems of a configuration, one per line.
    func fail(_ error: ConfigurationError, status: ExitStatus = .wrongConfiguration) -> ExitStatus {
        for problem in error.problems { tell(problem.description) }
        return status
    }

    /// Reports the results of messages.
    func tell(_ deliveries: [Messenger.Delivery]) -> ExitStatus {
        var status = ExitStatus.success
        for delivery in deliveries {
            if case .failure = delivery.result {
                tell(delivery.description)
                if !delivery.hasArrived { status = .notDelivered }
            } else if !delivery.isRefresh {
                notice(delivery.description)
            }
        }
        return status
    }

    /// The trusted certificates, which may be being read already.
    func trustedRoots() -> TrustedRoots {
        let roots = TrustedRoots(environment: environment)
        if readsAhead { roots.readAhead() }
        return roots
    }

    /// Runs an operation with a network for a number of accounts, and closes its connections afterwards.
    ///
    /// - Parameter roots: the certificates that are trusted, if reading them has begun.
    func withNetwork<Value>(
        accounts: Int = 1, roots: TrustedRoots? = nil, _ operation: (Network) async throws(ConfigurationError) -> Value
    ) async throws(ConfigurationError) -> Value {
        let wire = try AsyncHTTPClientTransport(
            environment: environment, threads: min(4, 1 + accounts / 150),
            roots: roots ?? TrustedRoots(environment: environment))
        let log: (@Sendable (String) -> Void)? = verbosity == .verbose ? { @Sendable line in tell(line) } : nil
        let network = Network(
            transport: RetryingTransport(wire, time: time, log: log), time: time, hashing: SwiftCrypto(),
            processes: processes)
        let value = try await operation(network)
        if output.isProcess {
            // The process is about to end, and the system closes connections faster than a protocol shutdown.
            Self.leftOpen.withLock { $0.append(wire) }
        } else {
            await wire.shutdown()
        }
        return value
    }

    private static let leftOpen = Mutex<[AsyncHTTPClientTransport]>([])
}
