import BandwidthKit
import BandwidthSandbox
import Foundation
import Testing

@testable import bandwidth

/// Replacing the token of an account, and adding an account.
@Suite struct LoginTests {
    private let folder: TemporaryFolder
    private let configuration: String

    init() throws {
        folder = try TemporaryFolder()
        configuration = folder.url.path() + "/.config/bandwidth/providers.json"
    }

    private func file(_ name: String) -> String? {
        try? String(contentsOf: folder.url.appending(path: name), encoding: .utf8)
    }

    private var written: String? { file(".config/bandwidth/providers.json") }

    private func mode(_ path: String) throws -> Int? {
        try FileManager.default.attributesOfItem(atPath: path)[.posixPermissions] as? Int
    }

    private func write(_ text: String) throws {
        try FileManager.default.createDirectory(
            at: folder.url.appending(path: ".config/bandwidth"), withIntermediateDirectories: true)
        try folder.write(text, to: ".config/bandwidth/providers.json")
    }

    /// Runs `bandwidth login` with a sandbox; the text may name the sandbox's Linode as `{linode}`.
    private func login(
        _ arguments: [String], answers: [String], over text: String? = nil, environment: [String: String] = [:],
        addresses: [String] = []
    ) async throws -> (terminal: ScriptedTerminal, base: String) {
        let sandbox = try await Sandbox.start(now: InProcess.moment)
        let base = sandbox.baseURL(of: "linode")
        if let text { try write(text.replacing("{linode}", with: base)) }
        let terminal = ScriptedTerminal(answers)
        await terminal.run(
            ["login"] + arguments,
            environment: environment.merging(["HOME": folder.url.path()]) { own, _ in own },
            addresses: Dictionary(uniqueKeysWithValues: addresses.map { ($0, sandbox.baseURL(of: $0)) }))
        try await sandbox.stop()
        return (terminal, base)
    }

    private let text = """
        { "// mine": "keep",  "providers": [
          { "type": "linode", "name": "my shop", "token": "old-token", "base_url": "{linode}" },
          { "type": "linode", "name": "other", "token": { "command": ["false"] } } ] }

        """

