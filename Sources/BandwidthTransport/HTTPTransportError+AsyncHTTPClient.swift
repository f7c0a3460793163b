import AsyncHTTPClient
import BandwidthKit
import NIOCore
import NIOHTTP1
import NIOHTTP2
import NIOHTTPCompression
import NIOPosix
import NIOSSL

#if canImport(Glibc)
    import Glibc
#elseif canImport(Musl)
    import Musl
#elseif canImport(Darwin)
    import Darwin
#endif

extension HTTPTransportError {
    /// The reason for rejecting a certificate that isn't valid for the host.
    static let wrongName = "the certificate is for another name"

    /// Creates a transport error from an error of the HTTP library.
    ///
    /// - Parameter wasSent: whether the service may have seen the request.
    init(_ error: any Error, wasSent: Bool) {
        self.init(error)
        switch self {
        case .interrupted(let reason) where !wasSent: self = .notConnected(reason)
        // A TLS error after the handshake says nothing about certificates, and the request may have arrived.
        case .insecure(let reason) where wasSent, .untrusted(let reason) where wasSent: self = .interrupted(reason)
        default: break
        }
    }

    /// Whether an error means that connecting to an address failed, so that another address of the host may work.
    static func isOfAddress(_ error: any Error) -> Bool {
        switch error {
        case is NIOConnectionError: true
        case let error as HTTPClientError: error == .connectTimeout
        case let error as IOError:
            [ECONNREFUSED, ENETUNREACH, EHOSTUNREACH, EADDRNOTAVAIL, ETIMEDOUT].contains(error.errnoCode)
        default: false
        }
    }

    private init(_ error: any Error) {
        self =
            switch error {
            case let error as HTTPTransportError: error
            case is CancellationError: .cancelled
            case let error as NIOConnectionError: Self(error)
            case let error as HTTPClientError: Self(error)
            case let error as NIOHTTP2Errors.StreamError: Self(error.baseError)
            // The library closes a stream like this if its header fields are invalid.
            case let error as NIOHTTP2Errors.StreamClosed where error.errorCode == .protocolError:
                .malformed("invalid HTTP/2 header fields")
            case let error as NIOHTTP2Errors.StreamClosed:
                .interrupted("stream closed by peer: \(error.errorCode)")
            case is NIOSSLExtraError, NIOSSLError.unableToValidateCertificate: .insecure(Self.wrongName)
            case NIOSSLError.handshakeFailed(let reason): Self(reason)
            case NIOSSLError.uncleanShutdown: .interrupted("the answer may be cut off")
            case let error as NIOSSLError: .insecure("\(error)")
            case is BoringSSLError: .insecure("the certificates to trust cannot be read")
            case HTTPParserError.invalidEOFState: .interrupted("the answer is cut off")
            case let error as HTTPParserError: .malformed("\(error)")
            case let error as NIOHTTPDecompression.DecompressionError: .malformed("\(error)")
            case let error as NIOHTTPDecompression.ExtraDecompressionError: .malformed("\(error)")
            case let error as IOError: Self(error)
            case is ChannelError: .interrupted("connection closed by peer")
            // A connection that ended in the middle of a handshake with a server or proxy. The type is private.
            case _ where "\(type(of: error))" == "NoResult": .interrupted("connection closed by peer")
            // Such as a connection that HTTP/2 has closed. The request is retried if that is safe.
            default: .interrupted("the connection broke (\(type(of: error)))")
            }
    }

    private init(_ error: NIOConnectionError) {
        let reason = error.connectionErrors.first?.error
        if reason is BoringSSLError {
            self = .insecure("the certificates to trust cannot be read")
        } else {
            self = .notConnected((reason as? IOError).map(Self.words) ?? reason.map { "\($0)" } ?? "no address")
        }
    }

    /// Connecting to an address without a name fails with an `IOError`, and so does any connection that breaks.
    private init(_ error: IOError) {
        let words = Self.words(for: error)
        self =
            switch error.errnoCode {
            case ECONNREFUSED, ENETUNREACH, EADDRNOTAVAIL: .notConnected(words)
            default: .interrupted(words)
            }
    }

    private init(_ error: HTTPClientError) {
        self =
            switch error {
            case .cancelled: .cancelled
            case .deadlineExceeded, .readTimeout, .writeTimeout: .timedOut
            case .connectTimeout, .getConnectionFromPoolTimeout: .notConnected("connection timed out")
            case .tlsHandshakeTimeout: .insecure("the TLS handshake timed out")
            case .remoteConnectionClosed: .interrupted("connection closed by peer")
            case .proxyAuthenticationRequired: .notConnected("the proxy requires a user name and a password")
            case .invalidProxyResponse: .notConnected("the proxy refused the connection")
            case .httpProxyHandshakeTimeout: .notConnected("the proxy did not answer in time")
            case .uncleanShutdown: .interrupted("the answer may be cut off")
            default: .malformed(error.shortDescription)
            }
    }

    private static func words(for error: IOError) -> String {
        switch error.errnoCode {
        case ECONNREFUSED: "connection refused"
        case ECONNRESET, EPIPE: "connection reset by peer"
        case EHOSTUNREACH: "no route to the host"
        case ENETUNREACH: "the network is unreachable"
        case ETIMEDOUT: "connection timed out"
        default: "\(error)"
        }
    }

    private init(_ error: BoringSSLError) {
        let text = "\(error)"
        if text.contains("CERTIFICATE_VERIFY_FAILED") {
            self = .untrusted("the certificate is expired, or signed by an authority that is not trusted")
        } else if text.contains("WRONG_VERSION_NUMBER") {
            self = .insecure("the server does not support TLS")
        } else if text.contains("EOF during handshake") || error == .zeroReturn {
            self = .notConnected("connection closed by peer during the TLS handshake")
        } else if text.contains("UNSUPPORTED_PROTOCOL") || text.contains("PROTOCOL_VERSION") {
            self = .insecure("the server does not support TLS 1.2 or later")
        } else {
            self = .insecure("the handshake failed")
        }
    }
}
