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

    /// Errors of these types come from the HTTP library; which one is private to it.
    @Test func anErrorIsToldInWordsEvenIfItHasNone() {
        struct NoResult: Error {}
        struct Unheard: Error {}
        #expect(HTTPTransportError(NoResult(), wasSent: false) == .notConnected("connection closed by peer"))
        #expect(HTTPTransportError(NoResult(), wasSent: true) == .interrupted("connection closed by peer"))
        #expect(HTTPTransportError(Unheard(), wasSent: true) == .interrupted("the connection broke (Unheard)"))
    }
}