    @Test func theTokenIsReplacedOnceTheServiceAcceptsIt() async throws {
        let (terminal, base) = try await login(
            ["my shop"], answers: ["wrong", "", SandboxStory.Linode.production], over: text)
        #expect(
            terminal.transcript == """
                  Make a token: https://cloud.linode.com/profile/tokens
                  It needs: account:read_only; linodes:read_only for instances
                  Token (hidden): ✗ refused (401): Invalid Token. Again (hidden): 
                  Nothing was entered; Ctrl-D to give up.
                Again (hidden): ✓ works: 2310 of 9141 GB used this month
                bandwidth: wrote ~/.config/bandwidth/providers.json, which only you can read; what it was is in \
                ~/.config/bandwidth/providers.json.bak

                """)
        #expect(terminal.status == 0)
        let before = text.replacing("{linode}", with: base)
        #expect(written == before.replacing("old-token", with: SandboxStory.Linode.production))
        #expect(file(".config/bandwidth/providers.json.bak") == before)
        #expect(try mode(configuration) == 0o600)
        #expect(!terminal.transcript.contains(SandboxStory.Linode.production))
    }

    @Test func givingUpChangesNothing() async throws {
        for answers in [[], ["wrong"]] {
            let (terminal, base) = try await login(["my shop"], answers: answers, over: text)
            #expect(terminal.status == 78)
            #expect(terminal.transcript.hasSuffix("^D\nbandwidth: nothing was changed\n"))
            #expect(written == text.replacing("{linode}", with: base))
            #expect(file(".config/bandwidth/providers.json.bak") == nil)
        }
    }

    @Test func anAccountIsAddedWhereNothingIsConfigured() async throws {
        let (terminal, base) = try await login(
            ["linode"], answers: [SandboxStory.Linode.hobby], addresses: ["linode"])
        #expect(
            terminal.transcript == """
                  Make a token: https://cloud.linode.com/profile/tokens
                  It needs: account:read_only; linodes:read_only for instances
                  Token (hidden): ✓ works: 212 of 1000 GB used this month
                bandwidth: wrote ~/.config/bandwidth/providers.json, which only you can read

                """)
        #expect(
            written == """
                {
                  "providers": [
                    { "type": "linode", "base_url": "\(base)", "token": "\(SandboxStory.Linode.hobby)" }
                  ]
                }

                """)
        #expect(try mode(configuration) == 0o600)
    }

    @Test func whatTheEnvironmentConfiguresStaysConfigured() async throws {
        let (terminal, _) = try await login(
            ["box", "--provider", "linode"], answers: [SandboxStory.Linode.hobby],
            environment: ["HCLOUD_TOKEN": "example-hetzner"], addresses: ["linode"])
        #expect(
            terminal.transcript.hasSuffix(
                "bandwidth: hetzner is in it too; its token still comes from the environment\n"))
        let loader = ConfigurationLoader(environment: ["HCLOUD_TOKEN": "example-hetzner"])
        #expect(try loader.load(file: configuration).accounts.map(\.name) == ["hetzner", "box"])
        #expect(try loader.load(file: configuration).problems.isEmpty)
    }

    @Test func everythingThatAProviderNeedsIsAskedFor() async throws {
        let (terminal, base) = try await login(
            ["tokyo", "--provider", "bandwagonhost"], answers: ["1234567", "private_sandboxBandwagonHost"],
            addresses: ["bandwagonhost"])
        #expect(
            terminal.transcript.hasPrefix(
                """
                  Make a token: https://kiwivm.64clouds.com
                  It needs: the API key of the VPS; it is not read-only
                  Veid (number of the VPS, from the panel's page "API"): 1234567
                  Api key (hidden): ✓ works: 1230 of 1500 GB used this period

                """), "\(terminal.transcript)")
        #expect(!base.isEmpty)
        #expect(written?.contains(#""name": "tokyo""#) == true)
        #expect(written?.contains(#""veid": "1234567", "api_key": "private_sandboxBandwagonHost""#) == true)
    }

    @Test func aSettingThatIsWrongIsAskedForAgain() async throws {
        let (terminal, _) = try await login(
            ["panel", "--provider", "solusvm"], answers: ["panel.example.com", "k", "h"])
        #expect(terminal.prompts.count == 4, "\(terminal.transcript)")
        #expect(terminal.prompts.last?.contains("Base url") == true)
        #expect(terminal.status == 78)
        #expect(written == nil)
    }

    @Test func whatCannotBeTestedIsKeptOnlyOnRequest() async throws {
        let offline = #"{ "providers": [{ "type": "linode", "token": "old", "base_url": "http://127.0.0.1:1" }] }"#
        for (answers, status, token) in [
            (["new", ""], 3, "old"), (["new", "n"], 3, "old"), (["new", "y"], 0, "new"),
        ] {
            let (terminal, _) = try await login(["linode", "--timeout", "1s"], answers: answers, over: offline)
            #expect(
                terminal.transcript.contains("✗ not tested\n  "), "\(terminal.transcript)")
            #expect(terminal.status == Int32(status))
            #expect(written == offline.replacing("old", with: token))
        }
    }

    @Test func aFileThatHoldsTheTokenIsReplaced() async throws {
        try write(text)
        try folder.write("old\n", to: ".config/bandwidth/linode.token")
        let (terminal, base) = try await login(
            ["linode"], answers: [SandboxStory.Linode.production],
            over:
                #"{ "providers": [{ "type": "linode", "token": { "file": "linode.token" }, "base_url": "{linode}" }] }"#
        )
        #expect(terminal.status == 0)
        #expect(file(".config/bandwidth/linode.token") == SandboxStory.Linode.production + "\n")
        #expect(file(".config/bandwidth/linode.token.bak") == "old\n")
        #expect(written?.contains(#"{ "file": "linode.token" }, "base_url": "\#(base)""#) == true)
        #expect(file(".config/bandwidth/providers.json.bak") == nil)
        #expect(terminal.transcript.contains("wrote ~/.config/bandwidth/linode.token, which only you can read"))
    }

    @Test(arguments: [
        (#"{ "env": "MINE" }"#, "comes from the variable MINE; set that to the new value"),
        (#"{ "command": ["pass", "show", "x"] }"#, "comes from the program 'pass'; change it there"),
        (
            #"{ "credential": "linode" }"#,
            "is the credential linode of the systemd unit; change the file that the unit names"
        ),
        ("null", "comes from the variable LINODE_CLI_TOKEN; set that to the new value"),
    ])
    func whatIsKeptElsewhereIsNotOverridden(token: String, words: String) async throws {
        let before = "{ \"providers\": [\n{ \"type\": \"linode\", \"name\": \"shop\", \"token\": \(token) }] }"
        let (terminal, _) = try await login(
            ["shop"], answers: ["new"], over: before, environment: ["LINODE_CLI_TOKEN": "x"])
        #expect(terminal.prompts.isEmpty)
        #expect(terminal.transcript == "bandwidth: login: 'token' of shop (\(configuration):2) \(words)\n")
        #expect(terminal.status == 78)
        #expect(written == before)
    }

    @Test func anAccountOfTheEnvironmentIsNotReplaced() async throws {
        let (terminal, _) = try await login(["linode"], answers: ["new"], environment: ["LINODE_TOKEN": "x"])
        #expect(
            terminal.transcript == """
                bandwidth: login: the token of linode comes from the variable LINODE_TOKEN; set that to the new token. \
                To keep one in a configuration, use bandwidth login NAME --provider linode

                """)
        #expect(terminal.status == 78)
        #expect(written == nil)
    }

    @Test(arguments: [
        (["shpo"], "no account 'shpo'; did you mean 'shop'?; to add one, name a provider with --provider"),
        (["x", "--provider", "lindoe"], "unknown provider 'lindoe'; did you mean 'linode'?"),
        (["shop", "--provider", "hetzner"], "'shop' is an account at linode"),
        (
            ["linode"],
            "which account at linode? There is shop; to add another, use bandwidth login NAME --provider linode"
        ),
        (["shop", "--stdin"], "--stdin reads a pipe or a file, not the terminal; leave it out to be asked"),
    ])
    func aMistakeIsToldBeforeAnythingIsAsked(arguments: [String], message: String) async throws {
        let before = #"{ "providers": [{ "type": "linode", "name": "shop", "token": "x" }] }"#
        let (terminal, _) = try await login(arguments, answers: ["new"], over: before)
        #expect(terminal.transcript == "bandwidth: login: \(message)\n")
        #expect(terminal.status == 64)
        #expect(written == before)
    }

    /// Runs `bandwidth login` without a terminal.
    private func piped(_ input: String?, _ arguments: [String], over text: String) async throws -> (Int32, String) {
        let sandbox = try await Sandbox.start(now: InProcess.moment)
        try write(text.replacing("{linode}", with: sandbox.baseURL(of: "linode")))
        let errors = TextSink.Collector()
        var context = CommandContext(
            environment: ["HOME": folder.url.path()], time: StandingClock(now: InProcess.moment),
            output: .memory(TextSink.Collector()), errors: .memory(errors), terminal: .none)
        if let input { context.input = { .success(Array(input.utf8)) } }
        let status = await Turns.ofCommands.take {
            await Task(priority: .high) { [context] in await Main.run(["login"] + arguments, in: context) }.value
        }
        try await sandbox.stop()
        return (status, errors.text)
    }

    @Test func aPipeBringsTheToken() async throws {
        let (status, errors) = try await piped(
            SandboxStory.Linode.hobby + "\r\n", ["my shop", "--stdin"], over: text)
        #expect(status == 0)
        #expect(
            errors == """
                bandwidth: my shop: works: 212 of 1000 GB used this month
                bandwidth: wrote ~/.config/bandwidth/providers.json, which only you can read; what it was is in \
                ~/.config/bandwidth/providers.json.bak

                """)
        #expect(written?.contains(SandboxStory.Linode.hobby) == true)
    }

    @Test func aPipeWithARefusedTokenChangesNothing() async throws {
        let (status, errors) = try await piped("wrong-token", ["my shop", "--stdin"], over: text)
        #expect(status == 3)
        #expect(errors == "bandwidth: login: my shop: refused (401): Invalid Token; nothing was changed\n")
        #expect(written?.contains("old-token") == true)
    }

    @Test(arguments: [("", 0), ("a\nb\n", 2)])
    func aPipeHasALineForEachValue(input: String, count: Int) async throws {
        let (status, errors) = try await piped(input, ["my shop", "--stdin"], over: text)
        #expect(status == 64)
        #expect(errors == "bandwidth: login: expected one line, the token, but got \(count) lines\n")
    }

    @Test func withoutATerminalTheWayIsTold() async throws {
        let (status, errors) = try await piped(nil, ["my shop"], over: text)
        #expect(status == 64)
        #expect(errors == "bandwidth: login: needs a terminal; without one, pipe the token to it and use --stdin\n")
    }
}
