import Foundation
import Testing

/// The built executable, run with its own environment.
struct Program {
    /// What it printed and how it ended.
    struct Result {
        let output: String
        let error: String
        let status: Int32
    }

    /// The executable next to the test bundle.
    static var executable: URL {
        get throws {
            let arguments = ProcessInfo.processInfo.arguments
            let places =
                [Bundle.main.executableURL, arguments.first.map { URL(filePath: $0) }].compactMap { $0 }
                + Bundle.allBundles.map(\.bundleURL)
            var folders = places.map { $0.deletingLastPathComponent() }
            folders += folders.flatMap { folder in
                (1...4).map { up in
                    (0..<up).reduce(folder) { url, _ in url.deletingLastPathComponent() }
                }
            }
            let found = folders.map { $0.appending(path: "bandwidth") }
                .first { FileManager.default.isExecutableFile(atPath: $0.path()) && !$0.hasDirectoryPath }
            return try #require(found, "the program is not beside the tests")
        }
    }

    private let process = Process()
    private let exit: AsyncStream<Int32>

    /// Starts the program without blocking a thread, because the sandbox that it talks to needs them.
    init(
        _ arguments: [String], executable: URL? = nil, environment: [String: String] = [:], directory: URL, output: Any,
        error: Any
    ) throws {
        process.executableURL = try executable ?? Self.executable
        process.arguments = arguments
        process.environment = environment
        process.currentDirectoryURL = directory
        process.standardInput = FileHandle.nullDevice
        process.standardOutput = output
        process.standardError = error
        let (stream, continuation) = AsyncStream.makeStream(of: Int32.self)
        process.terminationHandler = { process in
            continuation.yield(process.terminationStatus)
            continuation.finish()
        }
        exit = stream
        try process.run()
    }

    /// Whether it is still running.
    var isRunning: Bool { process.isRunning }

    /// Whether a signal ended it.
    var wasKilled: Bool { process.terminationReason == .uncaughtSignal }

    /// Sends a signal.
    func signal(_ number: Int32) {
        kill(process.processIdentifier, number)
    }

    /// Waits for it to end, and returns its status or the signal that ended it. A test that is out of time ends it.
    func status() async -> Int32 {
        for await status in exit { return status }
        kill(process.processIdentifier, SIGKILL)
        process.waitUntilExit()
        return process.terminationStatus
    }

    /// Runs it until it ends, when it is its turn.
    static func run(
        _ arguments: [String], environment: [String: String] = [:], directory: URL
    ) async throws -> Result {
        try await Turns.ofCommands.take {
            try await runAtOnce(arguments, environment: environment, directory: directory)
        }
    }

    /// Runs it until it ends, beside however many others.
    static func runAtOnce(
        _ arguments: [String], environment: [String: String] = [:], directory: URL
    ) async throws -> Result {
        let files = try [TemporaryFile(), TemporaryFile()]
        let program = try Program(
            arguments, environment: environment, directory: directory, output: files[0].handle, error: files[1].handle)
        let status = await program.status()
        return Result(output: try files[0].text, error: try files[1].text, status: status)
    }
}

/// A file for the output of a process; a pipe could fill up.
final class TemporaryFile: @unchecked Sendable {
    let url = FileManager.default.temporaryDirectory.appending(path: "bandwidth-test-\(UUID().uuidString)")
    let handle: FileHandle

    init() throws {
        _ = FileManager.default.createFile(atPath: url.path(), contents: nil)
        handle = try FileHandle(forWritingTo: url)
    }

    var text: String {
        get throws { try String(contentsOf: url, encoding: .utf8) }
    }

    deinit {
        try? handle.close()
        try? FileManager.default.removeItem(at: url)
    }
}

/// A folder for one test, removed afterwards.
final class TemporaryFolder: Sendable {
    let url = FileManager.default.temporaryDirectory.appending(path: "bandwidth-test-\(UUID().uuidString)")

    init() throws {
        try FileManager.default.createDirectory(at: url, withIntermediateDirectories: true)
    }

    /// Writes a file that only its owner can read.
    func write(_ text: String, to name: String) throws {
        let file = url.appending(path: name)
        try text.write(to: file, atomically: true, encoding: .utf8)
        try FileManager.default.setAttributes([.posixPermissions: 0o600], ofItemAtPath: file.path())
    }

    deinit {
        try? FileManager.default.removeItem(at: url)
    }
}
