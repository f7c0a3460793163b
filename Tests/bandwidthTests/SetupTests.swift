import BandwidthKit
import BandwidthSandbox
import Foundation
import Synchronization
import Testing

@testable import bandwidth

/// The whole dialogue of `bandwidth setup`, over a sandbox.
@Suite struct SetupTests {
    private let folder: TemporaryFolder
    private let path: String

    init() throws {
        folder = try TemporaryFolder()
        path = folder.url.path() + "/.config/bandwidth/providers.json"
    }

    /// Programs of a machine with systemd for its users, with cron, or with neither.
    private final class Machine: ProcessRunner {
        enum Kind { case systemd, cron, neither }

        private let kind: Kind
        private let recorded = Mutex<[String]>([])
        private let crontab = Mutex<String?>(nil)

        init(_ kind: Kind, crontab: String? = nil) {
            self.kind = kind
            self.crontab.withLock { $0 = crontab }
        }

        /// The commands that changed something.
        var changes: [String] { recorded.withLock { $0 } }

        /// The lines that cron has.
        var lines: String? { crontab.withLock { $0 } }

        func run(_ command: ProcessCommand) async throws(ProcessError) -> ProcessResult {
            let words = ([command.program] + command.arguments).joined(separator: " ")
            switch (kind, words) {
            case (.systemd, "systemctl --user show-environment"): return ProcessResult(ending: .exited(0))
            case (.systemd, "systemctl --user daemon-reload"),
                (.systemd, "systemctl --user enable --now bandwidth.timer"):
                recorded.withLock { $0.append(words) }
                return ProcessResult(ending: .exited(0))
            case (.cron, "crontab -l"):
                guard let text = lines else { return ProcessResult(ending: .exited(1)) }
                return ProcessResult(ending: .exited(0), output: Array(text.utf8))
            case (.cron, "crontab -"):
                crontab.withLock { $0 = String(decoding: command.input, as: UTF8.self) }
                return ProcessResult(ending: .exited(0))
            case (_, let words) where words.hasPrefix("systemctl") && kind == .systemd:
                return ProcessResult(ending: .exited(3))
            default: throw .notFound(command.program, path: "/usr/bin")
            }
        }
    }

    private var written: String? { try? String(contentsOfFile: path, encoding: .utf8) }

    private func mode(_ path: String) throws -> Int? {
        try FileManager.default.attributesOfItem(atPath: path)[.posixPermissions] as? Int
    }

    private func file(_ name: String) -> String? {
        try? String(contentsOf: folder.url.appending(path: name), encoding: .utf8)
    }

    private struct Run {
        let terminal: ScriptedTerminal
        let sandbox: Sandbox
        let messages: [String]
    }

    /// Runs a command with a sandbox's Linode, Netlify and Twilio in place of the services.
    private func run(
        _ arguments: [String] = ["setup"], answers: [String], on machine: Machine = Machine(.neither),
        over text: String? = nil, environment: [String: String] = [:]
    ) async throws -> Run {
        let sandbox = try await Sandbox.start(now: InProcess.moment)
        if let text {
            try FileManager.default.createDirectory(
                at: folder.url.appending(path: ".config/bandwidth"), withIntermediateDirectories: true)
            try folder.write(
                text.replacing("{linode}", with: sandbox.baseURL(of: "linode")), to: ".config/bandwidth/providers.json")
        }
        let terminal = ScriptedTerminal(answers)
        await terminal.run(
            arguments, environment: environment.merging(["HOME": folder.url.path()]) { own, _ in own },
            addresses: Dictionary(
                uniqueKeysWithValues: ["linode", "netlify", "twilio"].map { ($0, sandbox.baseURL(of: $0)) }),
            processes: machine)
        let messages = sandbox.messages.map(\.body)
        try await sandbox.stop()
        return Run(terminal: terminal, sandbox: sandbox, messages: messages)
    }

    private static let twilio = [
        SandboxStory.Twilio.accountSID, SandboxStory.Twilio.authToken, SandboxStory.Twilio.from, SandboxStory.Twilio.to,
    ]

