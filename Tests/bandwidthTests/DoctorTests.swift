import BandwidthKit
import BandwidthSandbox
import Foundation
import Testing

@testable import bandwidth

/// The whole examination, over a sandbox.
@Suite struct DoctorTests {
    private let folder: TemporaryFolder

    init() throws {
        folder = try TemporaryFolder()
    }

    /// Programs of a machine on which a user's timer is active, or none.
    private struct Machine: ProcessRunner {
        let hasTimer: Bool

        func run(_ command: ProcessCommand) async throws(ProcessError) -> ProcessResult {
            let isTimer = hasTimer && command.arguments == ["--user", "is-active", "bandwidth.timer"]
            return ProcessResult(ending: .exited(isTimer ? 0 : 1))
        }
    }

    private func doctor(
        _ text: String?, environment: [String: String] = [:], arguments: [String] = [], at now: Date = Date(),
        after check: Bool = false, hasTimer: Bool = true, isUnicode: Bool = true,
        columns: Int = 300
    ) async throws -> ScriptedTerminal {
        let sandbox = try await Sandbox.start(now: Date())
        let home = folder.url.path()
        if let text {
            let filled = text.replacing("{linode}", with: sandbox.baseURL(of: "linode"))
                .replacing("{twilio}", with: sandbox.baseURL(of: "twilio"))
            try folder.write(filled, to: "providers.json")
        }
        var variables = environment.merging(["HOME": home, "SSL_CERT_FILE": home + "/roots.pem"]) { own, _ in own }
        try folder.write(Self.certificate, to: "roots.pem")
        if text != nil { variables["BANDWIDTH_CONFIG"] = home + "/providers.json" }
        let terminal = ScriptedTerminal([])
        if check {
            let other = ScriptedTerminal([])
            await other.run(["-q"], environment: variables, at: now)
        }
        await terminal.run(
            ["doctor"] + arguments, environment: variables, processes: Machine(hasTimer: hasTimer), at: now,
            isUnicode: isUnicode, columns: columns)
        let sent = sandbox.messages.count
        try await sandbox.stop()
        #expect(sent == 0)
        return terminal
    }

    private func output(_ terminal: ScriptedTerminal) -> String {
        terminal.output.replacing(folder.url.path(), with: "~").replacing(/\d+\.\d s/, with: "… s")
    }

    private static let certificate =
        (try? String(
            contentsOf: URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
                .appending(path: "BandwidthTransportTests/Certificates/authority.pem"), encoding: .utf8)) ?? ""

    private let twilio = """
        { "type": "twilio", "name": "on call", "account_sid": "\(SandboxStory.Twilio.accountSID)",
          "auth_token": "\(SandboxStory.Twilio.authToken)", "from": "\(SandboxStory.Twilio.from)",
          "to": ["\(SandboxStory.Twilio.to)"], "base_url": "{twilio}" }
        """

    private func linode(_ name: String, _ token: String) -> String {
        #"{ "type": "linode", "name": "\#(name)", "token": "\#(token)", "base_url": "{linode}" }"#
    }

