import BandwidthKit
import BandwidthSandbox
import BandwidthTransport
import Foundation
import Testing

/// An account's own `ca_file`.
@Suite struct AuthoritiesFileTests {
    private func errors(_ name: String, authorities: [String?]) async throws -> [APIError.Code?] {
        let sandbox = try await CertificateTests.secureSandbox(name)
        let entries = authorities.enumerated().map { index, file in
            let setting = file.map { #""ca_file": "\#(CertificateTests.folder.appending(path: $0).path())","# } ?? ""
            return """
                { "type": "linode", "name": "\(index)", "token": "\(SandboxStory.Linode.hobby)", \(setting)
                  "base_url": "\(sandbox.baseURL(of: "linode"))" }
                """
        }
        let accounts = try ConfigurationLoader(environment: [:])
            .load(text: #"{ "providers": [\#(entries.joined(separator: ","))] }"#).accounts
        let wire = try AsyncHTTPClientTransport(environment: [:])
        let time = HastyTime()
        let checker = UsageChecker(network: .test(RetryingTransport(wire, time: time), time))
        // Its time limits are those of the clock, so it runs before the tests that only compute.
        let report = await Task(priority: .high) { await checker.check(accounts) }.value
        await wire.shutdown()
        try await sandbox.stop()
        return report.rows.map { $0.error?.code }
    }

    @Test func itIsTrustedForThatAccountAlone() async throws {
        #expect(try await errors("good", authorities: ["authority.pem", nil]) == [nil, .tls])
    }

    @Test func aCertificateThatSignedItselfCanBeNamed() async throws {
        #expect(try await errors("self-signed", authorities: ["self-signed.pem", "authority.pem"]) == [nil, .tls])
    }

    @Test func aBrokenOneTrustsNobody() async throws {
        #expect(try await errors("good", authorities: ["broken.pem", "authority.pem"]) == [.tls, nil])
    }

    @Test(arguments: ["expired", "wrong-name"])
    func itSwitchesNothingElseOff(name: String) async throws {
        #expect(try await errors(name, authorities: ["authority.pem"]) == [.tls])
    }

    @Test(arguments: [
        ("/nonexistent/ca.pem", "ca_file: the file /nonexistent/ca.pem does not exist"),
        ("/dev/null", "ca_file: the file /dev/null contains no certificate in PEM form"),
    ])
    func aFileThatIsNoneIsAProblemOfItsAccount(path: String, message: String) throws {
        let entry = #"{ "type": "linode", "token": "example-token", "ca_file": "\#(path)" }"#
        let configuration = try ConfigurationLoader(environment: [:]).load(text: #"{ "providers": [\#(entry)] }"#)
        #expect(configuration.problems.map(\.description) == ["line 1: linode: \(message)"])
    }
}