    @Test func fromNothingToACheckEveryHour() async throws {
        let machine = Machine(.systemd)
        let run = try await run(
            answers: ["y", "production", "netlfy", "", "wrong", "sandbox-netlify", "", "", "sms"] + Self.twilio + [
                "", "",
            ],
            on: machine, environment: ["LINODE_TOKEN": SandboxStory.Linode.production])
        #expect(
            run.terminal.transcript == """
                Linode: found LINODE_TOKEN. Use it? [Y/n] y
                  ✓ works: 2310 of 9141 GB used this month
                  Name [linode]: production
                Add another host? (bandwagonhost, bunny, hetzner, http, …; Enter: done) netlfy
                  Do you mean netlify? [Y/n] 
                  Make a token: https://app.netlify.com/user/applications
                  It needs: a personal access token; for teams with enforced SAML, granted access to the team
                  Token (hidden): ✗ refused (401): Access Denied. Again (hidden): ✓ works: 2 teams
                  Name [netlify]: 
                Add another host? (bandwagonhost, bunny, hetzner, http, …; Enter: done) 
                Alerts when a limit is crossed? (sms, ntfy, slack, telegram, …; Enter: none) sms
                  Make a token: https://console.twilio.com
                  It needs: the account's auth token, or an API key that may create messages
                  Account SID (account SID (AC…)): AC0123456789abcdef0123456789abcdef
                  Auth token (hidden): 
                  From (the sender: a number as in +15005550006, a short code or a name): +15005550006
                  To (the recipients' numbers as in +12025550143): +12025550143
                  ✓ test message sent
                Another channel for alerts? (ntfy, slack, telegram, …; Enter: done) 
                Wrote ~/.config/bandwidth/providers.json (only you can read it).
                Check every hour? [Y/n] 
                ✓ systemd user timer
                  It runs while you are logged in; for always: loginctl enable-linger
                Now run: bandwidth

                """)
        #expect(run.terminal.status == 0)
        #expect(run.terminal.output == "")
        #expect(run.messages.count == 1)
        #expect(
            written == """
                {
                  "providers": [
                    { "type": "linode", "base_url": "\(run.sandbox.baseURL(of: "linode"))", "token": \
                "sandbox-linode-production", "name": "production" },
                    { "type": "netlify", "base_url": "\(run.sandbox.baseURL(of: "netlify"))", "token": "sandbox-netlify" }
                  ],
                  "notify": [
                    { "type": "twilio", "base_url": "\(run.sandbox.baseURL(of: "twilio"))", "account_sid": \
                "\(Self.twilio[0])", "auth_token": "\(Self.twilio[1])", "from": "\(Self.twilio[2])", "to": "\(Self.twilio[3])" }
                  ]
                }

                """)
        #expect(try mode(path) == 0o600)
        #expect(machine.changes == ["systemctl --user daemon-reload", "systemctl --user enable --now bandwidth.timer"])
        #expect(
            file(".config/systemd/user/bandwidth.service") == """
                [Unit]
                Description=Transfer allowance of the hosting accounts

                [Service]
                Type=oneshot
                ExecStart=bandwidth --quiet --notify crossing

                """)
        #expect(file(".config/systemd/user/bandwidth.timer")?.contains("OnCalendar=hourly") == true)
        for secret in [SandboxStory.Linode.production, "sandbox-netlify", SandboxStory.Twilio.authToken] {
            #expect(!run.terminal.transcript.contains(secret))
        }
    }

    @Test func whatIsWrittenIsWhatACheckReads() async throws {
        _ = try await run(answers: ["linode", SandboxStory.Linode.hobby, "box", "", ""])
        let configuration = try ConfigurationLoader(environment: [:]).load(file: path)
        #expect(configuration.accounts.map(\.name) == ["box"])
        #expect(configuration.problems.isEmpty)
        #expect(configuration.warnings.isEmpty)
    }

    @Test func anExistingConfigurationIsExtended() async throws {
        let before = """
            { "// mine": "keep", "rules": [{ "actual": 50 }],
              "providers": [
                { "type": "linode", "token": "x", "base_url": "{linode}" }
              ] }

            """
        let run = try await run(answers: ["linode", SandboxStory.Linode.hobby, "", "", ""], over: before)
        let filled = before.replacing("{linode}", with: run.sandbox.baseURL(of: "linode"))
        #expect(
            run.terminal.transcript.hasPrefix(
                "This adds to ~/.config/bandwidth/providers.json, which has linode.\nAdd another host? (bandwagonhost, "
            ))
        #expect(run.terminal.transcript.contains("  Name [linode-2]: "))
        #expect(
            run.terminal.transcript.contains(
                "Wrote ~/.config/bandwidth/providers.json (only you can read it); what it was is in "
                    + "~/.config/bandwidth/providers.json.bak.\n"))
        let added =
            #"{ "type": "linode", "name": "linode-2", "base_url": "\#(run.sandbox.baseURL(of: "linode"))", "token": "\#(SandboxStory.Linode.hobby)" }"#
        #expect(written == filled.replacing("\n  ] }", with: ",\n    \(added)\n  ] }"))
        #expect(file(".config/bandwidth/providers.json.bak") == filled)
    }

    @Test func aNameIsGivenOnce() async throws {
        let run = try await run(
            answers: ["linode", SandboxStory.Linode.hobby, "linode", "new", "", ""],
            over: #"{ "providers": [{ "type": "linode", "token": "x" }] }"#)
        #expect(
            run.terminal.transcript.contains("  There is an account of that name already.\n  Name [linode-2]: new\n"))
        #expect(written?.contains(#""name": "new""#) == true)
    }

    @Test func aTokenThatIsKnownAlreadyIsNotOfferedAgain() async throws {
        for entry in [
            #"{ "type": "linode" }"#, #"{ "type": "linode", "token": { "env": "LINODE_TOKEN" } }"#,
            #"{ "type": "linode", "token": "example" }"#,
        ] {
            let run = try await run(
                answers: ["", ""], over: "{ \"providers\": [\(entry)] }", environment: ["LINODE_TOKEN": "example"])
            #expect(!run.terminal.transcript.contains("found LINODE_TOKEN"))
            #expect(run.terminal.transcript.contains("Nothing was added.\n"))
            #expect(file(".config/bandwidth/providers.json.bak") == nil)
            #expect(run.terminal.status == 0)
        }
    }

    @Test func aTokenOfTheEnvironmentThatIsRefusedIsNotKept() async throws {
        let run = try await run(answers: ["", ""], environment: ["LINODE_TOKEN": "wrong"])
        #expect(
            run.terminal.transcript.hasPrefix(
                "Linode: found LINODE_TOKEN. Use it? [Y/n] \n  ✗ refused (401): Invalid Token\n  Not added.\nWhich host? ("
            ),
            "\(run.terminal.transcript)")
        #expect(run.terminal.transcript.hasSuffix("There is no account, so nothing was written.\n"))
        #expect(run.terminal.status == 78)
        #expect(written == nil)
    }

    @Test func whoeverDeclinesIsAskedNoFurther() async throws {
        let run = try await run(
            answers: ["n", ""], environment: ["LINODE_TOKEN": SandboxStory.Linode.production])
        #expect(run.terminal.prompts.count == 2)
        #expect(written == nil)
    }

    @Test func aHostThatIsUnknownIsAnsweredWithAllThereAre() async throws {
        let run = try await run(answers: ["aws-lambda-thing", ""])
        #expect(
            run.terminal.transcript.contains("  Not known; there are: bandwagonhost, bunny, hetzner, http, linode,"))
    }

    @Test func anEmptyTokenSkipsTheHost() async throws {
        let run = try await run(answers: ["linode", "", "linode", SandboxStory.Linode.hobby, "", "", ""])
        #expect(run.terminal.transcript.contains("  Token (hidden): \n  Not added.\nWhich host?"))
        #expect(written?.contains(SandboxStory.Linode.hobby) == true)
    }

    @Test func aChannelThatFailsCanBeTriedAgainOrLeft() async throws {
        var wrong = Self.twilio
        wrong[1] = "wrong"
        let start = ["linode", SandboxStory.Linode.hobby, "", "", "twilio"]
        let run = try await run(answers: start + wrong + Self.twilio + ["", ""])
        #expect(run.terminal.transcript.contains("✗ refused (401): Authenticate"), "\(run.terminal.transcript)")
        #expect(run.messages.count == 1)
        #expect(written?.contains("sandbox-twilio-auth-token") == true)
        let second = try await self.run(
            ["setup", "--config", folder.url.path() + "/other.json"], answers: start + wrong + ["", ""])
        #expect(second.terminal.transcript.contains("  Not added.\n"))
        #expect(file("other.json")?.contains("notify") == false)
        #expect(second.terminal.transcript.hasSuffix("Now run: bandwidth --config \(folder.url.path())/other.json\n"))
    }

    @Test func aTopicIsMadeUp() async throws {
        let run = try await run(answers: ["linode", SandboxStory.Linode.hobby, "", "", "ntfy"])
        let prompt = try #require(run.terminal.prompts.last)
        #expect(prompt.contains(/^  Topic \[bandwidth-[A-Za-z0-9]{10}\]: $/), "\(prompt)")
    }

    @Test func withoutSystemdALineOfTheCrontabIsOffered() async throws {
        let machine = Machine(.cron, crontab: "MAILTO=me\n5 5 * * * other")
        let run = try await run(
            answers: ["linode", SandboxStory.Linode.hobby, "", "", "", "y"], on: machine,
            environment: ["HTTPS_PROXY": ""])
        let lines = try #require(machine.lines)
        #expect(lines.contains(/^MAILTO=me\n5 5 \* \* \* other\n\d+ \* \* \* \* bandwidth --quiet\n$/), "\(lines)")
        #expect(
            run.terminal.transcript.contains(#/  \d+ \* \* \* \* bandwidth --quiet\nAdd this line to your crontab/#))
        #expect(run.terminal.transcript.hasSuffix("✓ crontab\nNow run: bandwidth\n"))
        // The second time it is there.
        let second = try await self.run(answers: ["", ""], on: machine)
        #expect(second.terminal.transcript.contains("Nothing was added.\n✓ your crontab runs it\n"))
        #expect(machine.lines == lines)
    }

    @Test func whoeverWantsNoScheduleGetsNone() async throws {
        let machine = Machine(.systemd)
        let run = try await run(answers: ["linode", SandboxStory.Linode.hobby, "", "", "", "n"], on: machine)
        #expect(machine.changes.isEmpty)
        #expect(file(".config/systemd/user/bandwidth.timer") == nil)
        #expect(run.terminal.transcript.hasSuffix("Check every hour? [Y/n] n\nNow run: bandwidth\n"))
        #expect(run.terminal.status == 0)
    }

    @Test func aScheduledRunHasTheProxyAndTheCertificatesAndLacksTheRest() async throws {
        let roots = folder.url.path() + "/my'roots.pem"
        let certificate = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
            .appending(path: "BandwidthTransportTests/Certificates/authority.pem")
        try folder.write(try String(contentsOf: certificate, encoding: .utf8), to: "my'roots.pem")
        let run = try await run(
            answers: ["", "", "y"], on: Machine(.systemd),
            over: #"{ "providers": [{ "type": "linode", "token": { "env": "MINE" }, "base_url": "{linode}" }] }"#,
            environment: ["SSL_CERT_FILE": roots, "NO_PROXY": "100%$x", "MINE": "example"])
        #expect(
            run.terminal.transcript.contains(
                "! it doesn't see your MINE; set them with systemctl --user edit bandwidth\n"))
        let unit = try #require(file(".config/systemd/user/bandwidth.service"))
        #expect(unit.contains("Environment=NO_PROXY=100%%$x\nEnvironment=\"SSL_CERT_FILE=\(roots)\"\n"), "\(unit)")
        #expect(try mode(folder.url.path() + "/.config/systemd/user/bandwidth.service") == 0o600)
        #expect(!unit.contains("example"))
    }

    @Test func unitsOfOnesOwnAreKept() async throws {
        let units = folder.url.appending(path: ".config/systemd/user")
        try FileManager.default.createDirectory(at: units, withIntermediateDirectories: true)
        try folder.write("mine", to: ".config/systemd/user/bandwidth.service")
        _ = try await run(answers: ["linode", SandboxStory.Linode.hobby, "", "", "", "y"], on: Machine(.systemd))
        #expect(file(".config/systemd/user/bandwidth.service.bak") == "mine")
        #expect(file(".config/systemd/user/bandwidth.service")?.contains("ExecStart") == true)
    }

    /// The answers that lead to each question, and what exists when the input ends there.
    @Test(arguments: 0..<9)
    func theEndOfInputLeavesNothingHalfWritten(count: Int) async throws {
        let answers = ["y", "production", "linode", SandboxStory.Linode.hobby, "hobby", "", "sms"] + Self.twilio
        let run = try await run(
            answers: Array(answers.prefix(count)), environment: ["LINODE_TOKEN": SandboxStory.Linode.production])
        #expect(run.terminal.prompts.count == count + 1)
        #expect(run.terminal.transcript.hasSuffix("^D\nbandwidth: setup was left; nothing else was written\n"))
        #expect(run.terminal.status == 78)
        #expect(try FileManager.default.contentsOfDirectory(atPath: folder.url.path()).isEmpty)
    }

    @Test func afterTheFileIsWrittenOnlyTheScheduleIsLeftOut() async throws {
        let machine = Machine(.systemd)
        let run = try await run(answers: ["linode", SandboxStory.Linode.hobby, "", "", ""], on: machine)
        #expect(
            run.terminal.transcript.hasSuffix(
                "Check every hour? [Y/n] ^D\nbandwidth: setup was left; nothing else was written\n"))
        #expect(written?.contains(SandboxStory.Linode.hobby) == true)
        #expect(machine.changes.isEmpty)
    }

    @Test func aFileThatIsBrokenIsNotTouched() async throws {
        let run = try await run(answers: ["linode"], over: "{ \"providers\": [,] }")
        #expect(run.terminal.prompts.isEmpty)
        #expect(run.terminal.status == 78)
        #expect(run.terminal.transcript.hasPrefix("bandwidth: \(path):1: column 17: "))
        #expect(written == "{ \"providers\": [,] }")
    }

    @Test func withoutATerminalItSaysSo() async {
        let result = await InProcess.run(["setup"], environment: ["HOME": folder.url.path()])
        #expect(result.status == 64)
        #expect(
            result.error
                == "bandwidth: setup asks questions, so it needs a terminal; 'bandwidth config init' writes a file to edit\n"
        )
        #expect(result.output == "")
    }

    @Test func aCheckOfNothingOffersIt() async throws {
        let run = try await run([], answers: ["y", "linode", SandboxStory.Linode.hobby, "", "", ""])
        #expect(run.terminal.transcript.hasPrefix("Nothing is set up yet. Do that now? [Y/n] y\nWhich host? ("))
        #expect(run.terminal.status == 0)
        #expect(written != nil)
    }

    @Test(arguments: [([], ["n"], 1), ([], [], 1), (["--json"], [], 0), (["-q"], [], 0), (["chekc"], [], 0)])
    func whoeverWantsSomethingElseGetsTheFirstSteps(arguments: [String], answers: [String], count: Int) async throws {
        let run = try await run(arguments, answers: answers)
        #expect(run.terminal.prompts.count == count)
        #expect(run.terminal.status == (arguments == ["chekc"] ? 64 : 78))
        #expect(run.terminal.transcript.contains("nothing to check yet") == (arguments != ["chekc"]))
        #expect(written == nil)
    }

    @Test func withoutUTF8TheSignsAreASCII() async throws {
        let sandbox = try await Sandbox.start(now: InProcess.moment)
        let terminal = ScriptedTerminal(["linode", "wrong", SandboxStory.Linode.hobby, "", "", ""])
        await terminal.run(
            ["setup"], environment: ["HOME": folder.url.path()],
            addresses: ["linode": sandbox.baseURL(of: "linode")], processes: Machine(.neither), isUnicode: false)
        try await sandbox.stop()
        #expect(terminal.transcript.contains("x refused (401)"))
        #expect(terminal.transcript.contains("v works: "))
        #expect(terminal.transcript.utf8.allSatisfy { $0 < 128 }, "\(terminal.transcript)")
    }
}
