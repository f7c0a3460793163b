import BandwidthKit
import BandwidthSandbox
import Foundation
import Testing

@testable import bandwidth

@Suite struct ProgramTests {
    @Test(arguments: ProgramCase.all)
    func theProgramDoesAsTheCaseSays(example: ProgramCase) async throws {
        let sandbox = try await Sandbox.start(now: InProcess.moment)
        let folder = try TemporaryFolder()
        let places = Placeholders(folder: folder.url.path(), sandbox: sandbox)
        if let configuration = example.text(of: "configuration.json") {
            try folder.write(places.filled(configuration), to: "configuration.json")
        }
        var environment = ["HOME": folder.url.path()]
        for line in example.lines(of: "environment") {
            let parts = line.split(separator: "=", maxSplits: 1).map(String.init)
            environment[parts[0]] = places.filled(parts.count > 1 ? parts[1] : "")
        }
        let result = await InProcess.run(
            example.lines(of: "arguments").map(places.filled), environment: environment)
        let messages = sandbox.messages.map { "\($0.to)\n\($0.body)\n" }.joined(separator: "\n")
        try await sandbox.stop()

        let varying = example.lines(of: "varying")
        let found = [
            "stdout": try places.emptied(result.output, varying: varying),
            "stderr": try places.emptied(result.error, varying: varying),
            "messages": try places.emptied(messages, varying: varying), "status": "\(result.status)\n",
        ]
        for (file, text) in found.sorted(by: { $0.key < $1.key }) {
            if ProcessInfo.processInfo.environment["RECORD_FIXTURES"] != nil { try example.record(text, as: file) }
            #expect(text == example.text(of: file) ?? "", "\(file) of \(example.name)")
        }
    }

    @Test func aFleetOf1203InstancesHasARowForEach() async throws {
        let sandbox = try await Sandbox.start(now: Date())
        let folder = try TemporaryFolder()
        try folder.write(
            """
            { "providers": [{ "type": "linode", "token": "\(SandboxStory.Linode.fleet)",
                              "base_url": "\(sandbox.baseURL(of: "linode"))" }], "rules": [] }
            """, to: "providers.json")
        let result = try await Program.run(
            ["linode", "--config", "providers.json", "--instances", "--json", "--timeout", "300"], directory: folder.url
        )
        #expect(result.status == 0)
        #expect(result.error == "")
        let report = try JSONDecoder().decode(Report.self, from: Data(result.output.utf8))
        #expect(report.usage.count == 1204)
        #expect(report.complete)
        #expect(report.usage.map(\.scope.label).dropFirst() == (1...1203).map(Self.node)[...])
        // Three pages of 500, each instance once, and nothing else.
        #expect(sandbox.requests.count == 1 + 3 + 1203)
        try await sandbox.stop()
    }

    @Test func metricsAreForEveryUserOfTheMachine() async throws {
        let sandbox = try await Sandbox.start(now: InProcess.moment)
        let folder = try TemporaryFolder()
        try folder.write(
            """
            { "providers": [{ "type": "linode", "token": "\(SandboxStory.Linode.hobby)",
                              "base_url": "\(sandbox.baseURL(of: "linode"))" }] }
            """, to: "providers.json")
        // Only its owner can read what is there.
        try folder.write("before", to: "bandwidth.prom")
        let path = folder.url.appending(path: "bandwidth.prom").path()
        let result = await InProcess.run(
            [
                "--config", folder.url.appending(path: "providers.json").path(), "--no-history",
                "--format", "prometheus", "-o", path,
            ], environment: [:])
        #expect(result.status == 0, "\(result.error)")
        #expect(try String(contentsOfFile: path, encoding: .utf8).hasSuffix("# EOF\n"))
        let mode = try FileManager.default.attributesOfItem(atPath: path)[.posixPermissions] as? Int
        #expect(mode == 0o644)
        try await sandbox.stop()
    }

    /// The labels of the fleet's instances.
    private static func node(_ number: Int) -> String {
        "node-" + String(repeating: "0", count: 4 - "\(number)".count) + "\(number)"
    }

    private struct Report: Decodable {
        let usage: [Row]
        let complete: Bool

        struct Row: Decodable {
            let scope: Scope
        }

        struct Scope: Decodable {
            let label: String?
        }
    }

