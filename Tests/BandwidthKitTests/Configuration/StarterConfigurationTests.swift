import Foundation
import Testing

@testable import BandwidthKit

@Suite struct StarterConfigurationTests {
    private let tokens = ["LINODE_TOKEN": "x", "NETLIFY_AUTH_TOKEN": "y"]

    @Test func itIsWrittenForItsOwnerAlone() throws {
        let folder = try TemporaryFolder()
        let path = folder.path("new/bandwidth/providers.json")
        try StarterConfiguration.write(to: path)
        #expect(try String(contentsOfFile: path, encoding: .utf8) == StarterConfiguration.text)
        #expect(try mode(of: path) == 0o600)
        #expect(try mode(of: folder.path("new/bandwidth")) == 0o700)
        #expect(try FileManager.default.contentsOfDirectory(atPath: folder.path("new/bandwidth")) == ["providers.json"])
    }

    private func mode(of path: String) throws -> Int? {
        try FileManager.default.attributesOfItem(atPath: path)[.posixPermissions] as? Int
    }

    @Test func anExistingFileIsLeftAsItIs() throws {
        let folder = try TemporaryFolder()
        let path = try folder.write("mine", to: "providers.json", mode: 0o644)
        #expect(
            problems { () throws(ConfigurationError) in try StarterConfiguration.write(to: path) }
                == ["\(path): already exists; it was not changed"])
        #expect(try String(contentsOfFile: path, encoding: .utf8) == "mine")
        #expect(try mode(of: path) == 0o644)
    }

    @Test func whereNoFolderCanBeItIsTold() throws {
        let folder = try TemporaryFolder()
        let file = try folder.write("x", to: "file")
        #expect(
            problems { () throws(ConfigurationError) in
                try StarterConfiguration.write(to: "\(file)/below/providers.json")
            }
                == ["\(file)/below/providers.json: the folder \(file)/below/ can't be created"])
    }

    @Test func itPassesTheCheckWithItsVariablesSet() throws {
        let configuration = try load(StarterConfiguration.text, environment: tokens)
        #expect(configuration.accounts.map(\.name) == ["production", "team"])
        #expect(configuration.channels.isEmpty)
        #expect(configuration.warnings.isEmpty)
        #expect(
            problems(in: StarterConfiguration.text) == [
                "production: token: the variable LINODE_TOKEN is not set or empty; set it",
                "team: token: the variable NETLIFY_AUTH_TOKEN is not set or empty; set it",
            ])
    }

    @Test func theChannelInItIsRightOnceItsSlashesAreRemoved() throws {
        // As the file says, and no more: the slashes of the key after the comment.
        let lines = StarterConfiguration.text.split(separator: "\n", omittingEmptySubsequences: false)
        let comment = try #require(lines.firstIndex { $0.contains("Remove the slashes from the next key") })
        var edited = lines.map(String.init)
        edited[comment + 1] = edited[comment + 1].replacing("//", with: "")
        let text = edited.joined(separator: "\n")
        let twilio = [
            "TWILIO_ACCOUNT_SID": "AC0123456789abcdef0123456789abcdef", "TWILIO_AUTH_TOKEN": "example",
        ]
        #expect(try load(text, environment: tokens.merging(twilio) { $1 }).channels.map(\.kind) == ["twilio"])
    }
}

@Suite struct ExampleConfigurationTests {
    private static let path = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
        .deletingLastPathComponent().deletingLastPathComponent().appending(path: "providers.example.json").path()

    @Test func itPassesTheCheckAsItStands() throws {
        let configuration = try ConfigurationLoader(environment: [:]).load(file: Self.path)
        #expect(Set(configuration.channels.map(\.kind)) == Set(Registry<any Notifier>.builtIn.kinds))
    }

    @Test(arguments: Registry<any UsageProvider>.builtIn.kinds)
    func everyProviderHasAnEntry(kind: String) throws {
        let configuration = try ConfigurationLoader(environment: [:]).load(file: Self.path)
        #expect(configuration.accounts.contains { $0.kind == kind })
    }

    @Test func everyKeyIsInIt() throws {
        let text = try String(contentsOfFile: Self.path, encoding: .utf8)
        let settings =
            ServiceList.accountSettings + Registry<any UsageProvider>.builtIn.types.flatMap { $0.settings }
            + Registry<any Notifier>.builtIn.types.flatMap { $0.settings }
        for key in Set(settings.map(\.key)) {
            #expect(text.contains("\"\(key)\":") || text.contains("\"// \(key)\":"), "\(key) is missing")
        }
    }
}
