import BandwidthKit
import NIOSSL
import Testing

@testable import BandwidthTransport

/// What an error of the HTTP library means, depending on whether the request may have arrived.
@Suite struct TransportErrorTests {
    @Test func aTLSErrorAfterTheRequestWasSentMayMeanThatItArrived() {
        let error = NIOSSLError.readInInvalidTLSState
        #expect(!HTTPTransportError(error, wasSent: true).isCertainlyUnsent)
        #expect(HTTPTransportError(error, wasSent: false).isCertainlyUnsent)
    }
}
