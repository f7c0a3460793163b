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
    /// What an error of the HTTP library means: above all, whether the request may have reached the service.
    init(_ error: any Error) {
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
            case is NIOSSLExtraError: .insecure("the certificate is for another name")
            case NIOSSLError.handshakeFailed(let reason): Self(reason)
            case NIOSSLError.uncleanShutdown: .interrupted("the answer may be cut off")
            case let error as NIOSSLError: .insecure("\(error)")
            case HTTPParserError.invalidEOFState: .interrupted("the answer is cut off")
            case let error as HTTPParserError: .malformed("\(error)")
            case let error as NIOHTTPDecompression.DecompressionError: .malformed("\(error)")
            case let error as NIOHTTPDecompression.ExtraDecompressionError: .malformed("\(error)")
            case let error as IOError: Self(error)
            case let error as ChannelError: .interrupted("\(error)")
            // A connection that HTTP/2 has closed among them: tried again where that is safe.
            default: .interrupted("\(type(of: error))")
            }
    }

    private init(_ error: NIOConnectionError) {
        let reason = error.connectionErrors.first?.error
        if reason is BoringSSLError {
            self = .insecure("the certificates to trust cannot be read")
        } else if let reason {
            self = .notConnected((reason as? IOError).map(Self.words) ?? "\(reason)")
        } else {
            self = .nameNotResolved("no address was found")
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
            case .invalidProxyResponse, .proxyAuthenticationRequired, .httpProxyHandshakeTimeout:
                .notConnected("the proxy refused: \(error.shortDescription)")
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
        default: "\(error)"
        }
    }

    private init(_ error: BoringSSLError) {
        let text = "\(error)"
        if text.contains("CERTIFICATE_VERIFY_FAILED") {
            self = .untrusted("the certificate is expired, or signed by an authority that is not trusted")
        } else if text.contains("WRONG_VERSION_NUMBER") {
            self = .insecure("the other side does not speak TLS")
        } else {
            self = .insecure("the handshake failed")
        }
    }
}
