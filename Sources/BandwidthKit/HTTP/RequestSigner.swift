#if canImport(FoundationEssentials)
    public import FoundationEssentials
#else
    public import Foundation
#endif

/// Signs requests: computes headers from the whole request and the date on which it is sent.
///
/// A request that is sent again, or that had to wait for its turn, is signed again: services refuse signatures that are
/// some minutes old.
public protocol RequestSigner: Sendable {
    /// The secrets that signatures are made with, to tell accounts apart and to name what is refused.
    var secrets: [Secret] { get }

    /// Returns the headers to add to a request, with names in lower case.
    func headers(for request: HTTPRequest, at date: Date, with hashing: any Hashing) -> [(name: String, value: String)]
}

extension HTTPRequest {
    /// The request with a signature of this date; unchanged if it isn't signed at all.
    func signed(at date: Date) -> HTTPRequest {
        guard let sign else { return self }
        var request = self
        request.headers = sign(date)
        return request
    }
}
