import Foundation
import Testing

@testable import BandwidthKit

/// Secrets that a program prints.
@Suite struct SecretCommandTests {
    private let folder: TemporaryFolder

    init() throws {
        folder = try TemporaryFolder()
    }

    /// Reads a file with these accounts and channels.
    private func load(
        _ accounts: [String], notify: [String] = [], reading choice: EntryChoice = EntryChoice(),
        environment: [String: String] = [:], with processes: any ProcessRunner
    ) async throws -> Configuration {
        let text = """
            { "providers": [\(accounts.joined(separator: ",\n"))],
            "notify": [\(notify.joined(separator: ",\n"))] }
            """
        let file = try folder.write(text, to: "providers.json")
        return try await ConfigurationLoader(environment: environment)
            .load(file: file, reading: choice, with: processes)
    }

    private func linode(_ name: String, _ words: String) -> String {
        #"{ "type": "linode", "name": "\#(name)", "token": { "command": \#(words) } }"#
    }

    private func token(_ configuration: Configuration, _ name: String) throws -> Secret {
        let account = try #require(configuration.accounts.first { $0.name == name })
        return try #require(account.entry?.plugin as? Linode).token
    }

    private func problems(_ result: Result<ProcessResult, ProcessError>) async throws -> [String] {
        let processes = ScriptedProcesses(["pass show linode": result])
        let configuration = try await load([linode("mine", #"["pass", "show", "linode"]"#)], with: processes)
        return configuration.problems.map { "\($0.line ?? 0): \($0.subject): \($0.message)" }
    }

    @Test(arguments: [
        ("token\n", "token"), ("token", "token"), ("token\r\n", "token"), ("token\nuser: me\nurl: x\n", "token"),
        ("\u{FEFF}token\n", "token"), (" to ken \n", " to ken "), ("tökén\n", "tökén"),
    ])
    func theFirstLineIsTheSecret(output: String, expected: String) async throws {
        let processes = ScriptedProcesses(["pass show linode": .success(.printing(output))])
        let configuration = try await load([linode("mine", #"["pass", "show", "linode"]"#)], with: processes)
        let token = try token(configuration, "mine")
        #expect(token.revealed == expected)
        #expect(token.source == "the command 'pass'")
    }

    @Test func aCommandIsRunOnceHoweverManyEntriesNeedIt() async throws {
        let processes = ScriptedProcesses([
            "pass show linode": .success(.printing("one")), "pass show other": .success(.printing("two")),
        ])
        let accounts = [
            linode("a", #"["pass", "show", "linode"]"#), linode("b", #"["pass", "show", "other"]"#),
            linode("c", #"["pass", "show", "linode"]"#),
        ]
        let configuration = try await load(accounts, with: processes)
        #expect(try ["a", "b", "c"].map { try token(configuration, $0).revealed } == ["one", "two", "one"])
        #expect(processes.words == ["pass show linode", "pass show other"])
    }

    @Test func onlyTheCommandsOfWhatIsReadAreRun() async throws {
        let accounts = [
            linode("a", #"["a"]"#), linode("b", #"["b"]"#),
            #"{ "type": "netlify", "token": { "command": ["n"] } }"#,
        ]
        let notify = [#"{ "type": "ntfy", "topic": "t", "token": { "command": ["phone"] } }"#]
        func run(_ choice: EntryChoice) async throws -> [String] {
            let processes = ScriptedProcesses([:])
            _ = try await load(accounts, notify: notify, reading: choice, with: processes)
            return processes.words
        }
        #expect(try await run(EntryChoice()) == ["a", "b", "n", "phone"])
        #expect(try await run(EntryChoice(accounts: ["b"], readsChannels: false)) == ["b"])
        #expect(try await run(EntryChoice(provider: "netlify", readsChannels: false)) == ["n"])
        #expect(try await run(EntryChoice(accounts: ["a"], provider: "netlify", readsChannels: false)) == [])
        #expect(try await run(EntryChoice(readsAccounts: false)) == ["phone"])
    }

    @Test func withoutOneNoCommandIsRunAndTheAccountsAreKnownByName() throws {
        let file = try folder.write(
            #"{ "providers": [{ "type": "linode", "token": { "command": ["pass"] } }, { "type": "bunny" }] }"#,
            to: "providers.json")
        let configuration = try ConfigurationLoader(environment: [:]).load(file: file)
        #expect(configuration.accounts.map(\.name) == ["linode", "bunny"])
        #expect(configuration.problems.first?.message == "the command 'pass' was not run")
    }

    @Test func oneThatFailsConcernsItsOwnAccountAlone() async throws {
        let processes = ScriptedProcesses(["good": .success(.printing("token\n"))])
        let configuration = try await load(
            [linode("a", #"["bad"]"#), linode("b", #"["good"]"#)], with: processes)
        #expect(try token(configuration, "b").revealed == "token")
        #expect(
            configuration.problems.map(\.description) == [
                "\(folder.path("providers.json")):1: a: token: the command 'bad' was not found in /usr/bin; "
                    + "install it, or give its absolute path"
            ])
    }

    @Test func whatWentWrongIsToldWithTheFix() async throws {
        let prefix = "1: mine: token: the command 'pass' "
        let tooMuch = ProcessError.outputTooLarge("pass", limit: 65536)
        let cases: [(Result<ProcessResult, ProcessError>, String)] = [
            (
                .success(.printing("", errors: "\nError: linode is not there.\nmore\n", status: 1)),
                "failed: exit status 1: Error: linode is not there.; run it yourself to see why"
            ),
            (.success(.printing("", status: 7)), "failed: exit status 7; run it yourself to see why"),
            (
                .success(ProcessResult(ending: .killed(signal: 9))),
                "failed: killed by signal 9; run it yourself to see why"
            ),
            (.success(.printing("")), "printed nothing; the secret is expected on the first line"),
            (.success(.printing("\ntoken\n")), "printed an empty first line; the secret is expected there"),
            (.success(.printing("\r\n")), "printed an empty first line; the secret is expected there"),
            (
                .success(.printing("to\0ken\n")),
                "printed control characters or bytes that are not text on its first line"
            ),
            (
                .success(ProcessResult(ending: .exited(0), output: [0xC3, 0x28, 0x0A])),
                "printed control characters or bytes that are not text on its first line"
            ),
            (
                .failure(.timedOut("pass", after: SecretCommand.timeLimit)),
                "didn't end within 10 s; run it yourself: it may be waiting for a passphrase"
            ),
            (.failure(tooMuch), "wrote more than 65536 bytes; only the secret is expected, on the first line"),
        ]
        for (result, expected) in cases { #expect(try await problems(result) == [prefix + expected]) }
    }

    @Test func nothingThatLooksLikeASecretIsInAMessage() async throws {
        let printed = "the-secret-itself"
        for errors in ["bad \(printed)", "x\(printed)y", "token a1B2c3D4e5F6g7H8i9J0k1 is invalid"] {
            let problems = try await problems(.success(.printing(printed + "\n", errors: errors, status: 1)))
            let text = try #require(problems.first)
            #expect(text.contains(Secret.redacted), "\(text)")
            #expect(!text.contains(printed) && !text.contains("a1B2c3D4"), "\(text)")
        }
    }

    @Test(arguments: [
        (#""pass show linode""#, "a string"), ("[]", "a list"), (#"[""]"#, "a list"), (#"["a", 1]"#, "a list"),
        ("null", "null"),
    ])
    func itIsAListOfWords(words: String, kind: String) async throws {
        let processes = ScriptedProcesses([:])
        let configuration = try await load([linode("mine", words)], with: processes)
        let expected =
            "expected a program and its arguments in a list, such as [\"pass\", \"show\", \"linode\"], but got \(kind)"
        #expect(configuration.problems.map(\.message) == [expected])
        #expect(processes.words.isEmpty)
    }

    @Test func aProgramWithASlashIsAPathLikeOthersOfTheConfiguration() async throws {
        let processes = ScriptedProcesses([:])
        let accounts = [linode("a", #"["~/bin/a"]"#), linode("b", #"["./b", "./b"]"#), linode("c", #"["/opt/c"]"#)]
        _ = try await load(accounts, environment: ["HOME": "/home/me"], with: processes)
        #expect(processes.words == ["/home/me/bin/a", "/opt/c", "\(folder.path)/./b ./b"].sorted())
        #expect(processes.commands.allSatisfy { $0.folder == folder.path + "/" })
    }

    @Test func theEnvironmentHasNoSecretOfOurs() async throws {
        let environment = [
            "PATH": "/usr/bin", "GNUPGHOME": "/g", "PASSWORD_STORE_DIR": "/p", "VAULT_TOKEN": "example-vault-token",
            "LINODE_TOKEN": "example-linode", "TWILIO_AUTH_TOKEN": "example-twilio", "MINE": "example-variable",
            "COPY": "example-linode", "URL": "https://x:example-in-file@h", "SHORT": "abc",
        ]
        let processes = ScriptedProcesses([:])
        let accounts = [
            linode("a", #"["pass"]"#), #"{ "type": "bunny", "token": { "env": "MINE" } }"#,
            #"{ "type": "vultr", "token": "example-in-file" }"#, #"{ "type": "hetzner", "token": "abc" }"#,
        ]
        _ = try await load(accounts, environment: environment, with: processes)
        let given = try #require(processes.commands.first?.environment)
        #expect(given.keys.sorted() == ["GNUPGHOME", "PASSWORD_STORE_DIR", "PATH", "VAULT_TOKEN"])
        #expect(processes.commands.first?.input == [])
        #expect(processes.commands.first?.timeout == .seconds(10))
    }

    @Test func theRedactorOfTheEntryKnowsTheSecret() async throws {
        let processes = ScriptedProcesses(["pass": .success(.printing("a-secret-of-a-command\n"))])
        let configuration = try await load([linode("a", #"["pass"]"#)], with: processes)
        let redactor = try #require(configuration.accounts.first?.entry?.redactor)
        #expect(redactor.redact("x a-secret-of-a-command y") == "x \(Secret.redacted) y")
    }
}
