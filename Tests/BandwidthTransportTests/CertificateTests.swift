import BandwidthKit
import BandwidthSandbox
import BandwidthTransport
import Foundation
import Testing

/// Verification of certificates, with the tests' own authority in `SSL_CERT_FILE`.
@Suite struct CertificateTests {
    static let folder = URL(filePath: #filePath).deletingLastPathComponent().appending(path: "Certificates")
    static let roots = ["SSL_CERT_FILE": folder.appending(path: "authority.pem").path()]

    static func secureSandbox(_ name: String) async throws -> Sandbox {
        func text(_ file: String) throws -> String {
            try String(contentsOf: folder.appending(path: file), encoding: .utf8)
        }
        return try await Sandbox.start(
            now: Date(),
            tls: SandboxTLS(certificatePEM: try text("\(name).pem"), privateKeyPEM: try text("\(name).key")))
    }

    @Test func aCertificateOfTheNamedAuthorityIsTrusted() async throws {
        let sandbox = try await Self.secureSandbox("good")
        let url = sandbox.baseURL(of: "linode")
        let check = try await Check(badURL: url, goodURL: url, environment: Self.roots)
        #expect(check.report.errors.isEmpty)
        try await sandbox.stop()
    }

    @Test(arguments: ["expired", "wrong-name", "self-signed"])
    func aBadCertificateIsRefusedAndNothingIsSent(name: String) async throws {
        let sandbox = try await Self.secureSandbox(name)
        let fine = try await Sandbox.start(now: Date())
        let check = try await Check(
            badURL: sandbox.baseURL(of: "linode"), goodURL: fine.baseURL(of: "linode"), environment: Self.roots)
        #expect(check.bad.errors.map(\.code) == [.tls])
        #expect(check.good.errors.isEmpty)
        #expect(sandbox.requests.isEmpty)
        try await sandbox.stop()
        try await fine.stop()
    }

    /// Trusting another authority helps if the issuer is unknown, but not if the name is wrong.
    @Test(arguments: [("expired", true), ("self-signed", true), ("wrong-name", false)])
    func onlyAnUnknownAuthorityIsToldHowToBeTrusted(name: String, isHinted: Bool) async throws {
        let sandbox = try await Self.secureSandbox(name)
        let url = sandbox.baseURL(of: "linode")
        let check = try await Check(badURL: url, goodURL: url, environment: Self.roots)
        let error = try #require(check.bad.errors.first)
        #expect((error.hint?.contains("ca_file") == true) == isHinted, "\(error)")
        try await sandbox.stop()
    }

    @Test func withoutTheAuthorityItsCertificatesAreRefused() async throws {
        let sandbox = try await Self.secureSandbox("good")
        let url = sandbox.baseURL(of: "linode")
        let check = try await Check(badURL: url, goodURL: url)
        #expect(check.report.errors.map(\.code) == [.tls, .tls])
        try await sandbox.stop()
    }

    @Test(arguments: ["/nonexistent/roots.pem", "/dev/null"])
    func aFileWithoutCertificatesIsAnErrorThatNamesTheVariable(path: String) async throws {
        await #expect(throws: ConfigurationError.self) {
            try await Check(
                badURL: "https://localhost", goodURL: "https://localhost", environment: ["SSL_CERT_FILE": path])
        }
    }

    /// Whatever stands first: an end of file in the middle, or what can't be decoded.
    @Test(arguments: [
        "-----BEGIN CERTIFICATE-----\nMIIB", "-----BEGIN CERTIFICATE-----\n!!\n-----END CERTIFICATE-----\n",
    ])
    func aDamagedCertificateIsToldAndNothingIsTrusted(damage: String) async throws {
        let good = try String(contentsOf: Self.folder.appending(path: "authority.pem"), encoding: .utf8)
        let path = FileManager.default.temporaryDirectory.appending(path: "bandwidth-\(UUID().uuidString)").path()
        try (good + damage).write(toFile: path, atomically: true, encoding: .utf8)
        defer { unlink(path) }
        let server = try await RawServer.start(tls: .http1) { _ in .send(RawServer.fine) }
        let told: String
        do {
            let transport = try AsyncHTTPClientTransport(environment: ["SSL_CERT_FILE": path])
            let outcome = await transport.status(try .test("https://localhost:\(server.port)"))
            await transport.shutdown()
            told = "\(outcome)"
        } catch let error as ConfigurationError {
            told = "\(error)"
        }
        #expect(told.contains("cannot be read as a file of PEM certificates"), "\(told)")
        #expect(server.requests.isEmpty)
        try await server.stop()
    }

    /// To open it waits for somebody to write, which nobody does.
    @Test(.timeLimit(.minutes(1))) func aPipeThatNobodyWritesToHangsNothing() async throws {
        let path = FileManager.default.temporaryDirectory.appending(path: "bandwidth-\(UUID().uuidString)").path()
        #expect(mkfifo(path, 0o600) == 0)
        await #expect(throws: ConfigurationError.self) {
            try await Check(
                badURL: "https://localhost", goodURL: "https://localhost", environment: ["SSL_CERT_FILE": path])
        }
        unlink(path)
    }
}
