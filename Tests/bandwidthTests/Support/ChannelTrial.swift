import BandwidthKit
import BandwidthSandbox
import Foundation
import Testing

/// The program with two accounts that are over a limit and channels that can be held up, run by run with one memory.
struct ChannelTrial {
    let sandbox: Sandbox

    /// How many messages both accounts make, by the channel's kind.
    let messages: [String: Int]

    private let folder: TemporaryFolder
    private let gate: HoldingInterceptor
    private let channels: [String]

    /// The notifiers that run a program.
    static let programs: Set<String> = [Email.kind, Exec.kind]

    /// Starts a sandbox, and configures its channels of some kinds.
    init(_ kinds: [String], timeout: String = "10m") async throws {
        let gate = HoldingInterceptor(), folder = try TemporaryFolder()
        let sandbox = try await Sandbox.start(now: Date(), interceptor: gate)
        (self.gate, self.folder, self.sandbox, channels) = (gate, folder, sandbox, kinds)
        let whole = try JSONParser().parse(Array(sandbox.configuration.utf8))
        let entries = try kinds.map { kind in
            let entry = try #require(whole["notify"]?.array?.first { $0["type"]?.string == kind })
            return entry.text.replacing("\(sandbox.url)/\(kind)", with: "\(sandbox.url)/held/\(kind)")
                .replacing(/\[\s*"cat"\s*\]/, with: "[\"\(folder.url.path())/\(kind)\"]")
                .replacing("\"type\"", with: "\"timeout\": \"\(timeout)\", \"type\"")
        }
        // The period is in the configuration, so that nothing depends on the day.
        let accounts = ["one", "two"].map { name in
            """
            { "type": "http", "name": "\(name)", "url": "\(sandbox.baseURL(of: "http"))/any/servers/7/traffic?verbose=0",
              "headers": { "X-Any-Key": "sandbox-any-api-key" }, "unit": "GB", "reset_day": 15,
              "used_pointer": "/data/usage/total", "quota_pointer": "/data/limit/monthly" }
            """
        }
        let text = """
            { "providers": [\(accounts.joined(separator: ",\n"))], "rules": [{ "actual": 70 }],
              "notify": [\(entries.joined(separator: ",\n"))] }
            """
        try folder.write(text, to: "providers.json")
        for kind in kinds where Self.programs.contains(kind) {
            try folder.write(Self.program(kind, in: folder.url.path()), to: kind)
            try FileManager.default.setAttributes(
                [.posixPermissions: 0o700], ofItemAtPath: folder.url.appending(path: kind).path())
        }
        let loaded = try ConfigurationLoader(environment: ["PATH": "/usr/bin:/bin"]).load(text: text).channels
        messages = Dictionary(
            uniqueKeysWithValues: loaded.map { ($0.kind, $0.plugin.grouping == .eachRow ? 2 : 1) })
    }

    /// A program that keeps what it reads, unless it is to fail or to hang.
    private static func program(_ kind: String, in folder: String) -> String {
        """
        #!/bin/sh
        cd '\(folder)'
        echo >> \(kind).calls
        if [ "$(cat \(kind).hold)" = "$(wc -l < \(kind).calls | tr -d ' ')" ]; then echo $$ > \(kind).pid; exec sleep 60; fi
        [ ! -e \(kind).refuse ] || exit 1
        cat > /dev/null; echo >> \(kind).accepted
        """
    }

    /// Starts a run in which a channel's message is held, counted from 1.
    func start(
        holding held: [String: Int] = [:], afterAccepting: Bool = false, refusing refused: String? = nil, error: Any
    ) throws -> Program {
        gate.hold(held, afterAccepting: afterAccepting)
        if let refused { gate.refuse(refused) }
        for kind in channels where Self.programs.contains(kind) {
            for name in ["calls", "pid", "refuse"] { try? FileManager.default.removeItem(at: file("\(kind).\(name)")) }
            try folder.write("\(held[kind] ?? 0)", to: "\(kind).hold")
            if refused == kind { try folder.write("", to: "\(kind).refuse") }
        }
        return try Program(
            ["--config", "providers.json", "--quiet", "--notify", "crossing", "--state-dir", "state"],
            environment: ["PATH": "/usr/bin:/bin"], directory: folder.url, output: FileHandle.nullDevice, error: error)
    }

    /// A whole run: its status and what it says.
    func run(
        holding held: [String: Int] = [:], refusing refused: String? = nil
    ) async throws -> (status: Int32, errors: String) {
        try await Turns.ofCommands.take {
            let error = try TemporaryFile()
            let status = try await start(holding: held, refusing: refused, error: error.handle).status()
            endPrograms()
            return (status, try error.text)
        }
    }

    /// Starts a run, and kills it as soon as nothing more can happen: what is held has arrived, and all the rest is
    /// remembered.
    func runUntilKilled(holding held: [String: Int], afterAccepting: Bool = false) async throws {
        try await Turns.ofCommands.take {
            let program = try start(holding: held, afterAccepting: afterAccepting, error: FileHandle.nullDevice)
            while !isStuck(holding: held), program.isRunning, !Task.isCancelled { await Task.yield() }
            #expect(program.isRunning && !Task.isCancelled, "it waits for \(held.keys.sorted())")
            program.signal(SIGKILL)
            _ = await program.status()
            endPrograms()
        }
    }

    private func isStuck(holding held: [String: Int]) -> Bool {
        channels.allSatisfy { kind in
            guard held[kind] != nil else { return remembered(by: kind) == 2 }
            return Self.programs.contains(kind) ? !text("\(kind).pid").isEmpty : gate.isHolding(kind)
        }
    }

    /// The number of accounts that a channel is remembered to have told of.
    private func remembered(by kind: String) -> Int {
        let lines = text("state/deliveries.jsonl").split(separator: "\n").filter { $0.contains("\"\(kind)\"") }
        return ["http/one/", "http/two/"].count { row in lines.contains { $0.contains(row) } }
    }

    /// The number of messages that a channel's service has accepted so far.
    func accepted(by kind: String) -> Int {
        Self.programs.contains(kind) ? text("\(kind).accepted").count : requests(to: kind).count
    }

    /// The messages that a channel's service has accepted so far, if it isn't a program.
    func requests(to kind: String) -> [SandboxRequest] {
        gate.accepted(by: kind)
    }

    /// What hangs outlives the program that was killed.
    private func endPrograms() {
        for kind in channels {
            if let process = pid_t(text("\(kind).pid").trimmingCharacters(in: .newlines)) { kill(process, SIGKILL) }
        }
    }

    private func file(_ name: String) -> URL { folder.url.appending(path: name) }

    private func text(_ name: String) -> String {
        (try? String(contentsOf: file(name), encoding: .utf8)) ?? ""
    }
}
