import BandwidthKit
import BandwidthSandbox
import BandwidthTransport
import Foundation
import Testing

@Suite struct AsyncHTTPClientTransportTests {
    @Test func aWrongProxyVariableIsNamed() {
        #expect(throws: ConfigurationError.self) {
            try AsyncHTTPClientTransport(environment: ["HTTPS_PROXY": "ftp://example.com"])
        }
    }
}
