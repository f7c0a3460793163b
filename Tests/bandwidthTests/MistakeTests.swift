import BandwidthKit
import Foundation
import Testing

@testable import bandwidth

/// What the program says of a command line that was probably meant otherwise.
@Suite struct MistakeTests {
    private func run(_ arguments: [String], with configuration: String? = nil) async throws -> Program.Result {
        let folder = try TemporaryFolder()
        guard let configuration else { return await InProcess.run(arguments, environment: [:]) }
        try folder.write(configuration, to: "providers.json")
        let path = folder.url.appending(path: "providers.json").path()
        return await InProcess.run(arguments, environment: ["BANDWIDTH_CONFIG": path])
    }

    private static let twoAccounts = """
        { "providers": [{ "type": "linode", "name": "production", "token": "x" },
                        { "type": "hetzner", "name": "shop", "token": "x" }] }
        """

    @Test(arguments: [
        (["providers", "lindoe"], "no provider or notifier 'lindoe'; did you mean 'linode'?"),
        (["providers", "nosuchthing"], "no provider or notifier 'nosuchthing'; 'bandwidth providers' lists them"),
        (["notify", "tst"], "no command 'notify tst'; did you mean 'notify test'?"),
        (["config", "chek"], "no command 'config chek'; did you mean 'config check'?"),
        (["config", "production"], "no command 'config production'; 'bandwidth config --help' lists them"),
    ])
    func theNearestWordIsSuggested(arguments: [String], expected: String) async throws {
        let result = try await run(arguments)
        #expect(result.error == "bandwidth: \(expected)\n")
        #expect(result.status == 64)
        #expect(result.output == "")
    }

    @Test(arguments: [
        (["demo", "histroy"], "Error: No provider 'histroy'; did you mean 'history'?"),
        (["demo", "lindoe"], "Error: No provider 'lindoe'; did you mean 'linode'?"),
        (
            ["production", "--needs", "abc"],
            "Error: The value 'abc' is invalid for '--needs <size>': expected a size such as 200GB or 1.5TiB"
        ),
        (
            ["linode", "--month", "2026-13"],
            "Error: The value '2026-13' is invalid for '--month <yyyy-mm>': expected a month such as 2026-03"
        ),
        (["--bad"], "Error: Unknown option '--bad'"),
        (["--formta", "json"], "Error: Unknown option '--formta'. Did you mean '--format'?"),
    ])
    func anErrorSaysWhatIsExpected(arguments: [String], expected: String) async throws {
        let result = try await run(arguments)
        #expect(result.error.split(separator: "\n").first.map(String.init) == expected)
        #expect(result.status == 64)
    }

    @Test func anAccountOfAnotherProviderIsNamedAsSuch() async throws {
        let result = try await run(["linode", "shop"], with: Self.twoAccounts)
        #expect(
            result.error.hasSuffix("shop: an account of hetzner, not of linode; to check it: bandwidth shop\n"),
            "\(result.error)")
        #expect(result.error.split(separator: "\n").count == 1)
        #expect(result.status == 64)
    }

    @Test func aMistypedAccountOfAProviderIsNotTakenForACommand() async throws {
        let result = try await run(["linode", "shwo"], with: Self.twoAccounts)
        #expect(result.error.contains("shwo: no such account"))
        #expect(!result.error.contains("no command"))
        #expect(result.status == 64)
    }

    @Test func aRowInPlaceOfAnAccountHasAHint() async throws {
        let result = try await run(["production/id-cgk"], with: Self.twoAccounts)
        #expect(
            result.error.hasSuffix("\nbandwidth: to see one row: bandwidth show production/id-cgk\n"),
            "\(result.error)")
        #expect(result.status == 64)
    }

    @Test(arguments: ["notify", "config"])
    func aCommandThatNeedsAnotherOneSaysItsFullName(command: String) async throws {
        let result = try await run([command])
        #expect(result.output.contains("USAGE: bandwidth \(command) <subcommand>"))
        #expect(result.output.contains("See 'bandwidth help \(command) <subcommand>'"))
        #expect(result.status == 0)
    }

    @Test func theCommandsOfAnExampleAreOnOneLine() async throws {
        let result = try await run(["completions", "--help"])
        let lines = result.output.split(separator: "\n").drop { $0 != "Examples:" }.dropFirst().prefix(3)
        #expect(lines.allSatisfy { $0.hasPrefix("  ") && $0.count <= 80 }, "\(lines)")
        #expect(lines.first?.hasPrefix("  source <(bandwidth completions bash) ") == true)
    }

    @Test(arguments: [("linode", "netlify"), ("twilio", "linode")])
    func oneServiceIsDescribedAlone(kind: String, other: String) async throws {
        let text = try await run(["providers", kind])
        #expect(text.status == 0)
        #expect(text.output.hasPrefix("\(kind)"))
        #expect(!text.output.contains("\n\n"))
        #expect(try await run(["providers"]).output.contains(text.output))
        let data = try await run(["providers", kind, "--json"])
        let json = try JSONParser().parse(Array(data.output.utf8))
        let listed = ["providers", "notifiers"].flatMap { json[$0]?.array ?? [] }.compactMap { $0["type"]?.string }
        #expect(listed == [kind])
    }
}
