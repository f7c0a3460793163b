import BandwidthKit
import Foundation
import Testing

/// Makes a terminal the controlling one of a program, so that Ctrl-C reaches it.
private let setsid = "/usr/bin/setsid"

/// The program's own dialogues on a real terminal: what it shows, and what Ctrl-C leaves at every prompt.
@Suite(.enabled(if: FileManager.default.isExecutableFile(atPath: setsid)), .serialized)
struct SetupTerminalTests {
    private let folder: TemporaryFolder
    private let terminal: PseudoTerminal

    init() throws {
        folder = try TemporaryFolder()
        terminal = try PseudoTerminal()
        let bin = folder.url.appending(path: "bin")
        try FileManager.default.createDirectory(at: bin, withIntermediateDirectories: true)
        let script = """
            #!/bin/sh
            case "$1" in
            -l) cat "$HOME/crontab" ;;
            *) cat > "$HOME/crontab" ;;
            esac
            """
        try folder.write(script, to: "bin/crontab")
        try FileManager.default.setAttributes([.posixPermissions: 0o700], ofItemAtPath: bin.path() + "/crontab")
        try folder.write("", to: "crontab")
    }

    /// Starts the program where no service can be reached.
    private func start(_ arguments: [String], _ environment: [String: String] = [:]) throws -> Program {
        let usual = [
            "HOME": folder.url.path(), "PATH": "\(folder.url.path())/bin:/usr/bin:/bin", "LC_ALL": "C.UTF-8",
            "HTTPS_PROXY": "http://127.0.0.1:1",
        ]
        return try Program(
            ["--ctty", "--wait", Program.executable.path()] + arguments, executable: URL(filePath: setsid),
            environment: usual.merging(environment) { $1 }, directory: folder.url, input: terminal.handle,
            output: terminal.handle, error: terminal.handle)
    }

    /// Waits until the terminal shows a text behind what it has shown before.
    ///
    /// - Returns: how much it has shown then.
    private func wait(for text: String, after shown: Int, of program: Program) async -> Int {
        while true {
            // What the program wrote last may be shown after its end.
            let isComplete = terminal.isComplete
            let all = terminal.text
            if let range = all.dropFirst(shown).firstRange(of: text) {
                return all.distance(from: all.startIndex, to: range.upperBound)
            }
            if !program.isRunning { terminal.hangUp() }
            guard !isComplete, !Task.isCancelled else {
                Issue.record("'\(text)' isn't shown: \(all)")
                return shown
            }
            await Task.yield()
        }
    }

    private static let steps: [(prompt: String, answer: String)] = [
        ("found LINODE_TOKEN. Use it? [Y/n] ", "y"), ("Try again? [Y/n] ", "n"), ("Keep it untested? [y/N] ", "y"),
        ("Name [linode]: ", "box"),
        ("Add another host? (", "netlify"), ("Token (hidden): ", "example-netlify-token"),
        ("Try again? [Y/n] ", "n"), ("Keep it untested? [y/N] ", "y"), ("Name [netlify]: ", ""),
        ("Add another host? (", ""),
        ("Alerts when a limit is crossed? (", "ntfy"), ("Topic [bandwidth-", ""), ("Try again? [Y/n] ", "n"),
        ("Keep it untested? [y/N] ", "y"),
        ("Another channel for alerts? (", ""), ("to check every hour? [Y/n] ", "y"),
    ]

    /// Answers the first questions of `bandwidth setup`, and waits for the next one.
    private func answer(_ count: Int, of program: Program) async {
        var shown = 0
        for step in Self.steps.prefix(count) {
            shown = await wait(for: step.prompt, after: shown, of: program)
            terminal.type(step.answer + "\n")
        }
        if count < Self.steps.count { _ = await wait(for: Self.steps[count].prompt, after: shown, of: program) }
    }

    private var written: String? {
        try? String(contentsOf: folder.url.appending(path: ".config/bandwidth/providers.json"), encoding: .utf8)
    }

    private var scheduled: String? {
        try? String(contentsOf: folder.url.appending(path: "crontab"), encoding: .utf8)
    }

    @Test(.timeLimit(.minutes(2)), arguments: 0..<16, ["\u{3}", "\u{4}"])
    func whateverEndsItLeavesNothingHalfWritten(count: Int, key: String) async throws {
        let program = try start(["setup", "--timeout", "0.5s"], ["LINODE_TOKEN": "example-linode-token"])
        await answer(count, of: program)
        #expect(terminal.echoes == (Self.steps[count].prompt != "Token (hidden): "))
        terminal.type(key)
        let status = await program.status(), isLast = count == Self.steps.count - 1
        // setsid tells the signal by its own status.
        #expect(key == "\u{3}" ? program.wasKilled || status == SIGINT : status == (isLast ? 0 : 78))
        #expect(terminal.echoes)
        #expect((written != nil) == isLast)
        #expect(scheduled == "")
        let left = try FileManager.default.contentsOfDirectory(atPath: folder.url.path()).sorted()
        #expect(left == (written == nil ? ["bin", "crontab"] : [".config", "bin", "crontab"]))
        #expect(!terminal.text.contains("example-"))
    }

    @Test(.timeLimit(.minutes(1))) func theWholeDialogueWritesWhatWasKept() async throws {
        let program = try start(["setup", "--timeout", "0.5s"], ["LINODE_TOKEN": "example-linode-token"])
        await answer(Self.steps.count, of: program)
        _ = await wait(for: "Now run: bandwidth\r\n", after: 0, of: program)
        #expect(await program.status() == 0)
        let loader = ConfigurationLoader(environment: [:])
        let configuration = try loader.load(file: folder.url.path() + "/.config/bandwidth/providers.json")
        #expect(configuration.accounts.map(\.name) == ["box", "netlify"])
        #expect(configuration.channels.map(\.kind) == ["ntfy"])
        #expect(configuration.problems.isEmpty)
        #expect(written?.contains("example-netlify-token") == true)
        let line = try #require(scheduled)
        #expect(line.contains(/^\d+ \* \* \* \* \/.*\/bandwidth --quiet --notify crossing\n$/), "\(line)")
        #expect(!terminal.text.contains("example-"))
    }

    @Test(.timeLimit(.minutes(1)), arguments: ["\u{3}", "\u{4}", "\u{1C}"]) func loginShowsNoTokenAndRestoresTheEcho(
        key: String
    ) async throws {
        try folder.write(#"{ "providers": [{ "type": "linode", "token": "old" }] }"#, to: "providers.json")
        let program = try start(["login", "linode", "--config", "providers.json"])
        _ = await wait(for: "Token (hidden): ", after: 0, of: program)
        #expect(!terminal.echoes)
        terminal.type("half-a-token")
        // At the start of a line, Ctrl-D is the end of input; behind text, the second one is.
        terminal.type(key + key)
        let status = await program.status(), signal = key == "\u{3}" ? SIGINT : SIGQUIT
        #expect(key == "\u{4}" ? status == 78 : program.wasKilled || status == signal)
        #expect(terminal.echoes)
        #expect(!terminal.text.contains("half-a-token"))
        let text = try String(contentsOf: folder.url.appending(path: "providers.json"), encoding: .utf8)
        #expect(text.contains(#""token": "old""#))
    }

    @Test(.timeLimit(.minutes(1))) func aRunWithNothingConfiguredOffersSetup() async throws {
        let program = try start([])
        _ = await wait(for: "Nothing is set up yet. Do that now? [Y/n] ", after: 0, of: program)
        terminal.type("n\n")
        _ = await wait(for: "nothing to check yet", after: 0, of: program)
        #expect(await program.status() == 78)
    }
}
