import Foundation
import Testing

@testable import BandwidthKit

/// Secrets that systemd hands to a unit.
@Suite struct CredentialTests {
    private func load(_ name: String, in folder: TemporaryFolder?) throws -> Configuration {
        let environment = folder.map { ["CREDENTIALS_DIRECTORY": $0.path] } ?? [:]
        return try ConfigurationLoader(environment: environment).load(
            text: #"{ "providers": [{ "type": "linode", "token": { "credential": "\#(name)" } }] }"#)
    }

    @Test func aCredentialIsAFileOfTheFolderThatTheUnitHas() throws {
        let folder = try TemporaryFolder()
        // systemd's files may look as if the group could read them.
        try folder.write("the-token\n", to: "linode.token", mode: 0o440)
        let configuration = try load("linode.token", in: folder)
        let token = try #require(configuration.accounts.first?.entry?.plugin as? Linode).token
        #expect(token == Secret("the-token", source: "the credential linode.token"))
        #expect(configuration.warnings.isEmpty)
    }

    @Test(arguments: ["", ".", "..", "../token", "a/b", "/etc/passwd", "a\\nb"])
    func aNameIsOnePartOfAPath(name: String) throws {
        let problems = try load(name, in: try TemporaryFolder()).problems
        #expect(problems.count == 1)
        #expect(problems[0].message.hasPrefix("expected the name of a credential, but got "))
    }

    @Test func outsideOfAUnitTheMessageSaysWhatIsMissing() throws {
        #expect(
            try load("token", in: nil).problems.map(\.message) == [
                "the credential token needs the variable CREDENTIALS_DIRECTORY, which systemd sets for a unit with "
                    + "LoadCredential= or SetCredential="
            ])
    }

    @Test func aCredentialThatTheUnitDoesNotHaveIsToldWithTheFix() throws {
        let folder = try TemporaryFolder()
        #expect(
            try load("token", in: folder).problems.map(\.message) == [
                "the credential token does not exist in \(folder.path); add LoadCredential=token:PATH to the unit"
            ])
    }

    @Test func aConfigurationThatIsACredentialIsNotReadByOthers() throws {
        let folder = try TemporaryFolder()
        let text = #"{ "providers": [{ "type": "linode", "token": "example" }] }"#
        let file = try folder.write(text, to: "providers.json", mode: 0o440)
        let inUnit = ConfigurationLoader(environment: ["CREDENTIALS_DIRECTORY": folder.path])
        #expect(try inUnit.load(file: file).warnings == [])
        #expect(try ConfigurationLoader(environment: [:]).load(file: file).warnings.count == 1)
    }
}
