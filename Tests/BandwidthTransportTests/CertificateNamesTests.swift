import Testing

@testable import BandwidthTransport

/// Which hosts a certificate is for.
@Suite struct CertificateNamesTests {
    private let names = CertificateNames(
        domains: ["localhost", "API.example.com", "*.example.org", "*.test"], addresses: [[192, 0, 2, 1]])

    @Test(arguments: [
        "localhost", "api.example.com", "API.EXAMPLE.COM", "api.example.com.", "www.example.org", "192.0.2.1",
    ])
    func itsOwn(host: String) {
        #expect(names.cover(host))
    }

    @Test(arguments: [
        "example.com", "www.example.com", "api.example.com.evil.example", "example.org", ".example.org",
        "a.www.example.org", "wwwexample.org", "a.test", "192.0.2.2", "::1", "",
    ])
    func noOther(host: String) {
        #expect(!names.cover(host))
    }
}
