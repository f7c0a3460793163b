import BandwidthKit
import BandwidthTransport
import Foundation
import Testing

#if canImport(Glibc)
    import Glibc
#elseif canImport(Musl)
    import Musl
#elseif canImport(Darwin)
    import Darwin
#endif

/// Real processes: what they get, how they end, and that none outlives its time limit.
@Suite(.timeLimit(.minutes(1))) struct SubprocessRunnerTests {
    private let runner = SubprocessRunner(time: SystemTime())

    /// Runs a shell script, as an example of a program.
    private func script(
        _ script: String, environment: [String: String] = ["PATH": "/usr/bin:/bin"], input: [UInt8] = [],
        outputLimit: Int = 1 << 16, timeout: Duration = .seconds(120)
    ) async throws(ProcessError) -> ProcessResult {
        try await runner.run(
            ProcessCommand(
                "/bin/sh", ["-c", script], environment: environment, input: input, outputLimit: outputLimit,
                timeout: timeout))
    }

    /// The error that running a program ends with.
    private func error(
        _ program: String, _ arguments: [String] = [], environment: [String: String] = ["PATH": "/usr/bin:/bin"],
        folder: String? = nil
    ) async -> ProcessError? {
        do throws(ProcessError) {
            _ = try await runner.run(
                ProcessCommand(
                    program, arguments, environment: environment, folder: folder, timeout: .seconds(120)))
            return nil
        } catch {
            return error
        }
    }

    @Test func aProgramGetsItsInputAndItsOutputIsReturned() async throws {
        let input = Array("first line\nsecond\0line".utf8)
        let result = try await script("cat", input: input)
        #expect(result.output == input)
        #expect(result.ending == .exited(0))
        #expect(result.problem == nil)
        #expect(result.hasTakenInput)
    }

    @Test func withoutInputTheEndIsReachedAtOnce() async throws {
        #expect(try await script("cat; echo end").output == Array("end\n".utf8))
    }

    @Test func inputAndOutputLargerThanAPipeGoThrough() async throws {
        let input = (0..<1_000_000).map { UInt8(truncatingIfNeeded: $0 &* 7) }
        let result = try await script("cat", input: input, outputLimit: 1 << 20)
        #expect(result.output == input)
    }

    @Test func argumentsReachTheProgramUnchangedAndNoShellReadsThem() async throws {
        let arguments = ["%s\n", "$HOME", "a b", "", "*", "'\"", "é\u{1F512}"]
        let result = try await runner.run(
            ProcessCommand("printf", arguments, environment: ["PATH": "/usr/bin:/bin"], timeout: .seconds(120)))
        #expect(String(decoding: result.output, as: UTF8.self) == "$HOME\na b\n\n*\n'\"\né\u{1F512}\n")
    }

    @Test func theEnvironmentIsWhatWasPassedAndNothingElse() async throws {
        setenv("BANDWIDTH_TEST_INHERITED", "yes", 1)
        let result = try await runner.run(
            ProcessCommand("/usr/bin/env", environment: ["A": "1", "B": "=x y"], timeout: .seconds(120)))
        let lines = String(decoding: result.output, as: UTF8.self).split(separator: "\n")
        #expect(lines.sorted() == ["A=1", "B==x y"])
    }

    @Test func theProgramIsFoundByThePathThatWasPassed() async throws {
        let folder = try TemporaryFolder()
        try folder.write("#!/bin/sh\necho mine\n", to: "tool", mode: 0o700)
        let result = try await runner.run(
            ProcessCommand("tool", environment: ["PATH": "/nowhere:\(folder.path)"], timeout: .seconds(120)))
        #expect(result.output == Array("mine\n".utf8))
    }

    @Test func theFolderIsWhereItRuns() async throws {
        let folder = try TemporaryFolder()
        try folder.write("here", to: "file")
        let result = try await runner.run(
            ProcessCommand(
                "cat", ["file"], environment: ["PATH": "/usr/bin:/bin"], folder: folder.path, timeout: .seconds(120)))
        #expect(result.output == Array("here".utf8))
    }

    @Test(arguments: ["", "./cat", "bin/cat"])
    func onlyANameOrAnAbsolutePathIsAProgram(program: String) async throws {
        let expected =
            program.isEmpty
            ? "'' can't be run: the name is empty" : "'\(program)' can't be run: expected a name or an absolute path"
        #expect(await error(program)?.description == expected)
    }

    @Test func whatIsInNoFolderOfThePathIsToldWithThePath() async {
        let error = await error("bandwidth-no-such-tool", environment: ["PATH": "/usr/bin:/bin"])
        #expect(error?.description == "'bandwidth-no-such-tool' was not found in /usr/bin:/bin")
    }

    @Test func relativeFoldersOfThePathAreSkipped() async throws {
        let error = await error("Package.swift", environment: ["PATH": ":.:Tests"])
        #expect(error == .notFound("Package.swift", path: ":.:Tests"))
    }

    @Test func whatCannotBeRunIsToldWithTheReason() async throws {
        let folder = try TemporaryFolder()
        let plain = try folder.write("#!/bin/sh\n", to: "plain")
        let orphan = try folder.write("#!/no/such/interpreter\n", to: "orphan", mode: 0o700)
        let garbage = try folder.write("\u{1}\u{2}\u{3}", to: "garbage", mode: 0o700)
        #expect(await error(folder.path)?.description == "'\(folder.path)' can't be run: it is a folder")
        #expect(await error("/no/such")?.description == "'/no/such' can't be run: no such file")
        #expect(await error("/dev/null")?.description == "'/dev/null' can't be run: it is not a regular file")
        #expect(
            await error(orphan)?.description
                == "'\(orphan)' can't be run: \(orphan) names an interpreter that can't be found")
        #expect(await error(garbage)?.description == "'\(garbage)' can't be run: Exec format error")
        #expect(
            await error("true", folder: folder.path("gone"))?.description
                == "'true' can't be run: \(folder.path("gone")) can't be used as its working folder")
        // Whoever may do everything may not run this either.
        let problem = "it is not executable; run chmod +x \(plain)"
        #expect(await error(plain)?.description == "'\(plain)' can't be run: \(problem)")
        #expect(
            await error("plain", environment: ["PATH": folder.path])?.description
                == "'\(plain)' can't be run: \(problem)")
    }

    @Test func textsThatNoProgramCanGetAreRefused() async {
        for error in [await error("true", ["a\0b"]), await error("true", environment: ["A": "\0"])] {
            #expect(error?.description == "'true' can't be run: an argument or a variable contains a NUL character")
        }
    }

    @Test func anExitStatusIsToldWithTheFirstLineOfTheErrors() async throws {
        let result = try await script("echo out; printf '\\n \\033[31mbad\\tkey\\nmore\\n' >&2; exit 3")
        #expect(result.ending == .exited(3))
        #expect(result.output == Array("out\n".utf8))
        #expect(result.problem == "exit status 3: [31mbad key")
    }

    @Test func aSignalIsTold() async throws {
        let result = try await script("kill -9 $$")
        #expect(result.ending == .killed(signal: SIGKILL))
        #expect(result.problem == "killed by signal 9")
    }

    @Test func manyErrorsAreReadButOnlyTheirStartIsKept() async throws {
        let result = try await script("head -c 1000000 /dev/zero >&2; echo done")
        #expect(result.output == Array("done\n".utf8))
        #expect(result.errorOutput.count == ProcessResult.errorLimit)
    }

    @Test func aProgramThatReadsNoInputIsNoFailure() async throws {
        let result = try await script(
            "exec 0<&-; echo done", input: Array(repeating: 7, count: 1_000_000))
        #expect(result.output == Array("done\n".utf8))
        #expect(result.ending == .exited(0))
        #expect(!result.hasTakenInput)
    }

    @Test func tooMuchOutputStopsTheProgram() async throws {
        await #expect(throws: ProcessError.outputTooLarge("/bin/sh", limit: 1000)) {
            try await script("while :; do echo 0123456789; done", outputLimit: 1000)
        }
    }

    @Test func aProcessThatIsLeftRunningDelaysNothingAndLives() async throws {
        let result = try await script("sleep 30 & echo $!")
        let process = try #require(pid_t(String(decoding: result.output, as: UTF8.self).dropLast()))
        #expect(kill(process, 0) == 0)
        kill(process, SIGKILL)
    }

    /// The ways to outlive a time limit: to ignore signals, to leave it to a child, to close every pipe.
    @Test(arguments: [
        "sleep 30", "trap '' TERM HUP INT; sleep 30", "sleep 30 & sleep 30", "(trap '' TERM; sleep 30) & wait",
        "exec >&- 2>&- 0<&-; sleep 30", "yes >&2",
    ])
    func theTimeLimitEndsTheWholeGroup(_ waiting: String) async throws {
        let folder = try TemporaryFolder()
        let file = folder.path("group")
        await #expect(throws: ProcessError.timedOut("/bin/sh", after: .seconds(1))) {
            try await script("echo $$ > \(file); \(waiting)", timeout: .seconds(1))
        }
        let text = try String(contentsOfFile: file, encoding: .utf8)
        let group = try #require(pid_t(text.trimmingCharacters(in: .whitespacesAndNewlines)))
        #expect(group > 1)
        // Whoever was killed is a process until its parent, or init, has asked for its status.
        #expect(await Self.isGone(group))
    }

    /// Whether no process of a group is left that isn't dead, or none within a few seconds.
    private static func isGone(_ group: pid_t) async -> Bool {
        for _ in 0..<500 {
            if kill(-group, 0) != 0 || !isAlive(group) { return true }
            try? await Task.sleep(for: .milliseconds(10))
        }
        return false
    }

    /// Whether a process of the group is anything but a zombie, as far as the system tells.
    private static func isAlive(_ group: pid_t) -> Bool {
        guard let processes = try? FileManager.default.contentsOfDirectory(atPath: "/proc") else { return true }
        return processes.contains { process in
            guard let text = try? String(contentsOfFile: "/proc/\(process)/stat", encoding: .utf8) else { return false }
            let fields = text.split(separator: ")").last?.split(separator: " ") ?? []
            return fields.count > 2 && fields[0] != "Z" && fields[2] == "\(group)"
        }
    }

    @Test func aCancelledRunStopsTheProgram() async throws {
        let folder = try TemporaryFolder()
        let pipe = folder.path("pipe")
        #expect(mkfifo(pipe, 0o600) == 0)
        let run = Task { () async -> ProcessError? in
            do throws(ProcessError) {
                _ = try await script("echo started > \(pipe); sleep 30")
                return nil
            } catch {
                return error
            }
        }
        // Opening it waits for the other end.
        let started = await OwnThread.run { try? FileHandle(forReadingAtPath: pipe)?.readToEnd() }
        #expect(started == Data("started\n".utf8))
        run.cancel()
        #expect(await run.value == .cancelled("/bin/sh"))
    }

    @Test func manyProcessesRunSideBySide() async throws {
        let results = await (0..<40).concurrentMap(width: 40) { number in
            try? await script("read line; echo $line \(number)", input: Array("n\n".utf8))
        }
        for (number, result) in results.enumerated() {
            #expect(result?.output == Array("n \(number)\n".utf8))
        }
    }

    @Test func nothingShowsWhatAProcessGetsOrSays() async throws {
        let command = ProcessCommand(
            "cat", ["argument-secret"], environment: ["TOKEN": "variable-secret"], input: Array("input-secret".utf8),
            timeout: .seconds(1))
        let result = try await script("cat", input: Array("output-secret".utf8))
        var dumped = ""
        dump(command, to: &dumped)
        dump(result, to: &dumped)
        let texts = ["\(command)", String(reflecting: command), "\(result)", String(reflecting: result), dumped]
        for text in texts { #expect(!text.contains("secret")) }
    }

    /// A program gets what is left of a limit; a person is told the limit.
    @Test(arguments: [(29_999, "30 s"), (4_988, "5 s"), (1_500, "1500 ms"), (61_001, "62 s"), (1, "100 ms")])
    func aLimitIsSaidWithoutTheMomentsThatWereGone(milliseconds: Int, text: String) {
        let error = ProcessError.timedOut("/bin/program", after: .milliseconds(milliseconds))
        #expect("\(error)" == "'/bin/program' didn't end within \(text)")
    }
}
