import AsyncHTTPClient
import BandwidthKit
import NIOCore
import NIOHTTPCompression
import NIOSSL

/// Creates the HTTP library's clients: one for each address, because a client has a fixed address for its host.
struct ClientFactory: Sendable {
    /// The TLS configuration; unused for connections without TLS.
    let tls: TLSConfiguration

    /// Creates a client for a route.
    ///
    /// - Parameters:
    ///   - address: the address of the route's next host.
    ///   - connected: called on the event loop when a connection is open, right before it gets requests.
    func client(
        for route: Route, at address: String, on loop: any EventLoop, connected: @escaping @Sendable () -> Void
    ) -> HTTPClient {
        var configuration = HTTPClient.Configuration()
        configuration.redirectConfiguration = .disallow
        // Nothing reads the traces, so don't spend time on creating them.
        configuration.tracing.tracer = nil
        // The caller enforces one deadline for name look-up, connection and answer together.
        configuration.timeout = .init(connect: .hours(2))
        configuration.connectionPool.retryConnectionEstablishment = false
        configuration.connectionPool.concurrentHTTP1ConnectionsPerHostSoftLimit = 32
        // The size of a decompressed body is limited where it is read.
        configuration.decompression = .enabled(limit: .none)
        if let proxy = route.proxy {
            configuration.proxy = .server(
                host: address, port: proxy.port, authorization: proxy.credentials.map { .basic(credentials: $0) })
        } else if address != route.host {
            configuration.dnsOverride = [route.host: address]
        }
        if case .tls = route.security {
            configuration.tlsConfiguration = tls
            // For an address, the library checks the certificate against the address of the connection, which is the
            // proxy's here. `CertificateNames` checks it instead.
            if route.proxy != nil, IPAddress(route.host) != nil {
                configuration.tlsConfiguration?.certificateVerification = .noHostnameVerification
            }
        }
        configuration.http1_1ConnectionDebugInitializer = { channel in
            Self.prepare(channel, for: route, connected) { try AnswerGuards.addToHTTP1(channel) }
        }
        configuration.http2ConnectionDebugInitializer = { channel in
            Self.prepare(channel, for: route, connected) { try AnswerGuards.addToHTTP2(channel) }
        }
        configuration.http2StreamChannelDebugInitializer = { channel in
            channel.eventLoop.makeCompletedFuture { try AnswerGuards.addToStream(channel) }
        }
        return HTTPClient(eventLoopGroup: loop, configuration: configuration)
    }

    private static func prepare(
        _ channel: any NIOCore.Channel, for route: Route, _ connected: @Sendable () -> Void,
        _ addGuards: () throws -> Void
    ) -> EventLoopFuture<Void> {
        do {
            if case .tls = route.security { try CertificateNames.check(channel, for: route.host) }
            try addGuards()
            UnreadyConnections.leave(channel)
            connected()
            return channel.eventLoop.makeSucceededVoidFuture()
        } catch {
            // Close it only after the library has learned that the connection is unusable.
            channel.eventLoop.execute { channel.close(promise: nil) }
            return channel.eventLoop.makeFailedFuture(error)
        }
    }
}
