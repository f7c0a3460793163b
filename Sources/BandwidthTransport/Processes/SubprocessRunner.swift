public import BandwidthKit
import Subprocess

#if canImport(System)
    import System
#else
    import SystemPackage
#endif
#if canImport(Glibc)
    import Glibc
#elseif canImport(Musl)
    import Musl
#elseif canImport(Darwin)
    import Darwin
#endif

/// Runs real processes, with swift-subprocess.
///
/// A process gets a session of its own, and so no terminal that it could ask at. It inherits no descriptor, no signal
/// mask and no environment. What it leaves running in the background is left alone if it ends in time, even if that
/// holds its pipes open; otherwise the whole process group is killed.
public struct SubprocessRunner: ProcessRunner {
    /// How long to wait for a group that was killed. What runs as another user, such as `sudo`, can't be.
    private static let killPatience = Duration.seconds(1)

    private let time: any Timekeeper

    /// Creates a runner with the clock for time limits.
    public init(time: any Timekeeper) {
        self.time = time
    }

    public func run(_ command: ProcessCommand) async throws(ProcessError) -> ProcessResult {
        let path = try ProgramFinder(command).path
        try command.validate()
        // A program that ends without reading its input must not end this one.
        _ = signal(SIGPIPE, SIG_IGN)
        let (results, sink) = AsyncStream.makeStream(of: Result<ProcessResult, ProcessError>.self)
        let (ends, end) = AsyncStream.makeStream(of: Never.self)
        let work = Task {
            sink.yield(await .catching { () throws(ProcessError) in try await Self.run(command, at: path) })
            sink.finish()
            end.finish()
        }
        let result = await time.limit(to: command.timeout) { await results.first { _ in true } }
        if let ended = result, let result = ended { return try result.get() }
        // The library kills the group of a cancelled task.
        work.cancel()
        _ = await time.limit(to: Self.killPatience) { for await _ in ends {} }
        throw Task.isCancelled ? .cancelled(command.program) : .timedOut(command.program, after: command.timeout)
    }

    private static func run(_ command: ProcessCommand, at path: String) async throws(ProcessError) -> ProcessResult {
        do {
            let outcome = try await Subprocess.run(
                command.configuration(of: path), input: .inputWriter, output: .sequence, error: .sequence
            ) { execution in
                async let hasTakenInput = Self.hasWritten(command.input, to: execution.standardInputWriter)
                async let errors = Self.start(of: execution.standardError)
                do {
                    let output = try await Self.all(of: execution.standardOutput, limit: command.outputLimit)
                    return try await (hasTakenInput, output, errors)
                } catch {
                    // The library kills nothing of a group whose first process has ended already.
                    try? execution.send(signal: .kill, toProcessGroup: true)
                    throw error
                }
            }
            let ending: ProcessResult.Ending =
                switch outcome.terminationStatus {
                case .exited(let status): .exited(status)
                case .signaled(let signal): .killed(signal: signal)
                }
            let (hasTakenInput, output, errors) = outcome.closureResult
            return ProcessResult(
                ending: ending, output: output, errorOutput: errors, hasTakenInput: hasTakenInput)
        } catch let error as SubprocessError {
            throw ProcessError(error, command, at: path)
        } catch is OutputTooLarge {
            throw .outputTooLarge(command.program, limit: command.outputLimit)
        } catch {
            throw .cancelled(command.program)
        }
    }

    private struct OutputTooLarge: Error {}

    /// Writes the input; `false` if the program ended, or closed its input, before it had read all of it.
    private static func hasWritten(_ input: [UInt8], to writer: StandardInputWriter) async -> Bool {
        let count = (try? await writer.write(input)) ?? -1
        try? await writer.finish()
        return count == input.count
    }

    /// Reads a whole stream.
    private static func all(of stream: SubprocessOutputSequence, limit: Int) async throws -> [UInt8] {
        var bytes: [UInt8] = []
        for try await buffer in stream {
            try Task.checkCancellation()
            bytes += buffer.bytes.withUnsafeBytes { Array($0) }
            guard bytes.count <= limit else { throw OutputTooLarge() }
        }
        return bytes
    }

    /// Reads a whole stream and keeps the start of it.
    private static func start(of stream: SubprocessOutputSequence) async throws -> [UInt8] {
        var bytes: [UInt8] = []
        for try await buffer in stream {
            try Task.checkCancellation()
            let room = ProcessResult.errorLimit - bytes.count
            if room > 0 { bytes += buffer.bytes.withUnsafeBytes { Array($0.prefix(room)) } }
        }
        return bytes
    }
}

extension ProcessCommand {
    /// Refuses texts that C strings can't hold.
    fileprivate func validate() throws(ProcessError) {
        let texts = [program, folder ?? ""] + arguments + environment.keys + environment.values
        guard !texts.contains(where: { $0.utf8.contains(0) }) else {
            throw .notStarted(program, "an argument or a variable contains a NUL character")
        }
    }

    /// The library's description of the process.
    fileprivate func configuration(of path: String) -> Subprocess.Configuration {
        var options = PlatformOptions()
        options.createSession = true
        options.teardownSequence = [.send(signal: .kill, toProcessGroup: true, allowedDurationToNextStep: .zero)]
        return Subprocess.Configuration(
            executable: .path(FilePath(path)),
            arguments: Arguments(executablePathOverride: program, remainingValues: arguments),
            environment: .custom(environment.map { Array("\($0)=\($1)\0".utf8) }),
            workingDirectory: folder.map { FilePath($0) }, platformOptions: options)
    }
}

extension ProcessError {
    fileprivate init(_ error: SubprocessError, _ command: ProcessCommand, at path: String) {
        let number = error.underlyingError.map { String(cString: strerror($0.rawValue)) }
        switch error.code {
        case .executableNotFound:
            // `ProgramFinder` found it, so what is missing is what its first line names.
            self = .notStarted(command.program, "\(path) names an interpreter that can't be found")
        case .failedToChangeWorkingDirectory:
            self = .notStarted(command.program, "\(command.folder ?? "") can't be used as its working folder")
        case .spawnFailed:
            self = .notStarted(command.program, number ?? "the system refused")
        default:
            self = .failed(command.program, number ?? "its output can't be read")
        }
    }
}
