import BandwidthKit
import BandwidthSandbox
import BandwidthTransport
import Foundation
import Testing

/// The proxies in the environment, over loopback.
@Suite struct ProxyTests {
    @Test(arguments: ["HTTPS_PROXY", "https_proxy"])
    func secureRequestsGoThroughATunnel(variable: String) async throws {
        let sandbox = try await CertificateTests.secureSandbox("good")
        let proxy = try await TestProxy.start()
        var environment = CertificateTests.roots
        environment[variable] = "http://name:pass%20word@127.0.0.1:\(proxy.port)"
        let url = sandbox.baseURL(of: "linode")
        let check = try await Check(badURL: url, goodURL: url, environment: environment)
        #expect(check.report.errors.isEmpty)
        #expect(proxy.requests.contains("CONNECT localhost:\(sandbox.port) HTTP/1.1"))
        // base64("name:pass word")
        #expect(proxy.requests.contains { $0.hasSuffix("Basic bmFtZTpwYXNzIHdvcmQ=") })
        try await proxy.stop()
        try await sandbox.stop()
    }

    /// Also a tunnel: the HTTP library uses one for any scheme.
    @Test func plainRequestsGoThroughHTTPProxy() async throws {
        let sandbox = try await Sandbox.start(now: Date())
        let proxy = try await TestProxy.start()
        let url = sandbox.baseURL(of: "linode")
        let check = try await Check(
            badURL: url, goodURL: url, environment: ["HTTP_PROXY": "127.0.0.1:\(proxy.port)"])
        #expect(check.report.errors.isEmpty)
        #expect(proxy.requests.contains("CONNECT 127.0.0.1:\(sandbox.port) HTTP/1.1"))
        try await proxy.stop()
        try await sandbox.stop()
    }

    @Test(arguments: ["localhost", "*", "example.com, localhost", ".localhost"])
    func exceptionsGoDirectly(exceptions: String) async throws {
        let sandbox = try await CertificateTests.secureSandbox("good")
        let proxy = try await TestProxy.start()
        var environment = CertificateTests.roots
        environment["HTTPS_PROXY"] = "http://127.0.0.1:\(proxy.port)"
        environment["NO_PROXY"] = exceptions
        let url = sandbox.baseURL(of: "linode")
        let check = try await Check(badURL: url, goodURL: url, environment: environment)
        #expect(check.report.errors.isEmpty)
        #expect(proxy.requests.isEmpty)
        try await proxy.stop()
        try await sandbox.stop()
    }

    @Test func aProxyThatIsGoneIsAFailureOfTheNetwork() async throws {
        let proxy = try await TestProxy.start()
        let port = proxy.port
        try await proxy.stop()
        let check = try await Check(
            badURL: "https://localhost/v4", goodURL: "https://localhost/v4",
            environment: ["HTTPS_PROXY": "http://127.0.0.1:\(port)"])
        #expect(check.report.errors.map(\.code) == [.network, .network])
    }

    @Test(arguments: ["ftp://proxy.example", "http://", "http://user:hush@proxy.example:99999"])
    func aWrongAddressIsToldWithoutItsPassword(value: String) {
        #expect {
            try AsyncHTTPClientTransport(environment: ["HTTPS_PROXY": value])
        } throws: { error in
            let text = "\(error)"
            return text.hasPrefix("HTTPS_PROXY: ") && !text.contains("hush")
        }
    }
}