    @Test(arguments: [["--help"], ["-h"], ["help"]])
    func theHelpFitsAScreenAndNamesWhatPeopleUse(arguments: [String]) async {
        let result = await InProcess.run(arguments, environment: [:])
        #expect(result.status == 0)
        #expect(result.error == "")
        let lines = result.output.split(separator: "\n", omittingEmptySubsequences: false)
        #expect(lines.count <= 60)
        #expect(lines.allSatisfy { $0.count <= 80 })
        for option in ["--config", "--format", "--output", "--notify", "--timeout", "--quiet", "--verbose"] {
            #expect(result.output.contains(option))
        }
        for provider in Registry<any UsageProvider>.builtIn.kinds { #expect(result.output.contains(provider)) }
        for format in ReportFormat.all { #expect(result.output.contains(format.name)) }
        for status in ExitStatus.allCases {
            let number = String(repeating: " ", count: 6 - "\(status.rawValue)".count) + "\(status.rawValue)"
            #expect(result.output.contains("\n\(number)  \(status.explanation)"))
        }
    }

    @Test func aMistypedCommandIsAnsweredWithTheNearest() async {
        let result = await InProcess.run(["chekc"], environment: [:])
        #expect(result.status == 64)
        #expect(result.error == "bandwidth: no command 'chekc'; did you mean 'check'?\n")
    }

    @Test(arguments: ["bash", "zsh", "fish"])
    func everyShellHasCompletions(shell: String) async {
        let result = await InProcess.run(["completions", shell], environment: [:])
        #expect(result.status == 0)
        for word in ["linode", "--notify", "completions"] { #expect(result.output.contains(word)) }
    }

    @Test func theProgramItselfDoesAsItsCommands() async throws {
        let folder = try TemporaryFolder()
        let version = try await Program.run(["--version"], directory: folder.url)
        #expect(version.output == "\(Product.version)\n")
        #expect(version.status == 0)
        let wrong = try await Program.run(["--config", "none.json"], directory: folder.url)
        #expect(wrong.error == "bandwidth: none.json: does not exist\n")
        #expect(wrong.status == 78)
    }

    @Test func aFileOfTheCurrentFolderIsNotLookedFor() async throws {
        let folder = try TemporaryFolder()
        try folder.write(
            #"{ "providers": [{ "type": "linode", "base_url": "https://attacker.example.com" }] }"#,
            to: "providers.json")
        for home in ["", folder.url.path()] {
            let result = try await Program.run(
                ["config", "check"], environment: ["HOME": home], directory: folder.url)
            #expect(result.status == 78)
            #expect(result.error.hasPrefix("bandwidth: nothing to check yet."))
            let path = try await Program.run(["config", "path"], environment: ["HOME": home], directory: folder.url)
            #expect(path.output == "")
        }
    }

    @Test(arguments: [
        (["help", "nosuch"], "no command 'nosuch'; 'bandwidth --help' lists them"),
        (["help", "chekc"], "no command 'chekc'; did you mean 'check'?"),
    ])
    func helpOnWhatThereIsNotIsWrongUse(arguments: [String], expected: String) async {
        let result = await InProcess.run(arguments, environment: [:])
        #expect(result.status == 64)
        #expect(result.error == "bandwidth: \(expected)\n")
        #expect(result.output == "")
    }

    @Test(.enabled(if: FileManager.default.fileExists(atPath: "/dev/full")))
    func aFullDiskIsAReportThatCouldNotBeWritten()
        async throws
    {
        let sandbox = try await Sandbox.start(now: InProcess.moment)
        let folder = try TemporaryFolder()
        try folder.write(
            """
            { "providers": [{ "type": "linode", "token": "\(SandboxStory.Linode.hobby)",
                              "base_url": "\(sandbox.baseURL(of: "linode"))" }] }
            """, to: "providers.json")
        let config = folder.url.appending(path: "providers.json").path()
        let result = await InProcess.run(["--config", config, "-o", "/dev/full"], environment: [:])
        #expect(result.status == 73)
        #expect(result.error == "bandwidth: /dev/full can't be written: No space left on device\n")
        try await sandbox.stop()
    }

    @Test func aWholeReportReplacesTheFileBefore() async throws {
        let sandbox = try await Sandbox.start(now: Date())
        let folder = try TemporaryFolder()
        try folder.write("before, and longer than what comes after it".uppercased(), to: "report.txt")
        try folder.write(
            """
            { "providers": [{ "type": "linode", "token": "revoked-token", "base_url": "\(sandbox.baseURL(of: "linode"))" }] }
            """, to: "providers.json")
        let result = try await Program.run(
            ["--config", "providers.json", "--format", "plain", "-o", "report.txt"], directory: folder.url)
        #expect(result.status == 3)
        #expect(result.output == "")
        #expect(result.error.hasPrefix("bandwidth: linode linode: the token was refused (HTTP 401)"))
        let report = try String(contentsOf: folder.url.appending(path: "report.txt"), encoding: .utf8)
        #expect(report.hasPrefix("linode/linode/account\tlinode\tlinode\taccount\t-\t-\tunknown\t"))
        let left = try FileManager.default.contentsOfDirectory(atPath: folder.url.path()).sorted()
        #expect(left == ["providers.json", "report.txt"])
        try await sandbox.stop()
    }
}
