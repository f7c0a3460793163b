import BandwidthKit
import Foundation
import Testing

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
                == ["\(path): exists already and was left as it is"])
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
                == ["\(file)/below/providers.json: the folder \(file)/below/ cannot be made"])
    }

    @Test func itPassesTheCheckWithItsVariablesSet() throws {
        let configuration = try load(StarterConfiguration.text, environment: tokens)
        #expect(configuration.accounts.map(\.name) == ["production", "team"])
        #expect(configuration.notifiers.isEmpty)
        #expect(configuration.warnings.isEmpty)
        #expect(
            problems(in: StarterConfiguration.text) == [
                "providers[0].token: the variable LINODE_TOKEN is not set or empty; set it",
                "providers[1].token: the variable NETLIFY_AUTH_TOKEN is not set or empty; set it",
            ])
    }

    @Test func theNotifierInItIsRightOnceItsSlashesAreTakenOff() throws {
        let text = StarterConfiguration.text.replacing(#""// \"notify\"""#, with: #""notify""#)
        #expect(text != StarterConfiguration.text)
        let twilio = [
            "TWILIO_ACCOUNT_SID": "AC0123456789abcdef0123456789abcdef", "TWILIO_AUTH_TOKEN": "example",
        ]
        #expect(try load(text, environment: tokens.merging(twilio) { $1 }).notifiers.map(\.kind) == ["twilio"])
    }
}

@Suite struct ExampleConfigurationTests {
    private static let path = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
        .deletingLastPathComponent().deletingLastPathComponent().appending(path: "providers.example.json").path()

    @Test func itPassesTheCheckAsItStands() throws {
        let configuration = try ConfigurationLoader(environment: [:]).load(file: Self.path)
        #expect(configuration.notifiers.count == 2)
    }

    @Test(arguments: ProviderRegistry.builtIn.kinds)
    func everyProviderHasAnEntry(kind: String) throws {
        let configuration = try ConfigurationLoader(environment: [:]).load(file: Self.path)
        #expect(configuration.accounts.contains { $0.kind == kind })
    }

    @Test func everyKeyStandsInIt() throws {
        let text = try String(contentsOfFile: Self.path, encoding: .utf8)
        let settings =
            SettingsReader.commonSettings + ProviderRegistry.builtIn.providers.flatMap { $0.settings }
            + NotifierRegistry.builtIn.notifiers.flatMap { $0.settings }
        for key in Set(settings.map(\.key)) {
            #expect(text.contains("\"\(key)\":") || text.contains("\"// \(key)\":"), "\(key) is missing")
        }
    }
}
