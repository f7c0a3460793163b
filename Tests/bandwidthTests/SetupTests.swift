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

    /// Programs of a machine with systemd for its users, with cron, with a cron that tells nothing, or with neither.
    private final class Machine: ProcessRunner {
        enum Kind { case systemd, cron, broken, neither }

        private let kind: Kind
        private let recorded = Mutex<[String]>([])
        private let crontab = Mutex<String?>(nil)

        /// Reads the unit that was written.
        private let unit: @Sendable () throws -> Data

        init(_ kind: Kind, crontab: String? = nil, unit: @escaping @Sendable () throws -> Data = { Data() }) {
            self.kind = kind
            self.unit = unit
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
            case (.systemd, "systemctl --user is-active bandwidth.timer") where !changes.isEmpty:
                return ProcessResult(ending: .exited(0))
            case (.systemd, "systemctl --user cat bandwidth.service"):
                return ProcessResult(ending: .exited(0), output: Array((try? unit()) ?? Data()))
            case (.broken, "crontab -l"):
                return ProcessResult(ending: .exited(1), errorOutput: Array("crontab: permission denied".utf8))
            case (.broken, "crontab -"):
                recorded.withLock { $0.append(words) }
                return ProcessResult(ending: .exited(0))
            case (.cron, "crontab -l"):
                guard let text = lines else {
                    return ProcessResult(ending: .exited(1), errorOutput: Array("no crontab for me".utf8))
                }
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
                Add another host? (hetzner, netlify, vultr, …; ?: all; Enter: done) netlfy
                  Do you mean netlify? [Y/n] 
                  Make a token: https://app.netlify.com/user/applications
                  It needs: a personal access token; for teams with enforced SAML, granted
                    access to the team
                  Token (hidden): 
                  ✗ refused (401): Access Denied
                  Token again (hidden): 
                  ✓ works: 2 teams
                  Name [netlify]: 
                Add another host? (hetzner, vultr, …; ?: all; Enter: done) 
                Alerts when a limit is crossed? (sms, ntfy, slack, …; ?: all; Enter: none) sms
                  Make a token: https://console.twilio.com
                  It needs: the account's auth token, or an API key that may create messages
                  Account SID (AC…): AC0123456789abcdef0123456789abcdef
                  Auth token (hidden): 
                  From (the sender: a number as in +15005550006, a short code or a name): +15005550006
                  To (the recipients' numbers as in +12025550143): +12025550143
                  ✓ test message sent
                Another channel for alerts? (ntfy, slack, telegram, …; ?: all; Enter: done) 
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
                "This adds to ~/.config/bandwidth/providers.json, which has linode.\nAdd another host? (hetzner, "
            ))
        #expect(run.terminal.transcript.contains("  Name [linode-2]: "))
        #expect(
            run.terminal.transcript.contains(
                "Wrote ~/.config/bandwidth/providers.json (only you can read it).\n"
                    + "  The version before is in ~/.config/bandwidth/providers.json.bak.\n"))
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
        #expect(run.terminal.transcript.hasSuffix("No account was added, so nothing was written.\n"))
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
            run.terminal.transcript.contains("  Known: aws, bandwagonhost, bunny, cpanel, hetzner, http,"))
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
        let run = try await run(answers: start + wrong + ["", Self.twilio[1], "", "", "", ""])
        #expect(run.terminal.transcript.contains("✗ refused (401): Authenticate"), "\(run.terminal.transcript)")
        #expect(run.messages.count == 1)
        #expect(written?.contains("sandbox-twilio-auth-token") == true)
        let second = try await self.run(
            ["setup", "--config", folder.url.path() + "/other.json"], answers: start + wrong + ["", "", ""])
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
        #expect(run.terminal.transcript.hasSuffix("✓ your crontab runs it\nNow run: bandwidth\n"))
        // The second time it is there.
        let second = try await self.run(answers: ["", ""], on: machine)
        #expect(second.terminal.transcript.contains("Nothing was added.\n✓ your crontab runs it\n"))
        #expect(machine.lines == lines)
    }

    /// The answers that add a channel to an account that is there.
    private static let addSMS = ["", "sms"] + twilio + [""]

    @Test func aTimerFromBeforeTheFirstChannelIsMadeToSendAlerts() async throws {
        let path = folder.url.path() + "/.config/systemd/user/bandwidth.service"
        let machine = Machine(.systemd) { try Data(contentsOf: URL(filePath: path)) }
        _ = try await run(answers: ["linode", SandboxStory.Linode.hobby, "", "", "", ""], on: machine)
        #expect(file(".config/systemd/user/bandwidth.service")?.contains("--notify") == false)
        let run = try await run(answers: Self.addSMS + [""], on: machine)
        #expect(
            run.terminal.transcript.hasSuffix(
                "✓ your systemd timer runs it\n! it sends no alerts\nHave it send them? [Y/n] \n✓ it sends alerts\nNow run: bandwidth\n"
            ), "\(run.terminal.transcript)")
        #expect(
            file(".config/systemd/user/bandwidth.service")?.hasSuffix(
                "ExecStart=bandwidth --quiet --notify crossing\n") == true)
        let again = try await self.run(answers: ["", ""], on: machine)
        #expect(again.terminal.transcript.hasSuffix("✓ your systemd timer runs it\nNow run: bandwidth\n"))
    }

    @Test func anEditedUnitStaysAsItIsExceptForItsCommand() async throws {
        let name = ".config/systemd/user/bandwidth"
        let path = folder.url.path() + "/\(name).service"
        let machine = Machine(.systemd) { try Data(contentsOf: URL(filePath: path)) }
        _ = try await run(answers: ["linode", SandboxStory.Linode.hobby, "", "", "", ""], on: machine)
        let unit = try #require(file("\(name).service")).replacing(
            "Type=oneshot\n", with: "Type=oneshot\nEnvironmentFile=%h/mine\n")
        let timer = try #require(file("\(name).timer")).replacing("hourly", with: "daily")
        try folder.write(unit, to: "\(name).service")
        try folder.write(timer, to: "\(name).timer")
        let run = try await run(answers: Self.addSMS + [""], on: machine)
        #expect(run.terminal.transcript.contains("\n✓ it sends alerts\n"), "\(run.terminal.transcript)")
        #expect(file("\(name).service") == unit.replacing("--quiet\n", with: "--quiet --notify crossing\n"))
        #expect(file("\(name).timer") == timer)
        #expect(machine.changes.last == "systemctl --user daemon-reload")
    }

    @Test(arguments: [
        "ExecStart=bandwidth --quiet --verbose\n", "ExecStart=\nExecStart=bandwidth --quiet\n",
        "ExecStart=bandwidth --quiet\nExecStart=other\n",
    ])
    func aUnitWithAnotherCommandIsNotChanged(commands: String) async throws {
        let name = ".config/systemd/user/bandwidth.service"
        let path = folder.url.path() + "/" + name
        let machine = Machine(.systemd) { try Data(contentsOf: URL(filePath: path)) }
        _ = try await run(answers: ["linode", SandboxStory.Linode.hobby, "", "", "", ""], on: machine)
        let unit = try #require(file(name)).replacing("ExecStart=bandwidth --quiet\n", with: commands)
        try folder.write(unit, to: name)
        let run = try await run(answers: Self.addSMS + [""], on: machine)
        #expect(
            run.terminal.transcript.contains("✗ not changed: its command was edited; add '--notify crossing' to"),
            "\(run.terminal.transcript)")
        #expect(file(name) == unit)
    }

    @Test(arguments: [("bandwidth --quiet", true), ("bandwidth -q", false)])
    func aLineOfTheCrontabIsMadeToSendAlertsIfItIsTheProgramsOwn(command: String, isOwn: Bool) async throws {
        let before = "# bandwidth --quiet\n7 * * * * \(command)\n0 0 * * * other"
        let machine = Machine(.cron, crontab: before)
        let run = try await run(
            answers: Self.addSMS + ["y"], on: machine,
            over: #"{ "providers": [{ "type": "linode", "token": "x" }] }"#)
        let words = "✗ not changed: the line was edited; add '--notify crossing' to the command"
        #expect(run.terminal.transcript.contains(words) != isOwn, "\(run.terminal.transcript)")
        let after = before.replacing("* * \(command)\n", with: "* * bandwidth --quiet --notify crossing\n")
        #expect(machine.lines == (isOwn ? after : before))
    }

    @Test func aCrontabThatCannotBeReadIsNotReplaced() async throws {
        let machine = Machine(.broken)
        let run = try await run(answers: ["linode", SandboxStory.Linode.hobby, "", "", ""], on: machine)
        #expect(
            run.terminal.transcript.hasSuffix(
                "To check every hour, have this run:\n  bandwidth --quiet\nNow run: bandwidth\n"))
        #expect(machine.changes.isEmpty)
    }

    @Test func aScheduleOfAnotherConfigurationIsNoneOfThisOne() async throws {
        let other = folder.url.path() + "/other.json"
        let machine = Machine(.cron, crontab: "7 * * * * bandwidth --quiet\n")
        let run = try await run(
            ["setup", "--config", other], answers: ["linode", SandboxStory.Linode.hobby, "", "", ""], on: machine)
        #expect(
            run.terminal.transcript.contains(
                """
                ! your crontab runs it, but not with this configuration
                To check every hour, have this run:
                  bandwidth --quiet --config \(other)

                """), "\(run.terminal.transcript)")
        #expect(machine.lines == "7 * * * * bandwidth --quiet\n")
    }

    @Test func aRelativePathIsScheduledFromTheRoot() async throws {
        let up = FileManager.default.currentDirectoryPath.split(separator: "/").map { _ in ".." }
        let relative = up.joined(separator: "/") + folder.url.path() + "/plain.json"
        let real = try #require(folder.url.path().realPath) + "/plain.json"
        let machine = Machine(.cron)
        _ = try await run(
            ["setup", "--config", relative], answers: ["linode", SandboxStory.Linode.hobby, "", "", "", "y"],
            on: machine)
        #expect(
            machine.lines?.hasSuffix(" * * * * bandwidth --quiet --config \(real)\n") == true,
            "\(machine.lines ?? "none")")
        let second = try await self.run(["setup", "--config", relative], answers: ["", ""], on: machine)
        #expect(second.terminal.transcript.contains("✓ your crontab runs it\n"), "\(second.terminal.transcript)")
    }

    @Test func aPercentSignInThePathIsFoundAgain() async throws {
        let machine = Machine(.cron), path = folder.url.path() + "/50%.json"
        _ = try await run(
            ["setup", "--config", path], answers: ["linode", SandboxStory.Linode.hobby, "", "", "", "y"], on: machine)
        #expect(machine.lines?.hasSuffix("/50\\%.json\n") == true)
        let second = try await self.run(["setup", "--config", path], answers: ["", ""], on: machine)
        #expect(second.terminal.transcript.contains("✓ your crontab runs it\n"), "\(second.terminal.transcript)")
    }

    @Test func aScheduleOfTheDefaultFileIsNotThatOfTheVariable() async throws {
        let own = folder.url.path() + "/own.json"
        let machine = Machine(.cron, crontab: "7 * * * * bandwidth --quiet\n")
        let run = try await run(
            answers: ["linode", SandboxStory.Linode.hobby, "", "", ""], on: machine,
            environment: ["BANDWIDTH_CONFIG": own])
        #expect(
            run.terminal.transcript.contains(
                """
                ! your crontab runs it, but not with this configuration
                To check every hour, have this run:
                  bandwidth --quiet --config \(own)

                """), "\(run.terminal.transcript)")
    }

    @Test func aPathWithALineBreakIsRefusedBeforeTheQuestion() async throws {
        for machine in [Machine(.cron), Machine(.systemd)] {
            let path = folder.url.path() + "/a\n* * * * * b.json"
            let run = try await run(
                ["setup", "--config", path], answers: ["linode", SandboxStory.Linode.hobby, "", "", ""], on: machine)
            #expect(
                run.terminal.transcript.contains("✗ not scheduled: the path contains a control character\n"),
                "\(run.terminal.transcript)")
            #expect(machine.lines == nil)
            #expect(machine.changes.isEmpty)
            try FileManager.default.removeItem(atPath: path)
        }
        #expect(file(".config/systemd/user/bandwidth.service") == nil)
    }

    @Test func aDeviceIsRefusedBeforeTheFirstQuestion() async throws {
        let run = try await run(answers: ["linode"], environment: ["BANDWIDTH_CONFIG": "/dev/null"])
        #expect(run.terminal.prompts.isEmpty)
        #expect(run.terminal.transcript == "bandwidth: /dev/null: is not a regular file\n")
        #expect(run.terminal.status == 78)
    }

    @Test func aProxysPasswordIsNotWrittenIntoAUnit() async throws {
        let run = try await run(
            answers: ["", "", "y"], on: Machine(.systemd),
            over: #"{ "providers": [{ "type": "linode", "token": "x" }] }"#,
            environment: [
                "HTTPS_PROXY": "http://me:hunter2@proxy.example.com:3128",
                "http_proxy": "http://other.example.com:3128",
                "XDG_STATE_HOME": "/a\nExecStart=b",
            ])
        let unit = try #require(file(".config/systemd/user/bandwidth.service"))
        #expect(unit.contains("\nEnvironment=http_proxy=http://other.example.com:3128\nExecStart=bandwidth"), "\(unit)")
        #expect(!unit.contains("hunter2"))
        #expect(!unit.contains("STATE"))
        #expect(
            run.terminal.transcript.contains(
                "! it doesn't see your HTTPS_PROXY, XDG_STATE_HOME; set them with systemctl --user edit bandwidth\n"),
            "\(run.terminal.transcript)")
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
                "! it doesn't see your MINE; set it with systemctl --user edit bandwidth\n"))
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
        #expect(run.terminal.transcript.hasSuffix("^D\nbandwidth: setup was left; nothing was written\n"))
        #expect(run.terminal.status == 78)
        #expect(try FileManager.default.contentsOfDirectory(atPath: folder.url.path()).isEmpty)
    }

    @Test func afterTheFileIsWrittenOnlyTheScheduleIsLeftOut() async throws {
        let machine = Machine(.systemd)
        let run = try await run(answers: ["linode", SandboxStory.Linode.hobby, "", "", ""], on: machine)
        #expect(
            run.terminal.transcript.hasSuffix(
                "Check every hour? [Y/n] ^D\nbandwidth: setup was left; the configuration is complete, but nothing was scheduled\n"
            ))
        #expect(run.terminal.status == 0)
        #expect(written?.contains(SandboxStory.Linode.hobby) == true)
        #expect(machine.changes.isEmpty)
    }

    @Test(arguments: [
        (#"{ "providers": [], "ruels": [] }"#, ":1: ruels: unknown key; did you mean 'rules'?"),
        (#"{ "providers": 1 }"#, ": providers: expected a list of objects"), ("[]", ": expected an object"),
    ])
    func aMistakeInTheFileIsToldBeforeTheFirstQuestion(text: String, expected: String) async throws {
        let run = try await run(answers: ["linode"], over: text)
        #expect(run.terminal.prompts.isEmpty)
        #expect(run.terminal.transcript.hasPrefix("bandwidth: \(path)\(expected)"), "\(run.terminal.transcript)")
        #expect(run.terminal.status == 78)
        #expect(written == text)
    }

    @Test func aMistakeInAnotherAccountIsToldAndIsNoHindrance() async throws {
        let run = try await run(
            answers: ["linode", SandboxStory.Linode.hobby, "", "", ""],
            over: #"{ "providers": [{ "type": "lindoe" }] }"#)
        #expect(
            run.terminal.transcript.contains("which has lindoe.\n  ! lindoe: type: unknown provider"),
            "\(run.terminal.transcript)")
        #expect(written?.contains(SandboxStory.Linode.hobby) == true)
    }

    @Test func aPlaceThatCannotBeWrittenIsToldBeforeTheFirstQuestion() async throws {
        try FileManager.default.createSymbolicLink(
            at: folder.url.appending(path: "link.json"), withDestinationURL: folder.url.appending(path: "nowhere"))
        try folder.write("", to: "file")
        for (name, reason) in [
            ("link.json", "is a link to a file that doesn't exist; remove the link"),
            ("file/new.json", "can't be"),
        ] {
            let run = try await run(["setup", "--config", folder.url.path() + "/" + name], answers: ["linode"])
            #expect(run.terminal.prompts.isEmpty)
            #expect(run.terminal.transcript.contains(reason), "\(run.terminal.transcript)")
            #expect(run.terminal.status == 78)
        }
    }

    @Test(arguments: ["", "\n", "{}", #"{ "notify": [] }"#, #"{ "providers": null, "notify": null }"#])
    func aFileWithoutAccountsIsFilled(text: String) async throws {
        let run = try await run(answers: ["linode", SandboxStory.Linode.hobby, "box", "", ""], over: text)
        #expect(run.terminal.status == 0, "\(run.terminal.transcript)")
        let configuration = try ConfigurationLoader(environment: [:]).load(file: path)
        #expect(configuration.accounts.map { $0.name } == ["box"])
        #expect(file(".config/bandwidth/providers.json.bak") == text)
        #expect(try mode(path) == 0o600)
        #expect(try mode(path + ".bak") == 0o600)
    }

    @Test func aLinkStaysALink() async throws {
        try folder.write(#"{ "providers": [] }"#, to: "real.json")
        let link = folder.url.appending(path: "link.json")
        try FileManager.default.createSymbolicLink(
            at: link, withDestinationURL: folder.url.appending(path: "real.json"))
        _ = try await run(
            ["setup", "--config", link.path()], answers: ["linode", SandboxStory.Linode.hobby, "", "", ""])
        #expect(file("real.json")?.contains(SandboxStory.Linode.hobby) == true)
        #expect(try FileManager.default.destinationOfSymbolicLink(atPath: link.path()).hasSuffix("real.json"))
        #expect(try mode(folder.url.path() + "/real.json") == 0o600)
    }

    @Test func aChannelThatTheEnvironmentHasIsOffered() async throws {
        let settings = Twilio.settings.filter(\.isAskedFor)
        let variables = try settings.map { try #require($0.variables.first) }
        let run = try await run(
            answers: ["linode", SandboxStory.Linode.hobby, "", "", "", "", ""],
            environment: Dictionary(uniqueKeysWithValues: zip(variables, Self.twilio)))
        #expect(
            run.terminal.transcript.contains(
                """
                Twilio: found TWILIO_ACCOUNT_SID, TWILIO_AUTH_TOKEN, TWILIO_FROM_PHONE_NUMBER,
                TWILIO_TO_PHONE_NUMBER.
                  Send alerts with them? [Y/n] \n  ✓ test message sent

                """),
            "\(run.terminal.transcript)")
        #expect(run.messages.count == 1)
        #expect(written?.contains(#""auth_token": "\#(Self.twilio[1])""#) == true)
    }

    @Test(arguments: [
        ("/bin/cat 'a b' -n", #"["/bin/cat", "a b", "-n"]"#), (#"["/bin/cat", "-n"]"#, #"["/bin/cat", "-n"]"#),
        (#""/bin/cat""#, #"["/bin/cat"]"#), ("/bin/it's", #"["/bin/it's"]"#),
    ])
    func aCommandIsSplitIntoItsWords(answer: String, list: String) async throws {
        let run = try await run(
            answers: ["linode", SandboxStory.Linode.hobby, "", "", "exec", answer, "n", "y", ""])
        #expect(written?.contains(#""command": \#(list)"#) == true, "\(run.terminal.transcript)")
    }

    @Test func severalRecipientsAreSeparatedByCommas() async throws {
        let run = try await run(
            answers: ["linode", SandboxStory.Linode.hobby, "", "", "sms"] + Self.twilio.dropLast() + [
                "\(Self.twilio[3]) , +12025550144,", "",
            ])
        #expect(run.terminal.transcript.contains("  ✓ 2 test messages sent\n"), "\(run.terminal.transcript)")
        #expect(written?.contains(#""to": ["\#(Self.twilio[3])", "+12025550144"]"#) == true)
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