    @Test func noWordIsBrokenAtTheEndOfALine() async throws {
        let account = linode("a name that takes its place", SandboxStory.Linode.production)
        let terminal = try await doctor(#"{ "providers": [\#(account)] }"#, hasTimer: false, columns: 60)
        let lines = terminal.output.split(separator: "\n")
        #expect(lines.contains { $0.hasPrefix("✓ linode a name that takes its place  works: ") })
        for line in lines.prefix(while: { !$0.hasPrefix("To fix") }) {
            // Only a path is longer than a line.
            #expect(line.count <= 60 || line.contains("/"), "\(line)")
        }
        let further = lines.filter { $0.hasPrefix(String(repeating: " ", count: 38)) }
        #expect(further.contains { $0.contains("this month") }, "\(lines)")
    }

    @Test func whereAllIsFineThereIsNothingToFix() async throws {
        let account = linode("production", SandboxStory.Linode.production)
        let terminal = try await doctor(
            #"{ "providers": [\#(account)], "notify": [\#(twilio)] }"#, after: true)
        #expect(
            output(terminal) == """
                ✓ configuration      ~/providers.json: 1 account, 1 channel
                ✓ linode production  works: 2310 of 9141 GB used this month, in … s
                ✓ twilio on call     the account is active, in … s
                ✓ proxy              none; connections are direct
                ✓ certificates       1 of SSL_CERT_FILE: ~/roots.pem
                ✓ clock              right, by 127.0.0.1
                ✓ memory             ~/.local/state/bandwidth can be written; 3 rows are remembered
                ✓ schedule           your systemd timer runs it; last run 0 minutes ago
                ✓ output             UTF-8, 300 columns, time zone UTC

                Nothing to fix.

                """)
        #expect(terminal.status == 0)
        #expect(terminal.transcript == "")
    }

    @Test func whatFailsIsToldWithOneFixALine() async throws {
        let accounts = [
            linode("my old key", "wrong"), linode("narrow", SandboxStory.Linode.narrow),
            #"{ "type": "linode", "name": "unset", "token": { "env": "NOT_SET" } }"#,
        ]
        let channel = twilio.replacing(SandboxStory.Twilio.authToken, with: "wrong-token")
        let terminal = try await doctor(
            "{ \"providers\": [\n\(accounts.joined(separator: ",\n"))],\n\"notify\": [\(channel),\n{ \"type\": \"ntfy\" }] }",
            environment: ["HTTPS_PROXY": "http://me:password@proxy.example.com:3128", "NO_PROXY": "a,b"],
            at: Date().addingTimeInterval(9000), hasTimer: false, isUnicode: false)
        let text = output(terminal)
        for line in [
            "x linode my old key  refused (401): Invalid Token\n", "x linode narrow      ",
            "x linode unset       token: the variable NOT_SET is not set",
            "x twilio on call     refused (401)", "x ntfy               topic: missing",
            "v proxy              https through proxy.example.com:3128 with a password; 2 exceptions in NO_PROXY\n",
            "! clock              2 hours ahead, by 127.0.0.1\n", "! schedule           no timer or crontab line",
            "\n\nTo fix:\n  bandwidth login 'my old key'\n", "  correct ~/providers.json:4\n", "  bandwidth setup\n",
            "  set the clock, such as with timedatectl set-ntp true\n", "  export LC_ALL=C.UTF-8\n",
        ] {
            #expect(text.contains(line), "\(line)\n\(text)")
        }
        #expect(terminal.status == 3)
        #expect(text.utf8.allSatisfy { $0 < 128 })
        for secret in ["password@", "wrong-token"] { #expect(!text.contains(secret)) }
    }

    @Test func whatConcernsAllIsToldFirstAndNobodyIsAsked() async throws {
        let account = linode("production", SandboxStory.Linode.production)
        let terminal = try await doctor(
            #"{ "providers": [\#(account)] }"#, environment: ["HTTPS_PROXY": "socks5://proxy"], arguments: ["-q"])
        #expect(terminal.status == 78)
        #expect(
            output(terminal).hasPrefix(
                "✗ proxy     HTTPS_PROXY only proxies at http:// addresses are supported\n"), "\(output(terminal))"
        )
        #expect(!output(terminal).contains("production"))
    }

    @Test(arguments: [
        (nil, "✗ configuration  there is none yet\n", "  bandwidth setup\n"),
        (
            #"{ "providers": [] }"#, "✗ configuration  ~/providers.json contains no account\n",
            "  bandwidth login PROVIDER"
        ),
        (
            "{ \"providers\": [],\n}", "✗ configuration  ~/providers.json:2: column 1: trailing comma\n",
            "  correct ~/providers.json:2\n"
        ),
    ])
    func withoutAConfigurationTheRestIsExaminedAllTheSame(text: String?, line: String, fix: String) async throws {
        let terminal = try await doctor(text, arguments: ["-q"], hasTimer: false)
        #expect(terminal.status == 78)
        #expect(output(terminal).hasPrefix(line), "\(output(terminal))")
        #expect(output(terminal).contains(fix))
        #expect(output(terminal).contains("! schedule"))
    }
}
