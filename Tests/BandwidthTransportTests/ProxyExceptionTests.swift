import BandwidthKit
import Testing

@testable import BandwidthTransport

/// The exceptions in `NO_PROXY`.
@Suite struct ProxyExceptionTests {
    private func goesDirectly(_ url: String, exceptions: String) throws -> Bool {
        let environment = ["HTTPS_PROXY": "http://proxy.example:3128", "NO_PROXY": exceptions]
        return try ProxySettings(environment: environment).proxy(for: BaseURL(url)) == nil
    }

    @Test(arguments: [
        ("*", "https://api.example.com"),
        ("example.com", "https://example.com"),
        ("example.com", "https://api.example.com/v1"),
        (".example.com", "https://api.example.com"),
        (".example.com", "https://example.com"),
        ("*.example.com", "https://api.example.com"),
        ("EXAMPLE.com.", "https://api.example.com"),
        ("other.example, example.com", "https://api.example.com"),
        ("other.example example.com", "https://api.example.com"),
        ("example.com:443", "https://api.example.com"),
        ("example.com:8443", "https://api.example.com:8443"),
        ("::1", "https://[::1]"),
        ("0:0:0:0:0:0:0:1", "https://[::1]:8443"),
        ("[::1]", "https://[::1]:8443"),
        ("[::1]:8443", "https://[::1]:8443"),
        ("2001:db8::/32", "https://[2001:db8:1::9]"),
        ("192.0.2.1", "https://192.0.2.1"),
        ("192.0.2.1:443", "https://192.0.2.1"),
        ("::ffff:192.0.2.1", "https://192.0.2.1"),
        ("192.0.2.0/24", "https://192.0.2.77"),
        ("192.0.2.64/26", "https://192.0.2.127"),
        ("0.0.0.0/0", "https://192.0.2.1"),
    ])
    func exceptedHostsAreConnectedToDirectly(exceptions: String, url: String) throws {
        #expect(try goesDirectly(url, exceptions: exceptions))
    }

    @Test(arguments: [
        ("", "https://example.com"),
        (".", "https://example.com"),
        ("::1", "https://192.0.2.1"),
        ("::1", "https://api.example.1"),
        ("::1", "https://[2001:db8::1]"),
        ("[::1]:8443", "https://[::1]"),
        ("1", "https://192.0.2.1"),
        (".2.1", "https://192.0.2.1"),
        ("192.0.2.1", "https://192.0.2.11"),
        ("92.0.2.1", "https://192.0.2.1"),
        ("192.0.2.0/24", "https://192.0.3.1"),
        ("192.0.2.64/26", "https://192.0.2.128"),
        ("192.0.2.0/33", "https://192.0.2.0"),
        ("192.0.2.0/-1", "https://192.0.2.0"),
        ("0.0.0.0/0", "https://[::1]"),
        ("example.com", "https://badexample.com"),
        ("api.example.com", "https://example.com"),
        ("example.com:8443", "https://example.com"),
        ("example.com:99999", "https://example.com"),
    ])
    func otherHostsAreNot(exceptions: String, url: String) throws {
        #expect(try !goesDirectly(url, exceptions: exceptions))
    }
}
