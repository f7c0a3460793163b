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
    /// What is told of a certificate that isn't the host's.
    static let wrongName = "the certificate is for another name"

    /// What an error of the HTTP library means.
    ///
    /// - Parameter wasSent: whether the service may have seen the request.
    init(_ error: any Error, wasSent: Bool) {
        self.init(error)
        if !wasSent, case .interrupted(let reason) = self { self = .notConnected(reason) }
    }

    /// Whether an error means that an address couldn't be connected to, where another one of the host may be.
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
            // How the library ends a stream whose header fields it refuses.
            case let error as NIOHTTP2Errors.StreamClosed where error.errorCode == .protocolError:
                .malformed("its header fields are not those of HTTP/2")
            case let error as NIOHTTP2Errors.StreamClosed:
                .interrupted("the other side broke the request off: \(error.errorCode)")
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
            case is ChannelError: .interrupted("the other side closed it")
            // A connection that HTTP/2 has closed among them: tried again where that is safe.
            default: .interrupted("\(type(of: error))")
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

    /// An address without a name fails like this where it is connected to, and any connection where it breaks.
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
            case .connectTimeout, .getConnectionFromPoolTimeout: .notConnected("no connection in time")
            case .tlsHandshakeTimeout: .insecure("no secure connection in time")
            case .remoteConnectionClosed: .interrupted("the other side closed it")
            case .proxyAuthenticationRequired: .notConnected("the proxy wants a name and a password")
            case .invalidProxyResponse: .notConnected("the proxy refused")
            case .httpProxyHandshakeTimeout: .notConnected("the proxy did not answer in time")
            case .uncleanShutdown: .interrupted("the answer may be cut off")
            default: .malformed(error.shortDescription)
            }
    }

    private static func words(for error: IOError) -> String {
        switch error.errnoCode {
        case ECONNREFUSED: "connection refused"
        case ECONNRESET, EPIPE: "reset by the other side"
        case EHOSTUNREACH: "no route to the host"
        case ENETUNREACH: "the network is unreachable"
        case ETIMEDOUT: "the other side does not answer"
        default: "\(error)"
        }
    }

    private init(_ error: BoringSSLError) {
        let text = "\(error)"
        if text.contains("CERTIFICATE_VERIFY_FAILED") {
            self = .untrusted("the certificate is expired, or signed by an authority that is not trusted")
        } else if text.contains("WRONG_VERSION_NUMBER") {
            self = .insecure("the other side does not speak TLS")
        } else if text.contains("EOF during handshake") || error == .zeroReturn {
            self = .notConnected("the other side closed it during the handshake")
        } else if text.contains("UNSUPPORTED_PROTOCOL") || text.contains("PROTOCOL_VERSION") {
            self = .insecure("the other side speaks no TLS later than 1.1")
        } else {
            self = .insecure("the handshake failed")
        }
    }
}
